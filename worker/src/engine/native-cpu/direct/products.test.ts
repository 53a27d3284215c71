import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { cacheFolder } from "../../install/installed.ts";
import { loadAddon, type Addon } from "../addon.ts";
import { multiply, type DirectProduct, type Operand } from "./direct.ts";

/** Written around and between C's rows; must stay. */
const untouched = 12345;

/** As [rows, columns] with this much behind each row or column, or both strides longer than one; `flat` has strides of 0. */
const layouts = ["rows", "columns", "neither", "flat"] as const;
type Layout = (typeof layouts)[number];

let addon: Addon;
let instructionSets: string[];
beforeAll(async () => {
  addon = await loadAddon(cacheFolder(process.env));
  instructionSets = addon.instructionSets();
});
/** Those that multiply and add in one rounding. */
const fused = (): string[] => instructionSets.filter((name) => name !== "plain");

/** Numbers in [-1, 1) that depend on the seed alone. */
function numbers(count: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 1) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function operand(rows: number, columns: number, layout: Layout, seed: number): Operand {
  const offset = 3;
  const strides = {
    rows: [columns + 5, 1],
    columns: [1, rows + 2],
    neither: [2 * columns + 1, 2],
    flat: [0, 0],
  } as const;
  const [rowStride, columnStride] = strides[layout];
  const length = offset + 1 + rows * rowStride + columns * columnStride;
  return { data: numbers(length, seed), offset, rowStride, columnStride };
}

const at = ({ data, offset = 0, rowStride, columnStride }: Operand, i: number, j: number): number =>
  data[offset + i * rowStride + j * columnStride]!;

interface Case {
  rows: number;
  columns: number;
  depth: number;
  a: Layout;
  b: Layout;
  accumulate: boolean;
  seed: number;
}

function productOf({ rows, columns, depth, a, b, accumulate, seed }: Case): DirectProduct {
  const cStride = columns + 3;
  const c = new Float32Array(2 + (rows + 1) * cStride).fill(untouched);
  const before = numbers(rows * columns, seed + 2);
  for (let i = 0; i < rows; i++) c.set(before.subarray(i * columns, (i + 1) * columns), 2 + i * cStride);
  return {
    rows,
    columns,
    depth,
    accumulate,
    c,
    cOffset: 2,
    cStride,
    a: operand(rows, depth, a, seed),
    b: operand(depth, columns, b, seed + 1),
    counts: new Float32Array(rows * columns),
  };
}

const inC = ({ rows, columns, cStride }: DirectProduct, index: number): boolean => {
  const from = index - 2;
  return from >= 0 && from < rows * cStride && from % cStride < columns;
};

/**
 * Largest error of an element by its bound: each of its additions rounds, by 2^-24 of a sum that is no larger than that of the magnitudes.
 */
function worstError(product: DirectProduct, before: Float32Array): number {
  const { rows, columns, depth, a, b, c, cStride, accumulate } = product;
  let worst = 0;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const place = 2 + i * cStride + j;
      let [sum, size] = accumulate === true ? [before[place]!, Math.abs(before[place]!)] : [0, 0];
      for (let k = 0; k < depth; k++) {
        const term = at(a, i, k) * at(b, k, j);
        sum += term;
        size += Math.abs(term);
      }
      const bound = (2 * depth + 2) * 2 ** -24 * size;
      // Doubled by the epilogue.
      const error = Math.abs(c[place]! / 2 - sum);
      worst = Math.max(worst, bound === 0 ? (error === 0 ? 0 : Infinity) : error / bound);
    }
  return worst;
}

const cases: fc.Arbitrary<Case> = fc.record({
  rows: fc.integer({ min: 0, max: 40 }),
  columns: fc.integer({ min: 0, max: 80 }),
  depth: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 380, max: 390 }), fc.constant(800)),
  a: fc.constantFrom(...layouts),
  b: fc.constantFrom(...layouts),
  accumulate: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1000 }),
});

