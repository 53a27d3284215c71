/**
 * Translation: how a recorded kernel is said in works. One row of the tables in this folder.
 */
import type { Operands } from "../../../lower/operands.ts";
import type { Attributes, Value } from "../../../record/graph.ts";
import type { Operand, PlanBuilder } from "../builder.ts";
import type { View } from "../view.ts";

export { named, operand } from "../../../lower/operands.ts";

export interface Call extends Operands<Operand> {
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
}

/** Adds works and returns the results. */
export type Translation = (call: Call, plan: PlanBuilder) => View | readonly View[];

export function output(call: Call): Value {
  return call.outputs[0]!;
}

export const isFloat = ({ dtype }: Pick<Value, "dtype">): boolean => dtype === "float32";

/** The numbers as float32. */
export function floats({ view, dtype }: Operand, plan: PlanBuilder): View {
  return dtype === "float32" ? view : plan.map("toFloat", [view]);
}

/** The numbers in a type that holds those of the operand. */
export function converted(operand: Operand, dtype: Value["dtype"], plan: PlanBuilder): View {
  return dtype === "float32" ? floats(operand, plan) : operand.view;
}
