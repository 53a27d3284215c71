/**
 * CompilingEngine: what all engines share that record a program once, compile it and run it on flat vectors. What compiles and runs
 * is a Runtime.
 *
 * A program's inputs are the parameters one by one, as views of the caller's flat vector, and its gradients are written as views of
 * the caller's flat gradient: neither is copied for the runtime when the vectors lie on shared memory.
 */
import type { Model } from "../models/model.ts";
import type {
  Engine,
  EngineProbe,
  EvaluationProgram,
  GradientProgram,
  Program,
  ProgramDefinition,
  ProgramShape,
  TensorType,
  TokenBatch,
} from "./engine.ts";
import {
  checkArguments,
  checkKeys,
  checkShape,
  checkVectors,
  dropsOut,
  lossAndGradients,
  parameterRanges,
  sequenceLosses,
  type ModelArguments,
} from "./programs.ts";
import { EngineError, LackingKernelError } from "./errors.ts";
import { describeLack } from "./kernels.ts";
import { sizeOf, type Graph, type Value } from "./record/graph.ts";
import { recordDefinition } from "./record/definition.ts";
import { expandComposites } from "./record/passes/expand-composites.ts";
import { simplify } from "./record/passes/simplify.ts";
import { record } from "./record/record.ts";
import type { tf } from "./tf.ts";
import { watchProgram } from "./watching.ts";
import { Staging, type SharedVector, type Slot, type Vectors } from "./vectors.ts";

/** Which vector's piece each input and output of a graph is, in the graph's order. */
export interface ProgramSlots {
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
}

/**
 * Runs a compiled program: reads the vectors of its inputs, overwrites those of its outputs.
 *
 * @param unchanged calls with the same object have the same numbers in the vector `parameters`
 */
export type RunProgram = (vectors: Vectors, unchanged?: object) => Promise<void>;

export interface Runtime {
  /** What is computing, for the log: library, version, device, threads. */
  readonly description: string;
  /** Kernels of record/kernels/composite.ts that it computes itself; the others come to it as basic ones. */
  readonly composites?: ReadonlySet<string>;
  /** @throws EngineError E_KERNEL for a kernel that it lacks, E_ENGINE if it cannot compile, E_ENGINE_CLOSED when closed */
  compile(graph: Graph, slots: ProgramSlots): Promise<RunProgram>;
  /** Bytes of this machine's memory that a call takes besides the caller's vectors, if that can be told. */
  workBytes?(graph: Graph): number;
  /** Frees what it holds. May be called twice. */
  close(): Promise<void>;
}

/** The graph of one of the model's programs: tokens, targets, the parameters in order, then keys where it has them. */
function recordProgram(
  model: Model,
  { batch, time }: ProgramShape,
  {
    compute,
    keyed = false,
    places,
  }: {
    compute: (model: Model, args: ModelArguments) => tf.Tensor[];
    keyed?: boolean;
    places: boolean;
  },
): Graph {
  const ids: Value = { shape: [batch, time], dtype: "int32" };
  const keys: Value[] = keyed ? [{ shape: [batch, 2], dtype: "int32" }] : [];
  const parameters = model.parameters.map(({ shape }): Value => ({ shape, dtype: "float32" }));
  return record(
    [ids, ids, ...parameters, ...keys],
    ([tokens_BT, targets_BT, ...rest]) =>
      compute(model, {
        tokens_BT: tokens_BT as tf.Tensor2D,
        targets_BT: targets_BT as tf.Tensor2D,
        parameters: rest.slice(0, parameters.length),
        keys_B2: rest[parameters.length] as tf.Tensor2D | undefined,
      }),
    { places },
  );
}

function inputSlots(model: Model, { batch, time }: ProgramShape): Slot[] {
  const ids = { type: "int32", shape: [batch, time], from: 0 } as const;
  return [{ ...ids, vector: "tokens" }, { ...ids, vector: "targets" }, ...parameterSlots(model)];
}

function parameterSlots(model: Model): Slot[] {
  return parameterRanges(model).map(
    ({ shape, from }) => ({ vector: "parameters", type: "float32", shape, from }) as const,
  );
}

export class CompilingEngine implements Engine {
  readonly name: string;
  readonly #runtime: Runtime;
  readonly #probe: EngineProbe | undefined;

  /** @param probe told of the time of recording; the runtime tells the rest */
  constructor(name: string, runtime: Runtime, probe?: EngineProbe) {
    this.name = name;
    this.#runtime = runtime;
    this.#probe = probe;
  }

  get description(): string {
    return this.#runtime.description;
  }

