/**
 * Rule: what a kernel's call becomes in the graph. One row of the tables in this folder.
 */
import { EngineError } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { Attributes, ConstantData, DataType, Value } from "../graph.ts";

export interface KernelInput {
  readonly dataId: tf.DataId;
  readonly shape: number[];
  readonly dtype: DataType;
}

export type KernelInputs = Readonly<Record<string, KernelInput>>;

export type Recorded =
  | {
      readonly outputs: readonly Value[];
      /** Another kernel's name, when this one is a special case of it. */
      readonly kernel?: string;
      /** Attributes in a normal form that lowerings rely on; the call's own by default. */
      readonly attributes?: Attributes;
      /** The kernel gives a list of tensors even if there is one. */
      readonly list?: true;
    }
  /** The result does not depend on any input. */
  | { readonly constant: ConstantData; readonly shape: readonly number[]; readonly dtype: DataType };

/** Shapes and types of a call's results. Must not read values. */
export type KernelRule = (inputs: KernelInputs, attributes: Record<string, unknown>) => Recorded;

/** One result. */
export function result(shape: readonly number[], dtype: DataType, attributes?: Attributes): Recorded {
  return { outputs: [{ shape, dtype }], ...(attributes === undefined ? {} : { attributes }) };
}

/** The input of a name; TensorFlow.js always gives it. */
export function input(inputs: KernelInputs, name: string): KernelInput {
  const found = inputs[name];
  if (found === undefined)
    throw new EngineError("E_KERNEL", `A kernel was called without its input ${name}.`);
  return found;
}

/** A list of tensors in order. */
export function inputList(inputs: KernelInputs): KernelInput[] {
  return Object.values(inputs);
}

/** Axes as non-negative numbers; all of them if none is given. */
export function axesOf(axis: unknown, shape: readonly number[]): number[] {
  return tf.util.parseAxisParam(axis as number | number[], [...shape]);
}