describe("products", () => {
  it("are those of float64 up to a rounding of each addition, write C and nothing else, and finish each element once", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 4 }), fc.nat(), (given, threads, choice) => {
        const instructionSet = instructionSets[choice % instructionSets.length]!;
        const product = productOf(given);
        const before = product.c.slice();
        multiply(addon, { threads, instructionSet }, [product]);
        expect(worstError(product, before)).toBeLessThanOrEqual(1);
        product.c.forEach((value, i) => inC(product, i) || expect(value).toBe(untouched));
        expect(product.counts).toEqual(new Float32Array(given.rows * given.columns).fill(1));
      }),
      { numRuns: 20 },
    );
  });

  it("have the same bits on any number of threads and every instruction set, alone and among others", () => {
    fc.assert(
      fc.property(fc.array(cases, { minLength: 1, maxLength: 6 }), (given) => {
        const results = (threads: number, instructionSet: string, together: boolean): Float32Array[] => {
          const products = given.map(productOf);
          if (together) multiply(addon, { threads, instructionSet }, products);
          else for (const product of products) multiply(addon, { threads, instructionSet }, [product]);
          return products.map(({ c }) => c);
        };
        const expected = results(1, fused().at(-1) ?? "plain", false);
        for (const set of fused()) expect(results(3, set, true)).toEqual(expected);
        expect(results(2, "plain", true)).toEqual(results(1, "plain", false));
      }),
      { numRuns: 8 },
    );
  });

  it("are computed in several goes where the depth is more than is packed at a time", () => {
    const given: Case = {
      rows: 700,
      columns: 560,
      depth: 4000,
      a: "columns",
      b: "columns",
      accumulate: false,
      seed: 1,
    };
    const instructionSet = instructionSets.at(-1)!;
    const one = productOf(given);
    const many = { ...one, c: one.c.slice() };
    multiply(addon, { threads: 1, instructionSet }, [one]);
    multiply(addon, { threads: 3, instructionSet }, [many]);
    expect(Buffer.compare(Buffer.from(one.c.buffer), Buffer.from(many.c.buffer))).toBe(0);
    for (let n = 0; n < 200; n++) {
      const [i, j] = [(n * 7919) % given.rows, (n * 104729) % given.columns];
      const a = { ...one.a, offset: one.a.offset! + i * one.a.rowStride };
      const b = { ...one.b, offset: one.b.offset! + j * one.b.columnStride };
      const c = Float32Array.of(untouched, untouched, one.c[2 + i * one.cStride + j]!);
      expect(worstError({ ...one, rows: 1, columns: 1, cStride: 1, a, b, c }, c)).toBeLessThan(0.1);
    }
  });

  // Of few rows there is a way of its own, by tiles that are not as high on every instruction set.
  it.each([1, 4, 5, 8, 9, 40])(
    "spread NaN and infinity to what they are in and to nothing else: %i rows",
    (rows) => {
      const size = { rows, columns: 70, depth: 50, accumulate: false, seed: 3 };
      for (const b of ["rows", "columns"] as const)
        for (const instructionSet of instructionSets) {
          const product = productOf({ ...size, a: "rows", b });
          const { a, c, cStride } = product;
          product.b.data[product.b.offset! + 9 * product.b.rowStride + 6 * product.b.columnStride] = NaN;
          a.data[a.offset! + 4] = Infinity;
          multiply(addon, { threads: 2, instructionSet }, [product]);
          c.forEach((value, index) => {
            const [i, j] = [Math.floor((index - 2) / cStride), (index - 2) % cStride];
            if (!inC(product, index)) expect(value).toBe(untouched);
            else if (j === 6) expect(value).toBeNaN();
            else if (i === 0) expect(Math.abs(value)).toBe(Infinity);
            else expect(Math.abs(value)).toBeLessThan(50);
          });
        }
    },
  );

  it("refuses a matrix that ends behind its vector, and instructions that the machine lacks", () => {
    const product = productOf({
      rows: 4,
      columns: 4,
      depth: 4,
      a: "rows",
      b: "rows",
      accumulate: false,
      seed: 1,
    });
    const short = { ...product, c: product.c.subarray(0, 20) };
    const way = { threads: 1, instructionSet: "plain" };
    expect(() => multiply(addon, way, [short])).toThrow("ends behind its vector");
    expect(() => multiply(addon, { ...way, instructionSet: "mmx" }, [product])).toThrow(
      "no instructions called mmx",
    );
  });

  it.each([1, 3])(
    "a pool of %i threads refuses work from within its own, and goes on in the next call",
    (threads) => {
      for (let i = 0; i < 20; i++)
        expect(() => addon.nestDirectly(threads)).toThrow("one piece of work at a time");
    },
  );
});
