/** Where a model's parameters lie in its flat gradient. */
import type { TensorLayout } from "./codec.ts";

/** @param parameters in parameter order; `Model.parameters` fits as it is */
export function tensorLayouts(
  parameters: readonly { name: string; shape: readonly number[] }[],
): TensorLayout[] {
  let at = 0;
  return parameters.map(({ name, shape }) => {
    const from = at;
    at += numelOf(shape);
    return { name, shape, from };
  });
}

export function numelOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
