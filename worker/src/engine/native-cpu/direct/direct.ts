/**
 * Direct: products, attention and functions of the native engine called by themselves, outside a plan, for tests and benches. Calls compute
 * on the calling thread and on threads made for the call.
 */
import type { Addon } from "../addon.ts";

/** Element (i, j) at data[offset + i · rowStride + j · columnStride]. */
export interface Operand {
  data: Float32Array;
  offset?: number;
  rowStride: number;
  columnStride: number;
}

/** C = A·B, or C += A·B. */
export interface DirectProduct {
  rows: number;
  columns: number;
  depth: number;
  a: Operand;
  b: Operand;
  c: Float32Array;
  cOffset?: number;
  cStride: number;
  accumulate?: boolean;
  /** [rows, columns]: how often an epilogue saw each element of C is added to it. It doubles the element. */
  counts?: Float32Array;
}

export interface DirectAttention {
  batch: number;
  heads: number;
  keyHeads: number;
  queries: number;
  keys: number;
  width: number;
  causal: boolean;
  scale: number;
}

/** [batch, time, heads, width] each, but the log of the sums: [batch, heads, queries]. */
export interface AttentionVectors {
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
  o: Float32Array;
  logSumExp: Float32Array;
  outputGradient: Float32Array;
  dq: Float32Array;
  dk: Float32Array;
  dv: Float32Array;
}

/** How it is computed. */
export interface Way {
  threads: number;
  instructionSet: string;
}

/** @returns nanoseconds of each repetition; the results of a call may not overlap */
export function multiply(addon: Addon, way: Way, products: readonly DirectProduct[], repeats = 1): number[] {
  const vectors: Float32Array[] = [];
  const place = (vector: Float32Array): number => vectors.push(vector) - 1;
  const operand = ({ data, offset = 0, rowStride, columnStride }: Operand): number[] => [
    place(data),
    offset,
    rowStride,
    columnStride,
  ];
  const numbers = products.flatMap(
    ({ rows, columns, depth, a, b, c, cOffset = 0, cStride, accumulate, counts }) => [
      rows,
      columns,
      depth,
      ...operand(a),
      ...operand(b),
      place(c),
      cOffset,
      cStride,
      accumulate === true ? 1 : 0,
      counts === undefined ? -1 : place(counts),
    ],
  );
  return addon.multiplyDirectly(
    way.threads,
    way.instructionSet,
    Float64Array.from(numbers),
    vectors,
    repeats,
  );
}

/** Forward, then backward. @returns nanoseconds of each repetition of both */
export function attend(
  addon: Addon,
  way: Way,
  { shape, vectors, repeats = 1 }: { shape: DirectAttention; vectors: AttentionVectors; repeats?: number },
): { forward: number[]; backward: number[] } {
  const { batch, heads, keyHeads, queries, keys, width, causal, scale } = shape;
  const numbers = [batch, heads, keyHeads, queries, keys, width, causal ? 1 : 0, scale];
  const { q, k, v, o, logSumExp, outputGradient, dq, dk, dv } = vectors;
  const times = addon.attendDirectly(
    way.threads,
    way.instructionSet,
    Float64Array.from(numbers),
    [q, k, v, o, logSumExp, outputGradient, dq, dk, dv],
    repeats,
  );
  return { forward: times.slice(0, repeats), backward: times.slice(repeats) };
}
