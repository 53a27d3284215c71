/**
 * Lowering: how a recorded kernel is said in ONNX operators. One row of the tables in this folder.
 */
import type { Attributes, DataType, Value } from "../../../record/graph.ts";
import type { OnnxBuilder } from "../builder.ts";
import type { AttributeValue } from "../model.ts";
import type { Operands } from "../../operands.ts";

export { operand } from "../../operands.ts";

export interface Operand extends Value {
  /** Name in the ONNX graph. */
  readonly name: string;
}

export interface Call extends Operands<Operand> {
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/** Emits nodes and returns the names of the results. */
export type Lowering = (call: Call, onnx: OnnxBuilder) => string | readonly string[];

/** Names of the operands, in order. */
export function names(call: Call): string[] {
  return call.list.map(({ name }) => name);
}

export function output(call: Call): Value {
  return call.outputs[0]!;
}

/** A kernel that is one operator on the same operands. */
export function direct(operator: string, attributes: Record<string, AttributeValue> = {}): Lowering {
  return (call, onnx) => onnx.emit(operator, names(call), { attributes });
}

export const isFloat = ({ dtype }: { dtype: DataType }): boolean => dtype === "float32";
