/** Which tensors a low-rank codec factorises, and their shapes as matrices; the others travel as they are. */
import { normal } from "@plateau/scaling";
import type { CodecOptions, CodecState, Segment, ShardInput, TensorLayout } from "../codecs/codec.ts";
import { numelOf } from "../codecs/tensors.ts";
import { sharedVector } from "../shared-vector.ts";
import type { Source } from "./matrix.ts";

export interface Tensor {
  name: string;
  /** Place in the flat gradient. */
  from: number;
  to: number;
  /** Undefined: sent raw. */
  matrix?: MatrixPlan;
}

/** [dim0, rest] of the tensor's shape. */
export interface MatrixPlan {
  name: string;
  from: number;
  rows: number;
  columns: number;
  /** r' = min(r, rows, columns) */
  matrixRank: number;
  /** Among the compressed ones; tells their random streams apart. */
  index: number;
}

/**
 * A tensor is factorised if it has two sides and shrinks by more than `minCompressionRatio`.
 *
 * @param factors that travel in a step, 1 (on alternating sides) or 2: factors·r·(m + n)/2 numbers on average
 */
export function planTensors(
  { tensors }: CodecOptions,
  {
    matrixRank,
    minCompressionRatio,
    factors,
  }: { matrixRank: number; minCompressionRatio: number; factors: number },
): Tensor[] {
  let index = 0;
  return tensors.map(({ name, shape, from }) => {
    const numel = numelOf(shape);
    const tensor = { name, from, to: from + numel };
    const sides = sidesOf({ name, shape, from });
    if (!sides) return tensor;
    const { rows, columns } = sides;
    const r = Math.min(matrixRank, rows, columns);
    if (!(numel / (0.5 * factors * r * (rows + columns)) > minCompressionRatio)) return tensor;
    return { ...tensor, matrix: { name, from, rows, columns, matrixRank: r, index: index++ } };
  });
}

function sidesOf({ shape }: TensorLayout): { rows: number; columns: number } | undefined {
  const numel = numelOf(shape);
  if (shape.length < 2 || numel === 0) return undefined;
  return { rows: shape[0]!, columns: numel / shape[0]! };
}

export function matricesOf(tensors: readonly Tensor[]): MatrixPlan[] {
  return tensors.map(({ matrix }) => matrix).filter((matrix) => matrix !== undefined);
}

/** Segments of a payload. @param lengthOf of the factor that stands for a matrix; undefined = raw */
export function segmentsOf(
  tensors: readonly Tensor[],
  lengthOf: (matrix: MatrixPlan) => number | undefined,
): readonly Segment[] {
  let at = 0;
  return tensors.map(({ name, from, to, matrix }) => {
    const length = matrix && lengthOf(matrix);
    const start = at;
    at += length ?? to - from;
    return { name, from: start, to: at, raw: length === undefined };
  });
}

/** A factor of independent standard normal numbers. */
export function randomFactor(length: number, columns: number, key: number): Float32Array {
  const factor = sharedVector(length * columns);
  for (let i = 0; i < factor.length; i++) factor[i] = normal(key, i);
  return factor;
}

/** Memory of one shard: what was left of each factorised tensor. */
export function createResiduals(matrices: readonly MatrixPlan[]): CodecState {
  return Object.fromEntries(
    matrices.map(({ name, rows, columns }) => [residualName(name), sharedVector(rows * columns)]),
  );
}

export function residualName(tensor: string): string {
  return `residual.${tensor}`;
}

/** A shard's gradient and residual of one tensor as a matrix. */
export function sourceOf(
  { name, from, rows, columns }: MatrixPlan,
  { gradient, memory }: ShardInput,
): Source {
  return { rows, columns, gradient, at: from, residual: memory[residualName(name)] };
}
