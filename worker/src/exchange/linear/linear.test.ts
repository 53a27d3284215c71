import { describe, expect, it } from "@jest/globals";
import { normal } from "@plateau/scaling";
import fc from "fast-check";
import { Bases } from "./bases.ts";
import { planTensors } from "./low-rank.ts";
import { columnStart, group, readFactor, writeFactor, type Factor } from "./matrix.ts";
import { orthonormalize } from "./orthonormal.ts";
import { keepRest, times, timesTransposed, writeOuter } from "./products.ts";

const sides = fc.record({
  rows: fc.integer({ min: 1, max: 13 }),
  columns: fc.integer({ min: 1, max: 13 }),
  r: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(),
});
const runs = { numRuns: 60, seed: 3 };

const random = (length: number, key: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => normal(key, i));
const at = ({ values, length }: Factor, i: number, c: number): number =>
  values[columnStart(length, c) + group * i]!;

/** Padding columns must stay zero, or they would leak into products. */
function paddingOf({ values, length, columns }: Factor): number {
  let sum = 0;
  for (let c = columns; c % group !== 0; c++) {
    for (let i = 0; i < length; i++) sum += Math.abs(values[columnStart(length, c) + group * i]!);
  }
  return sum;
}

describe("products with a factor", () => {
  it("are those of the definition, for any shape and number of columns, with and without a residual", () => {
    fc.assert(
      fc.property(sides, fc.boolean(), ({ rows, columns, r, seed }, feedback) => {
        const gradient = random(5 + rows * columns, seed);
        const residual = feedback ? random(rows * columns, seed + 1) : undefined;
        const source = { rows, columns, gradient, at: 5, residual };
        const M = (i: number, j: number): number =>
          gradient[5 + i * columns + j]! + (residual?.[i * columns + j] ?? 0);
        const left = readFactor({ length: rows, columns: r }, random(rows * r, seed + 2));
        const right = readFactor({ length: columns, columns: r }, random(columns * r, seed + 3));
        const [A, B] = [timesTransposed(source, left), times(source, right)];
        expect(paddingOf(A) + paddingOf(B)).toBe(0);
        for (let c = 0; c < r; c++) {
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let i = 0; i < rows; i++) sum += M(i, j) * at(left, i, c);
            expect(at(A, j, c)).toBeCloseTo(sum, 10);
          }
          for (let i = 0; i < rows; i++) {
            let sum = 0;
            for (let j = 0; j < columns; j++) sum += M(i, j) * at(right, j, c);
            expect(at(B, i, c)).toBeCloseTo(sum, 10);
          }
        }
      }),
      runs,
    );
  });

  it("leave the rest of a factorisation, and tell its size", () => {
    fc.assert(
      fc.property(sides, ({ rows, columns, r, seed }) => {
        const gradient = random(rows * columns, seed);
        const before = random(rows * columns, seed + 1);
        const residual = before.slice();
        const left = readFactor({ length: rows, columns: r }, random(rows * r, seed + 2));
        const right = readFactor({ length: columns, columns: r }, random(columns * r, seed + 3));
        const product = new Float32Array(rows * columns);
        writeOuter(left, right, product, 0);
        const squares = keepRest({ rows, columns, gradient, at: 0, residual }, left, right);
        for (let i = 0; i < residual.length; i++) {
          expect(residual[i]).toBeCloseTo(gradient[i]! + before[i]! - product[i]!, 5);
        }
        expect(squares).toBeCloseTo(
          residual.reduce((sum, value) => sum + value * value, 0),
          3,
        );
      }),
      runs,
    );
  });
});

