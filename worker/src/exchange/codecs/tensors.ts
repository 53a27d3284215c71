/** Where a model's parameters lie in its flat gradient. */
import type { Segment, TensorLayout } from "./codec.ts";

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

/** A segment per tensor, of its own length. */
export function wholeSegments(tensors: readonly TensorLayout[], raw: boolean): Segment[] {
  return tensors.map(({ name, shape, from }) => ({ name, from, to: from + numelOf(shape), raw }));
}

/** A segment per tensor of the given share of its elements, at least one unless it has none. */
export function shrunkSegments(tensors: readonly TensorLayout[], fraction: number): Segment[] {
  let at = 0;
  return tensors.map(({ name, shape }) => {
    const from = at;
    at += shrunkLength(numelOf(shape), fraction);
    return { name, from, to: at, raw: false };
  });
}

export function shrunkLength(numel: number, fraction: number): number {
  return Math.min(numel, Math.max(1, Math.floor(fraction * numel)));
}
