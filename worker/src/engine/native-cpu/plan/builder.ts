/**
 * PlanBuilder: collects works and the memory between them while the kernels of a record are translated one by one.
 */
import type { ConstantData, DataType } from "../../record/graph.ts";
import { broadcast, cut, denseView, isDense, reshaped, sizeOf, type BaseId, type View } from "./view.ts";
import type { OtherWork, Purpose, Work } from "./work.ts";

/** A piece of memory and where it comes from. */
export type Base =
  | { readonly kind: "work"; readonly size: number }
  /** Of the caller's. */
  | { readonly kind: "vector"; readonly size: number; readonly vector: string }
  /** Truth values are 0 and 1, of 4 bytes as everything. */
  | { readonly kind: "constant"; readonly size: number; readonly data: Float32Array | Int32Array };

/** A value of the record. */
export interface Operand {
  readonly view: View;
  readonly dtype: DataType;
}

export interface MapOptions {
  readonly shape?: readonly number[];
  readonly x?: number;
  readonly y?: number;
}

export class PlanBuilder {
  readonly bases: Base[] = [];
  readonly works: Work[] = [];
  purpose: Purpose = { kernel: "", place: "" };
  readonly #scalars = new Map<string, View>();

  base(base: Base): BaseId {
    return this.bases.push(base) - 1;
  }

  /** New memory for a result. */
  result(shape: readonly number[]): View {
    return denseView(this.base({ kind: "work", size: sizeOf(shape) }), shape);
  }

  constant(data: ConstantData, shape: readonly number[]): View {
    const wide = data instanceof Uint8Array ? Int32Array.from(data) : data;
    return denseView(this.base({ kind: "constant", size: wide.length, data: wide }), shape);
  }

  scalar(value: number, isWhole = false): View {
    const key = `${isWhole} ${Object.is(value, -0) ? "-0" : value}`;
    const known = this.#scalars.get(key);
    if (known !== undefined) return known;
    const view = this.constant(isWhole ? Int32Array.of(value) : Float32Array.of(value), []);
    this.#scalars.set(key, view);
    return view;
  }

  /** Element by element; operands are repeated to the result's shape, which is that of the first by default. */
  map(
    operation: string,
    from: readonly View[],
    { shape = from[0]!.shape, x = 0, y = 0 }: MapOptions = {},
  ): View {
    const to = this.result(shape);
    this.#map(operation, { from, to, x, y });
    return to;
  }

  #map(
    operation: string,
    { from, to, x, y }: { from: readonly View[]; to: View; x: number; y: number },
  ): void {
    const wide = from.map((view) => broadcast(view, to.shape));
    this.works.push({ kind: "map", operation, from: wide, to, x, y, purpose: this.purpose });
  }

  /** Copies into a piece of memory that already is. */
  copyInto(to: View, from: View): void {
    this.#map("copy", { from: [from], to, x: 0, y: 0 });
  }

  /** The same numbers side by side. */
  dense(view: View): View {
    return isDense(view) ? view : this.map("copy", [view]);
  }

  /** The same numbers in another shape, copied only if there is no other way. */
  reshape(view: View, shape: readonly number[]): View {
    return reshaped(view, shape) ?? reshaped(this.dense(view), shape)!;
  }

  /** [..., C] → [...] */
  rows(operation: string, from: View): View {
    const to = this.result(from.shape.slice(0, -1));
    this.works.push({
      kind: "rows",
      operation: `rows:${operation}`,
      from: [from],
      to,
      purpose: this.purpose,
    });
    return to;
  }

  /** [R, C] → [C] */
  columns(operation: string, from: View): View {
    const to = this.result(from.shape.slice(1));
    this.works.push({
      kind: "columns",
      operation: `columns:${operation}`,
      from: [from],
      to,
      purpose: this.purpose,
    });
    return to;
  }

  /** [P, M, K] and [P, K, N] → [P, M, N] */
  product(a: View, b: View): View {
    const to = this.result([a.shape[0]!, a.shape[1]!, b.shape[2]!]);
    this.works.push({ kind: "product", from: [a, b], to, purpose: this.purpose });
    return to;
  }

  /** @param shapes of the results */
  other(
    step: OtherWork["step"],
    numbers: readonly number[],
    { from, shapes }: { from: readonly View[]; shapes: readonly (readonly number[])[] },
  ): View[] {
    const [to, ...more] = shapes.map((shape) => this.result(shape)) as [View, ...View[]];
    const dense = from.map((view) => this.dense(view));
    this.works.push({ kind: "other", step, numbers, from: dense, to, more, purpose: this.purpose });
    return [to, ...more];
  }

  /** Pieces side by side along an axis. What already lies so is not copied. */
  concat(pieces: readonly View[], axis: number): View {
    const first = pieces[0]!;
    const length = pieces.reduce((sum, { shape }) => sum + shape[axis]!, 0);
    const shape = first.shape.with(axis, length);
    if (this.#lieSideBySide(pieces, axis)) return denseView(first.base, shape, first.offset);
    const whole = this.result(shape);
    let from = 0;
    for (const piece of pieces) {
      const begin = shape.map((_, i) => (i === axis ? from : 0));
      this.copyInto(cut(whole, { begin, size: piece.shape }), piece);
      from += piece.shape[axis]!;
    }
    return whole;
  }

  #lieSideBySide(pieces: readonly View[], axis: number): boolean {
    let next = pieces[0]!.offset;
    return (
      sizeOf(pieces[0]!.shape.slice(0, axis)) === 1 &&
      pieces.every((piece) => {
        const follows = piece.base === pieces[0]!.base && piece.offset === next && piece.after === undefined;
        next += sizeOf(piece.shape);
        return follows && isDense(piece);
      })
    );
  }
}
