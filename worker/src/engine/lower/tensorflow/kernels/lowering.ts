/**
 * Lowering: how a recorded kernel is said in TensorFlow's operations. One row of the tables in this folder. TensorFlow.js's kernels
 * are modelled on them, so most rows only name the operation.
 */
import type { Attributes } from "../../../record/graph.ts";
import type { GraphBuilder, Tensor, Type } from "../builder.ts";
import type { Operands } from "../../operands.ts";

export { named, operand } from "../../operands.ts";

export interface Call extends Operands<Tensor> {
  readonly attributes: Attributes;
  readonly outputs: readonly Type[];
}

/** Adds operations and returns the results. */
export type Lowering = (call: Call, graph: GraphBuilder) => Tensor | readonly Tensor[];

export function output(call: Call): Type {
  return call.outputs[0]!;
}

/** The operands in the result's type, in which TensorFlow.js computes. */
export function typed(call: Call, graph: GraphBuilder): Tensor[] {
  return call.list.map((x) => graph.cast(x, output(call).type));
}
