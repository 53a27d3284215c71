import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { broadcast, cut, denseView, reshaped, sizeOf, transposed, type View } from "./view.ts";

/** The positions that a view reads, in its order: what any two ways to the same tensor must agree in. */
function positions({ offset, shape, strides }: View): number[] {
  let list = [offset];
  shape.forEach((size, axis) => {
    list = list.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * strides[axis]!));
  });
  return list;
}

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

/** Dense, or turned, cut, reversed or repeated. */
const views = shapes.chain((shape) =>
  fc
    .record({
      order: fc.shuffledSubarray(
        shape.map((_, axis) => axis),
        { minLength: shape.length },
      ),
      backwards: fc.boolean(),
      repeats: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ order, backwards, repeats }): View => {
      const turned = transposed(denseView(0, shape), order);
      const begin = turned.shape.map((size, axis) => (axis === 0 && backwards ? size - 1 : 0));
      const strides = turned.shape.map((_, axis) => (axis === 0 && backwards ? -1 : 1));
      const piece = cut(turned, { begin, size: turned.shape, strides });
      return broadcast(piece, [repeats, ...piece.shape]);
    }),
);

/** All ways to cut a number of elements into dimensions, by its divisors. */
const shapesOf = (size: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }).map((wanted) => {
    const shape: number[] = [];
    let left = size;
    for (const factor of wanted) {
      if (left % factor !== 0) continue;
      shape.push(factor);
      left /= factor;
    }
    return [...shape, left];
  });

describe("reshaped", () => {
  it("reads the same numbers in the same order, or says that no strides can", () => {
    fc.assert(
      fc.property(
        views.chain((view) => fc.tuple(fc.constant(view), shapesOf(sizeOf(view.shape)))),
        ([view, shape]) => {
          const found = reshaped(view, shape);
          if (found !== undefined) expect(positions(found)).toEqual(positions(view));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("finds strides wherever dimensions are only split, and back", () => {
    fc.assert(
      fc.property(views, (view) => {
        const split = view.shape.flatMap((size) => (size % 2 === 0 ? [2, size / 2] : [1, size]));
        const found = reshaped(view, split);
        expect(found).toBeDefined();
        expect(reshaped(found!, view.shape)).toBeDefined();
      }),
    );
  });

  it("does not pretend that a transposed matrix lies in one row", () => {
    expect(reshaped(transposed(denseView(0, [2, 3]), [1, 0]), [6])).toBeUndefined();
  });
});
