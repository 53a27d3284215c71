/**
 * Products of a matrix M (gradient + residual) with a factor of few columns. M is read once for every four columns, the factor
 * stays in the cache; sums run in float64 and in a fixed order, so the bits are the same everywhere.
 */
import { createFactor, group, groupsOf, type Factor, type Source } from "./matrix.ts";

/** M as the kernels walk it: without a residual the same row of zeros is added to every row. */
interface Walk {
  gradient: Float32Array;
  at: number;
  residual: Float32Array;
  /** From a row of the residual to the next. */
  stride: number;
  rows: number;
  columns: number;
}

function walk({ rows, columns, gradient, at, residual }: Source): Walk {
  return residual
    ? { gradient, at, residual, stride: columns, rows, columns }
    : { gradient, at, residual: new Float32Array(columns), stride: 0, rows, columns };
}

/** F = Mᵀ U. @param left U: [m × r] @returns [n × r] */
export function timesTransposed(source: Source, left: Factor): Factor {
  const product = createFactor(source.columns, left.columns);
  const matrix = walk(source);
  for (let g = 0; g < groupsOf(left.columns); g++) {
    const from = group * g;
    const weights = left.values.subarray(from * left.length, (from + group) * left.length);
    const sums = product.values.subarray(from * product.length, (from + group) * product.length);
    for (let i = 0; i < matrix.rows; i += 2) addTwoRows(matrix, i, weights, sums);
  }
  return product;
}

/** sums += Mᵀ U of rows i and i + 1, four columns. */
function addTwoRows(matrix: Walk, i: number, weights: Float64Array, sums: Float64Array): void {
  const { gradient, residual, stride, columns } = matrix;
  // After the last row comes itself once more, with no weight.
  const next = i + 1 < matrix.rows ? 1 : 0;
  const [p, q] = [matrix.at + i * columns, matrix.at + (i + next) * columns];
  const [r, s] = [i * stride, (i + next) * stride];
  const w = group * i;
  const [a, b, c, d] = [weights[w]!, weights[w + 1]!, weights[w + 2]!, weights[w + 3]!];
  const v = w + group;
  const a2 = next * (weights[v] ?? 0);
  const b2 = next * (weights[v + 1] ?? 0);
  const c2 = next * (weights[v + 2] ?? 0);
  const d2 = next * (weights[v + 3] ?? 0);
  for (let j = 0; j < columns; j++) {
    const x = gradient[p + j]! + residual[r + j]!;
    const y = gradient[q + j]! + residual[s + j]!;
    const k = group * j;
    sums[k] = sums[k]! + x * a + y * a2;
    sums[k + 1] = sums[k + 1]! + x * b + y * b2;
    sums[k + 2] = sums[k + 2]! + x * c + y * c2;
    sums[k + 3] = sums[k + 3]! + x * d + y * d2;
  }
}

/** F = M U. @param right U: [n × r] @returns [m × r] */
export function times(source: Source, right: Factor): Factor {
  const product = createFactor(source.rows, right.columns);
  const matrix = walk(source);
  for (let g = 0; g < groupsOf(right.columns); g++) {
    const from = group * g;
    const factor = right.values.subarray(from * right.length, (from + group) * right.length);
    const sums = product.values.subarray(from * product.length, (from + group) * product.length);
    for (let i = 0; i < matrix.rows; i += 2) multiplyTwoRows(matrix, i, factor, sums);
  }
  return product;
}

/** Rows i and i + 1 of M U, four columns. */
function multiplyTwoRows(matrix: Walk, i: number, factor: Float64Array, product: Float64Array): void {
  const { gradient, residual, stride, columns } = matrix;
  const next = i + 1 < matrix.rows ? 1 : 0;
  const [p, q] = [matrix.at + i * columns, matrix.at + (i + next) * columns];
  const [r, s] = [i * stride, (i + next) * stride];
  let [a, b, c, d] = [0, 0, 0, 0];
  let [a2, b2, c2, d2] = [0, 0, 0, 0];
  for (let j = 0; j < columns; j++) {
    const x = gradient[p + j]! + residual[r + j]!;
    const y = gradient[q + j]! + residual[s + j]!;
    const k = group * j;
    const [f, g, h, l] = [factor[k]!, factor[k + 1]!, factor[k + 2]!, factor[k + 3]!];
    a += x * f;
    b += x * g;
    c += x * h;
    d += x * l;
    a2 += y * f;
    b2 += y * g;
    c2 += y * h;
    d2 += y * l;
  }
  product.set(next === 1 ? [a, b, c, d, a2, b2, c2, d2] : [a, b, c, d], group * i);
}

/** Writes left · rightᵀ. @param target float32, overwritten from `at` on with [m × n] row by row */
export function writeOuter(left: Factor, right: Factor, target: Float32Array, at: number): void {
  const columns = right.length;
  const row = new Float64Array(columns);
  for (let i = 0; i < left.length; i++) {
    row.fill(0);
    addOuterRow(row, i, left, right);
    const start = at + i * columns;
    for (let j = 0; j < columns; j++) target[start + j] = row[j]!;
  }
}

/**
 * What a factorisation leaves: residual ← gradient + residual − left · rightᵀ.
 *
 * @returns squared L2 norm of the new residual
 */
export function keepRest(source: Source & { residual: Float32Array }, left: Factor, right: Factor): number {
  const { rows, columns, gradient, at, residual } = source;
  const row = new Float64Array(columns);
  let squares = 0;
  for (let i = 0; i < rows; i++) {
    row.fill(0);
    addOuterRow(row, i, left, right);
    const [g, e] = [at + i * columns, i * columns];
    for (let j = 0; j < columns; j++) {
      const rest = gradient[g + j]! + residual[e + j]! - row[j]!;
      residual[e + j] = rest;
      squares += rest * rest;
    }
  }
  return squares;
}

/** row += row i of left · rightᵀ. */
function addOuterRow(row: Float64Array, i: number, left: Factor, right: Factor): void {
  const { length, values } = right;
  for (let g = 0; g < groupsOf(right.columns); g++) {
    const w = group * (g * left.length + i);
    const [a, b, c, d] = [left.values[w]!, left.values[w + 1]!, left.values[w + 2]!, left.values[w + 3]!];
    const from = group * g * length;
    for (let j = 0; j < length; j++) {
      const k = from + group * j;
      row[j] = row[j]! + a * values[k]! + b * values[k + 1]! + (c * values[k + 2]! + d * values[k + 3]!);
    }
  }
}
