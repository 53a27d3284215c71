/**
 * Lowering: how a recorded kernel is said in StableHLO. One row of the tables in this folder.
 */
import type { Attributes, DataType, Value } from "../../../record/graph.ts";
import type { HloBuilder } from "../builder.ts";
import { elementTypeOf, type Tensor } from "../types.ts";
import type { Operands } from "../../operands.ts";

export { named, operand } from "../../operands.ts";

/** How matrix products are computed; sums and everything else stay in float32. */
export type Products = "float32" | "bfloat16";

export interface Call extends Operands<Tensor> {
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
  readonly products: Products;
}

/** Emits operations and returns the results. */
export type Lowering = (call: Call, hlo: HloBuilder) => Tensor | readonly Tensor[];

export function output(call: Call): Value {
  return call.outputs[0]!;
}

export const outputType = (call: Call): (typeof elementTypeOf)[DataType] => elementTypeOf[output(call).dtype];
