/**
 * reference engine: the model's operations computed one by one by TensorFlow.js in plain JavaScript. Slow; what the
 * compiled engines are checked against. It computes on the calling thread, which it blocks.
 */
import type { Model } from "../../models/model.ts";
import type {
  Engine,
  EngineFactory,
  EvaluationProgram,
  GradientProgram,
  Program,
  ProgramDefinition,
  ProgramShape,
  TensorType,
  TokenBatch,
} from "../engine.ts";
import { EngineError, messageOf } from "../errors.ts";
import {
  checkArguments,
  checkKeys,
  checkedOutputs,
  checkShape,
  checkVectors,
  dropsOut,
  lossAndGradients,
  parameterRanges,
  sequenceLosses,
  type ModelArguments,
} from "../programs.ts";
import { eagerBackend, tf } from "../tf.ts";

/** The arguments as tensors that own their numbers. */
function argumentsOf(
  { model, shape: { batch, time } }: { model: Model; shape: ProgramShape },
  parameters: Float32Array,
  { inputs, targets, keys }: TokenBatch,
): ModelArguments {
  return {
    parameters: parameterTensors(model, parameters),
    tokens_BT: tf.tensor2d(inputs.slice(), [batch, time], "int32"),
    targets_BT: tf.tensor2d(targets.slice(), [batch, time], "int32"),
    ...(keys !== undefined && dropsOut(model)
      ? { keys_B2: tf.tensor2d(keys.slice(), [batch, 2], "int32") }
      : {}),
  };
}

function parameterTensors(model: Model, parameters: Float32Array): tf.Tensor[] {
  return parameterRanges(model).map(({ shape, from, to }) =>
    tf.tensor(parameters.slice(from, to), [...shape]),
  );
}

/** Computes eagerly and leaves no tensor behind. */
function compute(run: () => tf.Tensor[]): Float32Array[] {
  void tf.setBackend(eagerBackend);
  tf.engine().startScope();
  try {
    return run().map((tensor) => tensor.dataSync<"float32">());
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError("E_ENGINE", `tfjs: ${messageOf(error)}`, { cause: error });
  } finally {
    tf.engine().endScope();
  }
}

class ReferenceEngine implements Engine {
  readonly name = "reference";
  readonly description = `tfjs ${tf.version.tfjs}, CPU backend in JavaScript, 1 thread`;
  #closed = false;

  gradients(model: Model, shape: ProgramShape): Promise<GradientProgram> {
    return this.#program({ model, shape }, () => ({
      run: async (parameters, batch, gradient) => {
        this.#assertOpen();
        checkArguments({ model, shape }, parameters, batch, gradient);
        checkKeys({ model, shape }, batch);
        const [loss, ...gradients] = compute(() =>
          lossAndGradients(model, argumentsOf({ model, shape }, parameters, batch)),
        );
        parameterRanges(model).forEach(({ from }, index) => gradient.set(gradients[index]!, from));
        return loss![0]!;
      },
    }));
  }

  evaluation(model: Model, shape: ProgramShape): Promise<EvaluationProgram> {
    return this.#program({ model, shape }, () => ({
      run: async (parameters, batch) => {
        this.#assertOpen();
        checkArguments({ model, shape }, parameters, batch);
        const [losses] = compute(() => [
          sequenceLosses(model, argumentsOf({ model, shape }, parameters, batch)),
        ]);
        return losses!;
      },
    }));
  }

  async program<I extends string, O extends string>(
    definition: ProgramDefinition<I, O>,
  ): Promise<Program<I, O>> {
    const { model, inputs, outputs } = definition;
    this.#assertOpen();
    parameterRanges(model);
    const names = Object.keys(outputs) as O[];
    return {
      run: async (parameters, given, results) => {
        this.#assertOpen();
        checkVectors(definition, parameters, { inputs: given, outputs: results });
        const computed = compute(() => {
          const tensors = Object.entries<TensorType>(inputs).map(([name, { shape, dtype }]) => [
            name,
            tf.tensor(given[name as I].slice(), [...shape], dtype),
          ]);
          return checkedOutputs(
            definition,
            definition.compute(
              parameterTensors(model, parameters),
              Object.fromEntries(tensors) as Record<I, tf.Tensor>,
            ),
          );
        });
        names.forEach((name, index) => results[name].set(computed[index]!));
      },
    };
  }

  close(): Promise<void> {
    this.#closed = true;
    return Promise.resolve();
  }

  async #program<P>({ model, shape }: { model: Model; shape: ProgramShape }, make: () => P): Promise<P> {
    this.#assertOpen();
    checkShape(shape);
    parameterRanges(model);
    return make();
  }

  #assertOpen(): void {
    if (this.#closed) throw new EngineError("E_ENGINE_CLOSED", "The engine is closed; open another one.");
  }
}

export const openReference: EngineFactory = () => Promise.resolve(new ReferenceEngine());