  async gradients(model: Model, shape: ProgramShape): Promise<GradientProgram> {
    checkShape(shape);
    const gradientSlots = parameterRanges(model).map(({ shape: dimensions, from }): Slot => ({
      vector: "gradient",
      type: "float32",
      shape: dimensions,
      from,
    }));
    const loss: Slot = { vector: "losses", type: "float32", shape: [], from: 0 };
    const fromMs = performance.now();
    const recorded: Recorded = (places) =>
      this.#prepared(
        recordProgram(model, shape, { compute: lossAndGradients, keyed: dropsOut(model), places }),
      );
    const graph = recorded(this.#probe !== undefined);
    this.#probe?.prepared("record", { fromMs, toMs: performance.now() });
    const keys: Slot = { vector: "keys", type: "int32", shape: [shape.batch, 2], from: 0 };
    const inputs = [...inputSlots(model, shape), ...(dropsOut(model) ? [keys] : [])];
    const run = await this.#compile(graph, recorded, { inputs, outputs: [loss, ...gradientSlots] });
    const stage = stageInputs(model, shape);
    const [losses, gradients] = [new Staging(1), new Staging(model.size)];
    const inTurn = turns();
    let watch: ReturnType<typeof watchProgram> | undefined;
    return {
      workBytes: this.#runtime.workBytes?.(graph),
      firstNotFinite: async (parameters, batch) => {
        checkArguments({ model, shape }, parameters, batch);
        checkKeys({ model, shape }, batch);
        return inTurn(async () => {
          watch ??= watchProgram(this.#runtime, recorded(true), inputs);
          return (await watch)(stage(parameters, batch));
        });
      },
      run: async (parameters, batch, gradient, unchanged) => {
        checkArguments({ model, shape }, parameters, batch, gradient);
        checkKeys({ model, shape }, batch);
        // A copy of private memory is another vector at each call.
        const kept = parameters.buffer instanceof SharedArrayBuffer ? unchanged : undefined;
        return inTurn(async () => {
          const result = new Float32Array(1);
          const lossRoom = losses.to(result);
          const gradientRoom = gradients.to(gradient);
          const rooms = { losses: lossRoom.vector, gradient: gradientRoom.vector };
          await run({ ...stage(parameters, batch), ...rooms }, kept);
          gradientRoom.finish();
          lossRoom.finish();
          return result[0]!;
        });
      },
    };
  }

  async evaluation(model: Model, shape: ProgramShape): Promise<EvaluationProgram> {
    checkShape(shape);
    const recorded: Recorded = (places) =>
      this.#prepared(
        recordProgram(model, shape, { compute: (...args) => [sequenceLosses(...args)], places }),
      );
    const graph = recorded(false);
    const run = await this.#compile(graph, recorded, {
      inputs: inputSlots(model, shape),
      outputs: [{ vector: "losses", type: "float32", shape: [shape.batch], from: 0 }],
    });
    const stage = stageInputs(model, shape);
    const losses = new Staging(shape.batch);
    const inTurn = turns();
    return {
      workBytes: this.#runtime.workBytes?.(graph),
      run: async (parameters, batch) => {
        checkArguments({ model, shape }, parameters, batch);
        return inTurn(async () => {
          const result = new Float32Array(shape.batch);
          const room = losses.to(result);
          await run({ ...stage(parameters, batch), losses: room.vector });
          room.finish();
          return result;
        });
      },
    };
  }

  async program<I extends string, O extends string>(
    definition: ProgramDefinition<I, O>,
  ): Promise<Program<I, O>> {
    const { model } = definition;
    const inputs = Object.entries<TensorType>(definition.inputs);
    const outputs = Object.entries<{ shape: readonly number[] }>(definition.outputs);
    const recorded: Recorded = (places) => this.#prepared(recordDefinition(definition, { places }));
    const run = await this.#compile(recorded(false), recorded, {
      inputs: [
        ...inputs.map(([name, { shape, dtype }]) => ({ vector: `i.${name}`, type: dtype, shape, from: 0 })),
        ...parameterSlots(model),
      ],
      outputs: outputs.map(([name, { shape }]) => ({
        vector: `o.${name}`,
        type: "float32",
        shape,
        from: 0,
      })),
    });
    const parameterRoom = new Staging(model.size);
    const inputRooms = new Map(inputs.map(([name, { shape }]) => [name, new Staging(sizeOf(shape))]));
    const outputRooms = new Map(outputs.map(([name, { shape }]) => [name, new Staging(sizeOf(shape))]));
    const inTurn = turns();
    return {
      run: async (parameters, given, results) => {
        checkVectors(definition, parameters, { inputs: given, outputs: results });
        await inTurn(async () => {
          const vectors: Record<string, SharedVector> = { parameters: parameterRoom.from(parameters) };
          for (const [name, room] of inputRooms) vectors[`i.${name}`] = room.from(given[name as I]);
          const rooms = [...outputRooms].map(([name, room]) => [name, room.to(results[name as O])] as const);
          for (const [name, { vector }] of rooms) vectors[`o.${name}`] = vector;
          await run(vectors);
          for (const [, { finish }] of rooms) finish();
        });
      },
    };
  }

  async close(): Promise<void> {
    await this.#runtime.close();
  }

  /** What the runtime is to compile. */
  #prepared(recorded: Graph): Graph {
    const { composites = new Set() } = this.#runtime;
    return simplify(expandComposites(simplify(recorded), composites));
  }

  /** Places take longer than recording, so they are looked for when a kernel is found to be lacking. */
  async #compile(graph: Graph, recorded: Recorded, slots: ProgramSlots): Promise<RunProgram> {
    try {
      return await this.#runtime.compile(graph, slots);
    } catch (error) {
      if (!(error instanceof LackingKernelError)) throw error;
      const { kernel } = error;
      const place = recorded(true).nodes.find((node) => node.kernel === kernel)?.place ?? "";
      throw new EngineError("E_KERNEL", describeLack(this.name, kernel, place), { cause: error });
    }
  }
}

/** Records the program, with the line of the model of each node where that is asked for. */
type Recorded = (places: boolean) => Graph;

/** One call of a program after the other: they share the rooms that private vectors are copied to. */
function turns(): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const turn = last.then(call);
    last = turn.catch(() => undefined);
    return turn;
  };
}

function stageInputs(model: Model, { batch, time }: ProgramShape) {
  const [parameterRoom, tokenRoom, targetRoom, keyRoom] = [
    model.size,
    batch * time,
    batch * time,
    2 * batch,
  ].map((length) => new Staging(length)) as [Staging, Staging, Staging, Staging];
  return (parameters: Float32Array, { inputs, targets, keys }: TokenBatch) => ({
    parameters: parameterRoom.from(parameters),
    tokens: tokenRoom.from(inputs),
    targets: targetRoom.from(targets),
    ...(keys === undefined ? {} : { keys: keyRoom.from(keys) }),
  });
}
