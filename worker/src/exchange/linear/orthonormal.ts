/**
 * Orthonormal basis of a factor's columns: Gram-Schmidt, each column projected twice, every matrix by its own norms. A column that
 * depends on those before it (a zero gradient, fewer than r directions) is replaced by a random one, the same everywhere, so that
 * the basis keeps its size and can find new directions.
 */
import { normal, streamKey } from "@plateau/scaling";
import { ExchangeError } from "../errors.ts";
import { columnStart, group, type Factor } from "./matrix.ts";

/** A column of which less than this share is left depends on the others: float32 input is exact to 6e-8 only. */
const independent = 1e-10;
/** Keeps the replacements apart from other random streams. */
const replacementTag = 0x6f727468;

/**
 * Orthonormalise in place; needs no more columns than rows.
 *
 * @param what names the factor in the error
 * @throws ExchangeError E_NOT_FINITE if it holds NaN or infinities: nothing has changed
 */
export function orthonormalize(factor: Factor, what: string): Factor {
  const { length, columns, values } = factor;
  if (!isFinite(values)) {
    throw new ExchangeError(
      "E_NOT_FINITE",
      `The factor of ${what} holds NaN or infinite numbers, of which there is no basis. Nothing was applied.`,
    );
  }
  for (let c = 0; c < columns; c++) {
    const start = columnStart(length, c);
    const before = norm(values, start, length);
    project(factor, c);
    if (!(norm(values, start, length) > independent * before)) replace(factor, c);
    scale(values, start, length, 1 / norm(values, start, length));
    project(factor, c);
    scale(values, start, length, 1 / norm(values, start, length));
  }
  return factor;
}

/** A sum of zeros unless something is not finite: no squares, which could overflow. */
function isFinite(values: Float64Array): boolean {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += values[i]! * 0;
  return zero === 0;
}

/** Puts a random direction outside the earlier columns in the place of column c. */
function replace(factor: Factor, c: number): void {
  const { length, values } = factor;
  const start = columnStart(length, c);
  for (let attempt = 0; ; attempt++) {
    const key = streamKey(replacementTag, c, attempt);
    for (let i = 0; i < length; i++) values[start + group * i] = normal(key, i);
    const before = norm(values, start, length);
    project(factor, c);
    // Of a random direction hardly ever so little lies outside fewer than `length` others.
    if (norm(values, start, length) > 1e-6 * before) return;
  }
}

/** Takes what lies along the earlier columns out of column c. */
function project({ length, values }: Factor, c: number): void {
  const start = columnStart(length, c);
  for (let b = 0; b < c; b++) {
    const other = columnStart(length, b);
    let along = 0;
    for (let i = 0; i < group * length; i += group) along += values[start + i]! * values[other + i]!;
    for (let i = 0; i < group * length; i += group) {
      values[start + i] = values[start + i]! - along * values[other + i]!;
    }
  }
}

function norm(values: Float64Array, start: number, length: number): number {
  let squares = 0;
  for (let i = 0; i < group * length; i += group) squares += values[start + i]! ** 2;
  return Math.sqrt(squares);
}

function scale(values: Float64Array, start: number, length: number, by: number): void {
  for (let i = 0; i < group * length; i += group) values[start + i] = values[start + i]! * by;
}
