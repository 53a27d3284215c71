/**
 * Group: works that are done together, tile by tile, and the conditions for that.
 *
 * A group has one shape, whose last dimension is a row. Its works are on whole tiles, or on one number a row (what reductions of rows
 * give, and what is computed from those alone). What one work gives another in the group must be the same element of the same tile.
 */
import { denseStrides, isDense, reshaped, sizeOf, type BaseId, type View } from "./view.ts";
import type { MapWork, OtherWork, ProductWork, TileWork } from "./work.ts";

export interface TileGroup {
  readonly kind: "tile";
  readonly works: readonly TileWork[];
  readonly shape: readonly number[];
}

/** A product and what is done to each piece of its result. */
export interface ProductGroup {
  readonly kind: "product";
  readonly work: ProductWork;
  readonly after: readonly MapWork[];
  /** [all rows, N] */
  readonly shape: readonly number[];
}

export interface OtherGroup {
  readonly kind: "other";
  readonly work: OtherWork;
}

export type Group = TileGroup | ProductGroup | OtherGroup;

/** Rows that are longer do not fit the cache beside others. */
export const longestRow = 2 ** 16;

/** The form of a value in a tile: all of it, or one number a row. */
type Form = "tile" | "perRow";

export interface Placed {
  readonly work: TileWork;
  /** Of the result. */
  readonly form: Form;
  /** Operands in the group's shape, or, for works on one number a row, in that without the last dimension. */
  readonly from: readonly View[];
  /** Likewise; for reductions down the columns, the row that they add to. */
  readonly to: View;
}

const sameStrides = (view: View, strides: readonly number[]): boolean =>
  view.offset === 0 && view.shape.every((size, axis) => size === 1 || view.strides[axis] === strides[axis]);

class Placing {
  readonly #shape: readonly number[];
  readonly #outer: readonly number[];
  readonly #forms = new Map<BaseId, Form>();

  constructor(shape: readonly number[]) {
    this.#shape = shape;
    this.#outer = shape.slice(0, -1);
  }

  place(work: TileWork): Placed | undefined {
    const placed = work.kind === "map" ? this.#map(work) : this.#reduction(work);
    if (placed) this.#forms.set(work.to.base, placed.form);
    return placed;
  }

  #map(work: MapWork): Placed | undefined {
    const size = sizeOf(work.to.shape);
    if (size === sizeOf(this.#shape)) return this.#placed(work, "tile");
    return size === sizeOf(this.#outer) ? this.#placed(work, "perRow") : undefined;
  }

  #placed(work: MapWork, form: Form): Placed | undefined {
    const shape = form === "tile" ? this.#shape : this.#outer;
    const to = reshaped(work.to, shape);
    const from = work.from.map((view) => this.#operand(view, form));
    if (to === undefined || from.includes(undefined)) return undefined;
    // One number a row is written side by side.
    if (form === "perRow" && !isDense(to)) return undefined;
    return { work, form, from: from as View[], to };
  }

  /** Rows are reduced within a tile, which holds all of each. */
  #reduction(work: Exclude<TileWork, MapWork>): Placed | undefined {
    const [from] = work.from;
    if (from.shape.at(-1) !== this.#shape.at(-1) || sizeOf(from.shape) !== sizeOf(this.#shape))
      return undefined;
    if (work.kind === "columns" && this.#shape.length !== 2) return undefined;
    const operand = this.#operand(from, "tile");
    if (operand === undefined) return undefined;
    const to = work.kind === "rows" ? reshaped(work.to, this.#outer) : work.to;
    return to && { work, form: "perRow", from: [operand], to };
  }

  #operand(view: View, form: Form): View | undefined {
    const own = this.#forms.get(view.base);
    const shape = form === "tile" ? this.#shape : this.#outer;
    const found = reshaped(view, shape);
    if (found === undefined) return undefined;
    if (own === undefined) return form === "tile" || isOnePerRow(found) ? found : undefined;
    if (own === form) return sameStrides(found, denseStrides(shape)) ? found : undefined;
    if (form === "perRow") return undefined;
    return sameStrides(found, [...denseStrides(this.#outer), 0]) ? found : undefined;
  }
}

/** Side by side, or the same for all rows. */
const isOnePerRow = (view: View): boolean =>
  isDense(view) || view.strides.every((stride, axis) => stride === 0 || view.shape[axis] === 1);

/** The works in a shape, or undefined if they cannot be done together in it. */
export function placed(works: readonly TileWork[], shape: readonly number[]): Placed[] | undefined {
  const kinds = new Set(works.map(({ kind }) => kind));
  if (kinds.has("rows") && (kinds.has("columns") || (works.length > 1 && shape.at(-1)! > longestRow)))
    return undefined;
  const placing = new Placing(shape);
  const list: Placed[] = [];
  for (const work of works) {
    const one = placing.place(work);
    // A number a row, where sums run down the columns, would be wanted from rows that no tile holds.
    if (one === undefined || (kinds.has("columns") && work.kind === "map" && one.form === "perRow"))
      return undefined;
    list.push(one);
  }
  return list;
}

/** The shape that a work has by itself, without dimensions of 1. */
export function ownShape(work: TileWork): number[] {
  const { shape } = work.from[0]!;
  if (work.kind === "columns") return [...shape];
  if (work.kind === "rows") return [...shape.slice(0, -1).filter((size) => size !== 1), shape.at(-1)!];
  const dimensions = work.to.shape.filter((size) => size !== 1);
  return dimensions.length === 0 ? [1] : dimensions;
}

/** The first of some shapes in which the works can be done together. */
export function commonShape(
  works: readonly TileWork[],
  shapes: readonly (readonly number[])[],
): readonly number[] | undefined {
  return shapes.find((shape) => placed(works, shape) !== undefined);
}
