/**
 * Matrices as products and factorisations take them: a gradient tensor in place, row by row, and factors of few columns in float64,
 * four columns side by side so that a product reads its matrix once for all four.
 */

/** A gradient tensor as a matrix, and what was left of it in earlier steps, which is added. */
export interface Source {
  rows: number;
  columns: number;
  gradient: Float32Array;
  /** Position of the matrix in `gradient`. */
  at: number;
  /** float32 [rows × columns] */
  residual?: Float32Array | undefined;
}

/** Columns side by side in a factor. */
export const group = 4;

/** [length × columns]; element (i, c) is at ⌊c/4⌋·4·length + 4i + c mod 4. Columns are filled up to a multiple of four with zeros. */
export interface Factor {
  length: number;
  columns: number;
  values: Float64Array;
}

export function createFactor(length: number, columns: number): Factor {
  return { length, columns, values: new Float64Array(groupsOf(columns) * group * length) };
}

export function groupsOf(columns: number): number {
  return Math.ceil(columns / group);
}

/** Position of the first element of a column; the following ones are `group` apart. */
export function columnStart(length: number, column: number): number {
  return (column - (column % group)) * length + (column % group);
}

/** @param vector float32 [length × columns] row by row, from `at` on */
export function readFactor(
  { length, columns }: Pick<Factor, "length" | "columns">,
  vector: Float32Array,
  at = 0,
): Factor {
  const factor = createFactor(length, columns);
  for (let c = 0; c < columns; c++) {
    const start = columnStart(length, c);
    for (let i = 0; i < length; i++) factor.values[start + group * i] = vector[at + i * columns + c]!;
  }
  return factor;
}

/** @param vector float32, overwritten from `at` on with [length × columns] row by row */
export function writeFactor({ length, columns, values }: Factor, vector: Float32Array, at = 0): void {
  for (let c = 0; c < columns; c++) {
    const start = columnStart(length, c);
    for (let i = 0; i < length; i++) vector[at + i * columns + c] = values[start + group * i]!;
  }
}
