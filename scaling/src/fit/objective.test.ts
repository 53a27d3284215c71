import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createDerivatives, differentiate, objective, toLaw, toTheta, type Problem } from "./objective.ts";
import { besiroglu, paperPoints } from "./paper.fixture.ts";
import { inOneOrder, toLogs } from "./points.ts";

function problem(delta: number): Problem {
  const points = toLogs(inOneOrder(paperPoints({ noise: 0.01, seed: 3 })));
  return { points, weights: Float64Array.from({ length: 24 }, (_, i) => i % 3), delta };
}

/** Any law not absurdly far from the paper's, in θ. */
const thetas = fc
  .tuple(
    fc.double({ min: -3, max: 2, noNaN: true }),
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: -3, max: 2, noNaN: true }),
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.double({ min: -2, max: 1, noNaN: true }),
  )
  .map((values) => Float64Array.from(values));

const row = (i: number): number => (i * (i + 1)) / 2;

/** Derivative of `of` along parameter i by central differences. */
function slope(of: (theta: Float64Array) => number, theta: Float64Array, i: number): number {
  const h = 1e-5;
  return (of(theta.with(i, theta[i]! + h)) - of(theta.with(i, theta[i]! - h))) / (2 * h);
}

describe("differentiate", () => {
  it("gives the very value of the objective, and its gradient as finite differences see it", () => {
    fc.assert(
      fc.property(thetas, fc.constantFrom(1e-3, 1), (theta, delta) => {
        const it = problem(delta);
        const out = createDerivatives();
        differentiate(it, theta, out);
        expect(out.value).toBe(objective(it, theta));
        const scale = Math.max(...out.gradient.map(Math.abs));
        for (let i = 0; i < 5; i++) {
          // Central differences err by h² times the third derivative, and by rounding of the value over h.
          const error = Math.abs(slope((at) => objective(it, at), theta, i) - out.gradient[i]!);
          expect(error).toBeLessThan(1e-5 * scale + 1e-10);
        }
      }),
    );
  });

  it("gives second derivatives as finite differences of the gradient see them", () => {
    fc.assert(
      // δ = 10: all rows inside, where the objective is smooth.
      fc.property(thetas, fc.nat(4), fc.nat(4), (theta, i, j) => {
        const it = problem(10);
        const out = createDerivatives();
        differentiate(it, theta, out);
        const exact = out.exact[row(Math.max(i, j)) + Math.min(i, j)]!;
        const scale = Math.max(...out.exact.map(Math.abs));
        const gradientAt = (at: Float64Array): number => {
          const other = createDerivatives();
          differentiate(it, at, other);
          return other.gradient[j]!;
        };
        expect(Math.abs(slope(gradientAt, theta, i) - exact)).toBeLessThan(1e-6 * scale + 1e-9);
      }),
    );
  });

  it("counts a row of weight 2 as two rows and one of weight 0 not at all", () => {
    const points = inOneOrder(paperPoints({ noise: 0.01, seed: 3 }));
    const weights = Float64Array.from(points, (_, i) => i % 3);
    const logs = toLogs(points);
    const theta = toTheta(besiroglu, logs);
    const repeated = points.flatMap((point, i) => Array.from({ length: weights[i]! }, () => point));
    const apart = toLogs(repeated);
    const single: Problem = { points: apart, weights: new Float64Array(apart.count).fill(1), delta: 1e-3 };
    expect(objective({ points: logs, weights, delta: 1e-3 }, theta)).toBeCloseTo(
      objective(single, toTheta(besiroglu, apart)),
      12,
    );
  });
});

describe("toLaw", () => {
  it("undoes toTheta", () => {
    const logs = toLogs(paperPoints());
    const law = toLaw(toTheta(besiroglu, logs), logs);
    for (const name of ["E", "A", "B", "alpha", "beta"] as const) {
      expect(law[name] / besiroglu[name]).toBeCloseTo(1, 12);
    }
  });
});
