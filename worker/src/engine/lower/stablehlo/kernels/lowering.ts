/**
 * Lowering: how a recorded kernel is said in StableHLO. One row of the tables in this folder.
 */
import type { Attributes, DataType, Value } from "../../../record/graph.ts";
import type { HloBuilder } from "../builder.ts";
import { elementTypeOf, type Tensor } from "../types.ts";

/** How matrix products are computed; sums and everything else stay in float32. */
export type Products = "float32" | "bfloat16";

export interface Call {
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** The same in order, for kernels of any number of operands. */
  readonly list: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
  readonly products: Products;
}

/** Emits operations and returns the results. */
export type Lowering = (call: Call, hlo: HloBuilder) => Tensor | readonly Tensor[];

/** The i-th operand, which the recording rule has made sure of. */
export function operand(call: Call, index = 0): Tensor {
  const found = call.list[index];
  if (found === undefined) throw new RangeError(`A recorded kernel has no operand ${index}.`);
  return found;
}

/** An operand by TensorFlow.js's name for it. */
export function named(call: Call, name: string): Tensor {
  const found = call.inputs[name];
  if (found === undefined) throw new RangeError(`A recorded kernel has no operand ${name}.`);
  return found;
}

export function output(call: Call): Value {
  return call.outputs[0]!;
}

export const outputType = (call: Call): (typeof elementTypeOf)[DataType] => elementTypeOf[output(call).dtype];
