/**
 * Types: tensors of a StableHLO program and how they are written.
 */
import type { DataType } from "../../record/graph.ts";

/** As MLIR spells them. */
export type ElementType = "f32" | "i32" | "i1" | "bf16" | "i8";

export const elementTypeOf = { float32: "f32", int32: "i32", bool: "i1" } as const satisfies Record<
  DataType,
  ElementType
>;

/** A value of the program. */
export interface Tensor {
  /** `%v12` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** `tensor<2x3xf32>` */
export function typeText({ shape, type }: Pick<Tensor, "shape" | "type">): string {
  return `tensor<${[...shape, type].join("x")}>`;
}

export const sameShape = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();
