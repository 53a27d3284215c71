/**
 * native engine: programs recorded from TensorFlow.js operations, planned here and computed by kernels of our own on CPUs.
 */
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import type { CallTimes, EngineFactory, EngineOptions } from "../engine.ts";
import { advice, EngineError, messageOf, type EngineErrorCode } from "../errors.ts";
import { cacheFolder } from "../install/installed.ts";
import type { Graph } from "../record/graph.ts";
import type { Vectors } from "../vectors.ts";
import { loadAddon, type Addon } from "./addon.ts";
import { encode, type Encoded } from "./plan/encode.ts";
import { composites } from "./plan/kernels/index.ts";
import { planOf, type Plan } from "./plan/plan.ts";
import { callTimes } from "./times.ts";

/** What the native part says, by its codes; all others are E_ENGINE. */
const codes: Readonly<Record<string, EngineErrorCode>> = {
  E_NO_MEMORY: "E_MEMORY",
  E_CLOSED: "E_ENGINE_CLOSED",
};
function engineError(error: unknown): EngineError {
  const code = codes[(error as { code?: string }).code ?? ""] ?? "E_ENGINE";
  return new EngineError(code, `native: ${messageOf(error)}.${advice[code] ?? ""}`, { cause: error });
}

/** Pieces of the vectors, in the order in which the plan wants them. */
function piecesOf({ vectors: wanted }: Encoded, vectors: Vectors): Float32Array[] {
  return wanted.map(({ vector, length }) => {
    const { buffer, byteOffset } = vectors[vector]!;
    return new Float32Array(buffer, byteOffset, length);
  });
}

export interface NativeOptions extends Pick<EngineOptions, "threads" | "probe"> {
  /** The best of the machine by default. */
  instructionSet?: string;
  /** False: each kernel by itself, for comparisons. */
  fuses?: boolean;
}

export class NativeRuntime implements Runtime {
  readonly description: string;
  readonly composites = composites;
  readonly #addon: Addon;
  readonly #session: number;
  readonly #options: NativeOptions;
  readonly #codes: ReadonlyMap<string, number>;
  readonly #plans = new WeakMap<Graph, Plan>();
  #closed: Promise<void> | undefined;

  constructor(addon: Addon, options: NativeOptions) {
    const { threads, instructionSet = addon.instructionSets().at(-1)! } = options;
    this.#addon = addon;
    this.#options = options;
    this.#session = addon.open(threads, instructionSet);
    this.#codes = new Map(addon.operations().map((name, code) => [name, code]));
    this.description = `Plateau's own kernels, CPU (${instructionSet}), ${threads} ${threads === 1 ? "thread" : "threads"}`;
  }

  async compile(graph: Graph, slots: ProgramSlots): Promise<RunProgram> {
    const { fuses = true, probe } = this.#options;
    const begunMs = performance.now();
    const plan = planOf(graph, slots, { fuses });
    this.#plans.set(graph, plan);
    const encoded = encode(plan.steps, plan, (operation) => this.#codeOf(operation));
    const plannedMs = performance.now();
    const program = await this.#ask((addon, session) =>
      addon.add(session, encoded.numbers, encoded.constants),
    );
    probe?.prepared("lower", { fromMs: begunMs, toMs: plannedMs });
    probe?.prepared("compile", { fromMs: plannedMs, toMs: performance.now() });
    const calls: CallTimes[] = [];
    probe?.kernels(() => Promise.resolve(calls));
    return async (vectors) => {
      const pieces = piecesOf(encoded, vectors);
      const times = await this.#ask((addon, session) =>
        addon.run(session, program, pieces, probe !== undefined),
      );
      if (probe !== undefined) calls.push(callTimes(plan, times));
    };
  }

  /** Of a graph that has been compiled. */
  workBytes(graph: Graph): number {
    const plan = this.#plans.get(graph)!;
    const constants = plan.bases.reduce((sum, base) => sum + (base.kind === "constant" ? base.size : 0), 0);
    return 4 * (plan.layout.arena + constants + this.#options.threads * plan.registers);
  }

  close(): Promise<void> {
    this.#closed ??= this.#addon
      .close(this.#session)
      // Also the calls whose promises settled together with it must have been handed over.
      .then(() => this.#addon.forget(this.#session));
    return this.#closed;
  }

  #codeOf(operation: string): number {
    const code = this.#codes.get(operation);
    if (code === undefined) throw new RangeError(`The native part has no operation ${operation}.`);
    return code;
  }

  async #ask<T>(call: (addon: Addon, session: number) => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) {
      throw new EngineError("E_ENGINE_CLOSED", "The engine is closed; open another one.");
    }
    try {
      return await call(this.#addon, this.#session);
    } catch (error) {
      throw engineError(error);
    }
  }
}

/**
 * Loads the native part, which is compiled at its first use.
 *
 * @throws EngineError E_NATIVE if it can neither be found nor compiled
 */
export const openNative: EngineFactory = async (options) => {
  const { cache = cacheFolder({}) } = options;
  const runtime = new NativeRuntime(await loadAddon(cache, options.tell), options);
  return new CompilingEngine("native", runtime, options.probe);
};
