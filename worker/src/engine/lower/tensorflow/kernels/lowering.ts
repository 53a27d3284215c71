/**
 * Lowering: how a recorded kernel is said in TensorFlow's operations. One row of the tables in this folder. TensorFlow.js's kernels
 * are modelled on them, so most rows only name the operation.
 */
import type { Attributes } from "../../../record/graph.ts";
import type { GraphBuilder, Tensor, Type } from "../builder.ts";

export interface Call {
  readonly inputs: Readonly<Record<string, Tensor>>;
  /** The same in order, for kernels of any number of operands. */
  readonly list: readonly Tensor[];
  readonly attributes: Attributes;
  readonly outputs: readonly Type[];
}

/** Adds operations and returns the results. */
export type Lowering = (call: Call, graph: GraphBuilder) => Tensor | readonly Tensor[];

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

export function output(call: Call): Type {
  return call.outputs[0]!;
}

/** The operands in the result's type, in which TensorFlow.js computes. */
export function typed(call: Call, graph: GraphBuilder): Tensor[] {
  return call.list.map((x) => graph.cast(x, output(call).type));
}
