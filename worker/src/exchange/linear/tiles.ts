/**
 * Tiles: pieces of a matrix in the memory of the WebAssembly kernels (thin.wat), widened to float64, with the factors that they are
 * multiplied by. A matrix passes through one tile after the other, so that a piece stays in the cache for all of a factor's columns.
 */
import { group, groupsOf, type Factor } from "./matrix.ts";
import { wasmBase64 } from "./thin.generated.ts";

/** Elements of a tile: with a factor's rows it lies in the second-level cache. */
export const tileElements = 16 * 1024;
/** What the kernels take at once. */
const rowsAtOnce = 4;
/** Widest tile. */
const maxWidth = tileElements / rowsAtOnce;
const bytes = 8;
/** Of a row of a factor. */
const rowBytes = group * bytes;
const pageBytes = 64 * 1024;

/** As much of the interface as is used here; the compiler's own stands in its library for browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: object };
};

/** Tile, its rows and width, and two factors; addresses in bytes. */
type Kernel = (x: number, ...numbers: [rows: number, width: number, a: number, b: number]) => void;

/** An instance has memory of its own, so each thread that loads this module has one. */
const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(wasmBase64, "base64")));
const kernels = instance.exports as {
  memory: { buffer: ArrayBuffer; grow(pages: number): void };
  times: Kernel;
  timesTransposed: Kernel;
  addOuter: Kernel;
  widen(x: number, count: number, gradient: number, residual: number): void;
  narrow(x: number, count: number, target: number): number;
};

/**
 * Where pieces of float32 vectors stand on their way in and out. One more than a tile: shared memory is copied eight bytes at a time
 * if source and target begin at the same half of eight bytes, else byte by byte.
 */
const floatBytes = 4 * (tileElements + 2);
const gradientAt = bytes * (tileElements + 2);
const residualAt = gradientAt + floatBytes;
const factorsAt = residualAt + floatBytes;

/** Where a tile lies in its matrix. */
export interface Tile {
  firstRow: number;
  rows: number;
  firstColumn: number;
  width: number;
}

/** Tiles of a matrix, row by row: as many whole rows as fit, or pieces of a few rows if they are very wide. */
export function* tilesOf({ rows, columns }: { rows: number; columns: number }): Generator<Tile> {
  const width = Math.min(columns, maxWidth);
  const height = rowsAtOnce * Math.floor(tileElements / width / rowsAtOnce);
  for (let firstRow = 0; firstRow < rows; firstRow += height) {
    for (let firstColumn = 0; firstColumn < columns; firstColumn += width) {
      yield {
        firstRow,
        rows: Math.min(height, rows - firstRow),
        firstColumn,
        width: Math.min(width, columns - firstColumn),
      };
    }
  }
}

/** A vector that a tile comes from or goes to: the matrix lies in it from `at` on, row by row. */
export interface Place {
  vector: Float32Array;
  at: number;
}

/** A tile and two factors in the kernels' memory, until the next one is made. */
export class Workspace {
  readonly #columns: number;
  readonly #left: number;
  readonly #right: number;
  readonly #leftLength: number;
  readonly #rightLength: number;
  readonly #groups: number;

  /** Room for factors of two lengths and as many columns. */
  constructor({ rows, columns }: { rows: number; columns: number }, matrixRank: number) {
    this.#groups = groupsOf(matrixRank);
    this.#leftLength = rows;
    this.#rightLength = columns;
    this.#columns = columns;
    this.#left = factorsAt;
    this.#right = this.#left + rowBytes * this.#groups * rows;
    reserve(this.#right + rowBytes * this.#groups * columns);
  }

  /** tile = gradient + residual, or zeros. */
  load(tile: Tile, gradient?: Place, residual?: Place): void {
    const count = tile.rows * tile.width;
    const values = new Float64Array(kernels.memory.buffer, 0, count);
    if (!gradient) values.fill(0);
    else if (!residual) this.#rows(tile, gradient, (row, at) => values.set(row, at));
    else
      kernels.widen(0, count, this.#take(tile, gradient, gradientAt), this.#take(tile, residual, residualAt));
  }

  /** Rounds the tile to float32. @returns its squared L2 norm, before rounding */
  store(tile: Tile, target: Place): number {
    const count = tile.rows * tile.width;
    const start = gradientAt + 4 * (this.#start(tile, target) & 1);
    const squares = kernels.narrow(0, count, start);
    const floats = new Float32Array(kernels.memory.buffer, start, count);
    this.#rows(tile, target, (row, at) => row.set(floats.subarray(at, at + row.length)));
    return squares;
  }

  /** Copies a tile's part of a vector. @returns where it stands */
  #take(tile: Tile, source: Place, room: number): number {
    const start = room + 4 * (this.#start(tile, source) & 1);
    const floats = new Float32Array(kernels.memory.buffer, start, tile.rows * tile.width);
    this.#rows(tile, source, (row, at) => floats.set(row, at));
    return start;
  }

  /** Pieces of a vector that lie in one, and their places in the tile: all rows at once if they are whole. */
  #rows(tile: Tile, place: Place, visit: (piece: Float32Array, at: number) => void): void {
    const { rows, width } = tile;
    const start = this.#start(tile, place);
    if (width === this.#columns) return visit(place.vector.subarray(start, start + rows * width), 0);
    for (let i = 0; i < rows; i++) {
      const from = start + i * this.#columns;
      visit(place.vector.subarray(from, from + width), i * width);
    }
  }

  #start({ firstRow, firstColumn }: Tile, { at }: Place): number {
    return at + firstRow * this.#columns + firstColumn;
  }

  /** The factor of the matrix's rows, [m × r]: a view. */
  get left(): Float64Array {
    return new Float64Array(kernels.memory.buffer, this.#left, this.#groups * group * this.#leftLength);
  }

  /** The factor of its columns, [n × r]: a view. */
  get right(): Float64Array {
    return new Float64Array(kernels.memory.buffer, this.#right, this.#groups * group * this.#rightLength);
  }

  /** left += tile · right */
  times({ firstRow, rows, firstColumn, width }: Tile): void {
    for (let g = 0; g < this.#groups; g++) {
      kernels.times(0, rows, width, this.#rightAt(g, firstColumn), this.#leftAt(g, firstRow));
    }
  }

  /** right += tileᵀ · left */
  timesTransposed({ firstRow, rows, firstColumn, width }: Tile): void {
    for (let g = 0; g < this.#groups; g++) {
      kernels.timesTransposed(0, rows, width, this.#leftAt(g, firstRow), this.#rightAt(g, firstColumn));
    }
  }

  /** tile += left · rightᵀ */
  addOuter({ firstRow, rows, firstColumn, width }: Tile): void {
    for (let g = 0; g < this.#groups; g++) {
      kernels.addOuter(0, rows, width, this.#leftAt(g, firstRow), this.#rightAt(g, firstColumn));
    }
  }

  #leftAt(g: number, row: number): number {
    return this.#left + rowBytes * (g * this.#leftLength + row);
  }

  #rightAt(g: number, column: number): number {
    return this.#right + rowBytes * (g * this.#rightLength + column);
  }
}

function reserve(needed: number): void {
  const lacking = needed - kernels.memory.buffer.byteLength;
  if (lacking > 0) kernels.memory.grow(Math.ceil(lacking / pageBytes));
}

/** Copies a factor's values. */
export function place(factor: Factor, target: Float64Array, sign: 1 | -1 = 1): void {
  const { values } = factor;
  if (sign === 1) target.set(values);
  else for (let i = 0; i < values.length; i++) target[i] = -values[i]!;
}
