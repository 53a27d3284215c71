/**
 * Products of a matrix M (gradient + residual) with a factor of few columns. M is read once, tile by tile, for all columns; sums run in
 * float64 and in a fixed order, so the bits are the same everywhere.
 */
import { createFactor, type Factor, type Source } from "./matrix.ts";
import { place, tilesOf, Workspace, type Tile } from "./tiles.ts";

/** F = Mᵀ U. @param left U: [m × r] @returns [n × r] */
export function timesTransposed(source: Source, left: Factor): Factor {
  const work = new Workspace(source, left.columns);
  place(left, work.left);
  work.right.fill(0);
  for (const tile of tilesOf(source)) {
    load(work, tile, source);
    work.timesTransposed(tile);
  }
  const product = createFactor(source.columns, left.columns);
  product.values.set(work.right);
  return product;
}

/** F = M U. @param right U: [n × r] @returns [m × r] */
export function times(source: Source, right: Factor): Factor {
  const work = new Workspace(source, right.columns);
  place(right, work.right);
  work.left.fill(0);
  for (const tile of tilesOf(source)) {
    load(work, tile, source);
    work.times(tile);
  }
  const product = createFactor(source.rows, right.columns);
  product.values.set(work.left);
  return product;
}

/** Writes left · rightᵀ. @param target float32, overwritten from `at` on with [m × n] row by row */
export function writeOuter(left: Factor, right: Factor, target: Float32Array, at: number): void {
  const shape = { rows: left.length, columns: right.length };
  const work = new Workspace(shape, left.columns);
  place(left, work.left);
  place(right, work.right);
  for (const tile of tilesOf(shape)) {
    work.load(tile);
    work.addOuter(tile);
    work.store(tile, { vector: target, at });
  }
}

/**
 * What a factorisation leaves: residual ← gradient + residual − left · rightᵀ.
 *
 * @returns squared L2 norm of the new residual
 */
export function keepRest(source: Source & { residual: Float32Array }, left: Factor, right: Factor): number {
  const { residual } = source;
  const work = new Workspace(source, left.columns);
  place(left, work.left, -1);
  place(right, work.right);
  let squares = 0;
  for (const tile of tilesOf(source)) {
    load(work, tile, source);
    work.addOuter(tile);
    squares += work.store(tile, { vector: residual, at: 0 });
  }
  return squares;
}

/** Gradient plus residual of a tile. */
function load(work: Workspace, tile: Tile, { gradient, at, residual }: Source): void {
  work.load(tile, { vector: gradient, at }, residual && { vector: residual, at: 0 });
}
