/**
 * The two programs of a model as functions on tensors: recorded by compiling engines, run eagerly by the reference.
 */
import type { Model } from "../models/model.ts";
import type { ProgramDefinition, ProgramShape, TokenBatch } from "./engine.ts";
import { EngineError } from "./errors.ts";
import { tf } from "./tf.ts";

export interface ModelArguments {
  parameters: readonly tf.Tensor[];
  tokens_BT: tf.Tensor2D;
  targets_BT: tf.Tensor2D;
  /** [B, 2] int32: of a model that drops out. */
  keys_B2?: tf.Tensor2D | undefined;
}

/** Whether the gradient program of a model has an input of keys. */
export function dropsOut({ config }: Model): boolean {
  return config.dropout !== undefined;
}

/** Mean over the scored positions. Their number is data, so one program serves any targets; without any the loss is 0. */
function meanLoss(model: Model, { parameters, ...inputs }: ModelArguments): tf.Scalar {
  const { targets_BT } = inputs;
  const scored_BT: tf.Tensor2D = tf.cast(tf.notEqual(targets_BT, tf.scalar(-1, "int32")), "float32");
  const weights_BT: tf.Tensor2D = tf.div(scored_BT, tf.maximum(tf.sum(scored_BT), 1));
  return model.weightedLoss(parameters, inputs, weights_BT);
}

/** Mean loss and the gradient of each parameter, in parameter order. */
export function lossAndGradients(model: Model, { parameters, ...batch }: ModelArguments): tf.Tensor[] {
  const { value, grads } = tf.valueAndGrads((...traced: tf.Tensor[]) =>
    meanLoss(model, { parameters: traced, ...batch }),
  )([...parameters]);
  return [value, ...grads];
}

/** [B] sums of the losses of each sequence's scored positions. */
export function sequenceLosses(
  model: Model,
  { parameters, tokens_BT, targets_BT }: ModelArguments,
): tf.Tensor1D {
  return tf.sum(model.losses(parameters, { tokens_BT, targets_BT }), 1);
}

/** Where each parameter lies in the flat vector. */
export function parameterRanges(model: Model): { shape: readonly number[]; from: number; to: number }[] {
  let from = 0;
  const ranges = model.parameters.map(({ shape }) => {
    const to = from + shape.reduce((product, size) => product * size, 1);
    const range = { shape, from, to };
    from = to;
    return range;
  });
  if (from !== model.size) {
    throw new EngineError(
      "E_SHAPE",
      `The model's parameters have ${from} numbers in all, but its size is ${model.size}.`,
    );
  }
  return ranges;
}

/** @throws EngineError E_SHAPE for a program of no sequences or no tokens */
export function checkShape({ batch, time }: ProgramShape): void {
  for (const [name, value] of Object.entries({ batch, time })) {
    if (!Number.isInteger(value) || value < 1) {
      throw new EngineError(
        "E_SHAPE",
        `${name} of a program is ${value}; it must be a whole number of at least 1.`,
      );
    }
  }
}

function checkLength(what: string, found: number, expected: number): void {
  if (found !== expected) {
    throw new EngineError("E_SHAPE", `${what} has ${found} elements; this program needs ${expected}.`);
  }
}

/** @throws EngineError E_SHAPE for a wrong length, E_TOKEN for an id outside the vocabulary, before anything is run */
export function checkArguments(
  { model, shape }: { model: Model; shape: ProgramShape },
  parameters: Float32Array,
  batch: TokenBatch,
  gradient?: Float32Array,
): void {
  const positions = shape.batch * shape.time;
  checkLength("The parameter vector", parameters.length, model.size);
  checkLength("The batch's inputs", batch.inputs.length, positions);
  checkLength("The batch's targets", batch.targets.length, positions);
  if (gradient !== undefined) checkLength("The gradient vector", gradient.length, model.size);
  const { vocabulary } = model.config;
  checkIds("Input", batch.inputs, { lowest: 0, vocabulary, time: shape.time });
  checkIds("Target", batch.targets, { lowest: -1, vocabulary, time: shape.time });
}

/** @throws EngineError E_SHAPE if a model that drops out is not told of each sequence what to */
export function checkKeys(
  { model, shape }: { model: Model; shape: ProgramShape },
  { keys }: TokenBatch,
): void {
  if (dropsOut(model)) checkLength("The batch's keys of dropout", keys?.length ?? 0, 2 * shape.batch);
}

/** Numbers in a tensor. */
function lengthOf({ shape }: { shape: readonly number[] }): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** @throws EngineError E_SHAPE naming the vector of a wrong length or type */
export function checkVectors(
  { model, inputs, outputs }: ProgramDefinition,
  parameters: Float32Array,
  given: { inputs: Readonly<Record<string, unknown>>; outputs: Readonly<Record<string, unknown>> },
): void {
  checkLength("The parameter vector", parameters.length, model.size);
  for (const [name, type] of Object.entries(inputs))
    checkVector(`The input ${name}`, given.inputs[name], type);
  for (const [name, { shape }] of Object.entries(outputs))
    checkVector(`The output ${name}`, given.outputs[name], { shape, dtype: "float32" });
}

function checkVector(
  what: string,
  vector: unknown,
  { shape, dtype }: { shape: readonly number[]; dtype: "float32" | "int32" },
): void {
  const isRight = dtype === "float32" ? vector instanceof Float32Array : vector instanceof Int32Array;
  if (!isRight) throw new EngineError("E_SHAPE", `${what} is no vector of ${dtype}.`);
  checkLength(what, (vector as Float32Array | Int32Array).length, lengthOf({ shape }));
}

/**
 * The tensors that a definition's function gave, in the order of its outputs.
 *
 * @throws EngineError E_SHAPE for one that is missing or of another shape or type than declared
 */
export function checkedOutputs(
  { outputs }: ProgramDefinition,
  computed: Readonly<Record<string, tf.Tensor>>,
): tf.Tensor[] {
  return Object.entries(outputs).map(([name, { shape }]) => {
    const tensor = computed[name];
    if (tensor?.dtype === "float32" && tensor.shape.join() === shape.join()) return tensor;
    const found = tensor === undefined ? "nothing" : `${tensor.dtype} [${tensor.shape.join(", ")}]`;
    throw new EngineError(
      "E_SHAPE",
      `The output ${name} of a program is declared as float32 [${shape.join(", ")}], but its function gives ${found}.`,
    );
  });
}

function checkIds(
  what: string,
  ids: Int32Array,
  { lowest, vocabulary, time }: { lowest: number; vocabulary: number; time: number },
): void {
  const at = ids.findIndex((id) => id < lowest || id >= vocabulary);
  if (at < 0) return;
  throw new EngineError(
    "E_TOKEN",
    `${what} ${ids[at]} of sequence ${Math.floor(at / time)}, position ${at % time}, is outside the vocabulary of ${vocabulary}; was the text tokenized for this model?`,
  );
}