describe("a matrix larger than a tile", () => {
  // Tiles have 16 384 elements, and at most 4096 columns; odd sides and places, so that copies and kernels meet their edges.
  it.each([
    [5, 9001],
    [1031, 33],
    [7, 4097],
    [130, 256],
  ])("of %p × %p is multiplied, written and reduced like a small one", (rows, columns) => {
    const r = 5;
    const gradient = random(3 + rows * columns, 1);
    const residual = random(rows * columns, 2);
    const source = { rows, columns, gradient, at: 3, residual };
    const left = readFactor({ length: rows, columns: r }, random(rows * r, 3));
    const right = readFactor({ length: columns, columns: r }, random(columns * r, 4));
    const [A, B] = [timesTransposed(source, left), times(source, right)];
    const product = new Float32Array(2 + rows * columns).fill(7);
    writeOuter(left, right, product, 1);
    const rest = residual.slice();
    keepRest({ ...source, residual: rest }, left, right);

    const [a, b] = [new Float64Array(columns * r), new Float64Array(rows * r)];
    const wrong: number[] = [];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const k = i * columns + j;
        const value = gradient[3 + k]! + residual[k]!;
        let outer = 0;
        for (let c = 0; c < r; c++) {
          a[j * r + c] = a[j * r + c]! + value * at(left, i, c);
          b[i * r + c] = b[i * r + c]! + value * at(right, j, c);
          outer += at(left, i, c) * at(right, j, c);
        }
        // Rounded to float32: values are of the order of 10.
        if (Math.abs(product[1 + k]! - outer) > 3e-6 || Math.abs(rest[k]! - (value - outer)) > 3e-6)
          wrong.push(k);
      }
    }
    expect(wrong).toEqual([]);
    expect([product[0], product.at(-1)]).toEqual([7, 7]);
    // Sums of up to 9001 products of the order of 1 in float64, in another order.
    a.forEach((sum, k) => {
      if (!(Math.abs(at(A, Math.floor(k / r), k % r) - sum) < 1e-10)) wrong.push(k);
    });
    b.forEach((sum, k) => {
      if (!(Math.abs(at(B, Math.floor(k / r), k % r) - sum) < 1e-10)) wrong.push(k);
    });
    expect(wrong).toEqual([]);
  });
});

describe("a factor", () => {
  it("comes back row by row as it was read", () => {
    fc.assert(
      fc.property(sides, ({ rows, r, seed }) => {
        const vector = random(3 + rows * r, seed);
        const target = new Float32Array(3 + rows * r);
        writeFactor(readFactor({ length: rows, columns: r }, vector, 3), target, 3);
        expect(target.subarray(3)).toEqual(vector.subarray(3));
      }),
      runs,
    );
  });
});

describe("the orthonormal basis of a factor", () => {
  const inner = (factor: Factor, a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < factor.length; i++) sum += at(factor, i, a) * at(factor, i, b);
    return sum;
  };

  function expectOrthonormal(factor: Factor): void {
    for (let a = 0; a < factor.columns; a++) {
      for (let b = 0; b <= a; b++) expect(inner(factor, a, b)).toBeCloseTo(a === b ? 1 : 0, 12);
    }
    expect(paddingOf(factor)).toBe(0);
  }

  it("is orthonormal and spans what the columns span", () => {
    fc.assert(
      fc.property(sides, ({ rows, r, seed }) => {
        const columns = Math.min(r, rows);
        const vector = random(rows * columns, seed);
        const original = readFactor({ length: rows, columns }, vector);
        const basis = orthonormalize(readFactor({ length: rows, columns }, vector), "a");
        expectOrthonormal(basis);
        for (let c = 0; c < columns; c++) {
          let inside = 0;
          for (let b = 0; b < columns; b++) {
            let along = 0;
            for (let i = 0; i < rows; i++) along += at(original, i, c) * at(basis, i, b);
            inside += along ** 2;
          }
          expect(inside / inner(original, c, c)).toBeCloseTo(1, 9);
        }
      }),
      runs,
    );
  });

  it.each([
    ["zero", () => 0],
    ["with equal columns", (i: number) => 1 + i],
    ["with one column zero", (i: number, c: number) => (c === 1 ? 0 : normal(c, i))],
    ["nearly dependent", (i: number, c: number) => 1 + 1e-7 * normal(c, i)],
    ["tiny", (i: number, c: number) => 1e-38 * normal(c, i)],
    ["large", (i: number, c: number) => 1e38 * normal(c, i)],
    ["with columns of very different sizes", (i: number, c: number) => 10 ** (12 * c - 24) * normal(c, i)],
  ])("has its full size from a factor that is %s", (_name, element) => {
    const vector = Float32Array.from({ length: 9 * 5 }, (_, k) => element(Math.floor(k / 5), k % 5));
    const read = (): Factor => orthonormalize(readFactor({ length: 9, columns: 5 }, vector), "a");
    expectOrthonormal(read());
    expect(read().values).toEqual(read().values);
  });

  it("takes each matrix by its own norm at matrix rank 1, where a batch by one norm gives columns of norm 0.5", () => {
    for (const scale of [1, 10, 1e-6]) {
      const vector = random(12, 4).map((value) => scale * value);
      expectOrthonormal(orthonormalize(readFactor({ length: 12, columns: 1 }, vector), "a"));
    }
  });

  it.each([Number.NaN, Infinity, -Infinity])(
    "is refused for a factor with %p, which stays as it is",
    (bad) => {
      const vector = random(12, 4);
      vector[7] = bad;
      const factor = readFactor({ length: 6, columns: 2 }, vector);
      const refused = (): Factor => orthonormalize(factor, "layers.0.weight");
      expect(refused).toThrow(/factor of layers\.0\.weight holds NaN or infinite/);
      expect(refused).toThrow(expect.objectContaining({ code: "E_NOT_FINITE" }));
      expect(factor).toEqual(readFactor({ length: 6, columns: 2 }, vector));
    },
  );
});

