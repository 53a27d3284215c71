import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { eigenvalues, quadratic, solveDamped } from "./linear.ts";

const entries = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 25, maxLength: 25 });

/** M·Mᵀ + I in full. */
function positive(m: readonly number[]): number[][] {
  return Array.from({ length: 5 }, (_, i) =>
    Array.from({ length: 5 }, (__, j) => {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < 5; k++) sum += m[5 * i + k]! * m[5 * j + k]!;
      return sum;
    }),
  );
}
const triangle = (full: readonly number[][]): Float64Array =>
  Float64Array.from(full.flatMap((row, i) => row.slice(0, i + 1)));

describe("solveDamped", () => {
  it("solves (H + μ·diag(scale))·x = b", () => {
    fc.assert(
      fc.property(entries, fc.double({ min: 0, max: 10, noNaN: true }), (m, mu) => {
        const full = positive(m);
        const b = Float64Array.of(1, -2, 3, 0.5, -1);
        const scale = Float64Array.of(1, 2, 3, 4, 5);
        const x = new Float64Array(5);
        expect(solveDamped(triangle(full), { mu, scale }, b, x)).toBe(true);
        for (let i = 0; i < 5; i++) {
          const left = full[i]!.reduce((sum, value, j) => sum + value * x[j]!, mu * scale[i]! * x[i]!);
          expect(left).toBeCloseTo(b[i]!, 8);
        }
      }),
    );
  });

  it("says so when the matrix is not positive definite", () => {
    const full = positive(Array.from({ length: 25 }, () => 0));
    full[2]![2] = -1;
    const zero = new Float64Array(5);
    expect(solveDamped(triangle(full), { mu: 0, scale: zero }, zero, new Float64Array(5))).toBe(false);
  });
});

describe("quadratic", () => {
  it("is xᵀHx", () => {
    fc.assert(
      fc.property(entries, (m) => {
        const full = positive(m);
        const x = [0.3, -1, 2, 0.1, -0.7];
        const expected = full.reduce(
          (sum, row, i) => sum + x[i]! * row.reduce((inner, value, j) => inner + value * x[j]!, 0),
          0,
        );
        expect(quadratic(triangle(full), Float64Array.from(x))).toBeCloseTo(expected, 8);
      }),
    );
  });
});

describe("eigenvalues", () => {
  it("have the trace as their sum and the trace of the square as their sum of squares, ascending", () => {
    fc.assert(
      fc.property(entries, (m) => {
        const full = positive(m);
        const values = eigenvalues(full.flat(), 5);
        expect(values).toEqual(values.toSorted((a, b) => a - b));
        const trace = full.reduce((sum, row, i) => sum + row[i]!, 0);
        const squares = full.flat().reduce((sum, value) => sum + value * value, 0);
        expect(values.reduce((a, b) => a + b, 0) / trace).toBeCloseTo(1, 9);
        expect(values.reduce((sum, value) => sum + value * value, 0) / squares).toBeCloseTo(1, 9);
      }),
    );
  });
});
