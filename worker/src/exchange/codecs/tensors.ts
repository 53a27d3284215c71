/** Where a model's parameters lie in its flat gradient. */
import type { Segment, TensorLayout } from "./codec.ts";

/**
 * Queries, keys and values of a layer lie side by side and count as one matrix, as in the models that the papers compress: one
 * factor instead of three.
 *
 * @param parameters in parameter order; `Model.parameters` fits as it is
 */
export function tensorLayouts(
  parameters: readonly { name: string; shape: readonly number[] }[],
): TensorLayout[] {
  const layouts: TensorLayout[] = [];
  let at = 0;
  for (const { name, shape } of parameters) {
    const joined = joinedName(name);
    const last = layouts.at(-1);
    if (joined !== undefined && last?.name === joined && last.shape[1] === shape[1]) {
      layouts[layouts.length - 1] = { ...last, shape: [last.shape[0]! + shape[0]!, shape[1]!] };
    } else layouts.push({ name: joined ?? name, shape, from: at });
    at += numelOf(shape);
  }
  return layouts;
}

function joinedName(name: string): string | undefined {
  const match = /^(.*\.attention)\.(?:query|key|value)\.weight$/.exec(name);
  return match ? `${match[1]}.queryKeyValue.weight` : undefined;
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