describe("the bases of a step", () => {
  const shape = { length: 6, columns: 2, name: "a" };

  it("are computed once for the same numbers, wherever they lie, and anew when one of them has changed in place", () => {
    const bases = new Bases();
    const vector = random(12, 4);
    const first = bases.of(0, vector, shape);
    expect(bases.of(0, vector.slice(), shape)).toBe(first);
    vector[7] = vector[7]! + 1e-6;
    const second = bases.of(0, vector, shape);
    expect(second).not.toBe(first);
    expect(second).toEqual(orthonormalize(readFactor(shape, vector), "a"));
  });

  it("are kept apart by matrix", () => {
    const bases = new Bases();
    const one = bases.of(0, random(12, 4), shape);
    bases.of(1, random(12, 5), shape);
    expect(bases.of(0, random(12, 4), shape)).toBe(one);
  });

  it("are not made of numbers that are not finite, twice over", () => {
    const bases = new Bases();
    const bad = random(12, 4).fill(Number.NaN, 3, 4);
    for (const _ of [1, 2]) expect(() => bases.of(0, bad, shape)).toThrow(/factor of a holds NaN/);
  });
});

describe("which tensors are factorised", () => {
  const plan = (shape: number[], changes = {}): unknown => {
    const tensors = [{ name: "a", shape, from: 0 }];
    const options = { matrixRank: 4, minCompressionRatio: 2, factors: 1, ...changes };
    const [tensor] = planTensors({ tensors, size: 0, shards: 1, seed: 0 }, options);
    const { matrix } = tensor!;
    return matrix && [matrix.rows, matrix.columns, matrix.matrixRank];
  };

  it.each([
    ["a matrix", [256, 256], {}, [256, 256, 4]],
    ["a tensor of four dimensions as [dim0, rest]", [64, 32, 3, 3], {}, [64, 288, 4]],
    ["no vector", [4096], {}, undefined],
    ["no empty matrix", [0, 64], {}, undefined],
    // 16·16 / (0.5·4·32) = 4
    ["a small one that shrinks more than the ratio", [16, 16], {}, [16, 16, 4]],
    ["none that shrinks just as much as the ratio", [16, 16], { minCompressionRatio: 4 }, undefined],
    ["none that shrinks less when both factors travel", [16, 16], { factors: 2 }, undefined],
    ["with no more columns than its sides", [3, 400], { minCompressionRatio: 0.1 }, [3, 400, 3]],
  ])("%s: %j", (_name, shape, changes, expected) => {
    expect(plan(shape, changes)).toEqual(expected);
  });
});
