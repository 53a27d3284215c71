import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { fitScalingLaw } from "./fit-law.ts";
import { minimise } from "./minimise.ts";
import { objective, toLaw, toTheta, type Problem } from "./objective.ts";
import { besiroglu, gridPoints, paperPoints } from "./paper.fixture.ts";
import { inOneOrder, toLogs } from "./points.ts";
import { quantile } from "./predict.ts";
import type { Law, Point } from "./types.ts";

const names = ["E", "A", "B", "alpha", "beta"] as const;
const coarse = { starts: "coarse" } as const;

function expectLaw(law: Law, expected: Law, relative: number): void {
  for (const name of names) expect(Math.abs(law[name] / expected[name] - 1)).toBeLessThan(relative);
}

function problemOf(points: readonly Point[], weight = 1): Problem {
  const logs = toLogs(inOneOrder(points));
  return { points: logs, weights: new Float64Array(logs.count).fill(weight), delta: 1e-3 };
}

describe("fitScalingLaw on the paper's 24 points", () => {
  it("recovers all five constants to four digits from all 4 500 starts, and says how it converged", () => {
    const fit = fitScalingLaw(paperPoints());
    // Four digits are asked for; rounding of the losses allows nine.
    expectLaw(fit.law, besiroglu, 1e-9);
    expect(fit.identified).toBe(true);
    expect(fit.a).toBeCloseTo(0.3658 / (0.3478 + 0.3658), 9);
    expect(fit.convergence.starts).toBe(4500);
    expect(fit.convergence.startsAtOptimum).toBeGreaterThan(1000);
    expect(fit.convergence.objective).toBeLessThan(1e-24);
    expect(fit.convergence.gradientNorm).toBeLessThan(1e-11);
  });

  it("does not stop where an averaged objective with default tolerances does (E 2.32, the replication's finding)", () => {
    // SciPy's L-BFGS-B stops there on the mean: the objective is already below its absolute tolerance. A and B are such that
    // each term has its true value at the mean size and data.
    const points = paperPoints();
    const logs = toLogs(points);
    const alpha = 0.564;
    const beta = 0.493;
    const stuck: Law = {
      E: 2.32,
      alpha,
      beta,
      A: besiroglu.A * Math.exp((alpha - besiroglu.alpha) * logs.meanLogN) * 0.62,
      B: besiroglu.B * Math.exp((beta - besiroglu.beta) * logs.meanLogD) * 0.74,
    };
    const theta = toTheta(stuck, logs);
    expect(objective(problemOf(points, 1 / 24), theta)).toBeLessThan(1e-5);
    for (const weight of [1 / 24, 1, 1e6]) {
      const minimum = minimise(problemOf(points, weight), theta, { maxIterations: 200, tolerance: 1e-12 });
      expectLaw(toLaw(minimum.theta, logs), besiroglu, 1e-7);
    }
  });

  it("scatters under 0.1 % noise as the notes measured: E 1.78–1.85, α 0.326–0.368, β 0.358–0.376, a 0.494–0.531", () => {
    const laws = Array.from({ length: 300 }, (_, seed) => {
      const problem = problemOf(paperPoints({ noise: 0.001, seed }));
      const { theta } = minimise(problem, toTheta(besiroglu, problem.points), {
        maxIterations: 200,
        tolerance: 1e-10,
      });
      return toLaw(theta, problem.points);
    });
    const range = (of: (law: Law) => number): [number, number] => {
      const values = Float64Array.from(laws, of).sort();
      return [quantile(values, 0.1), quantile(values, 0.9)];
    };
    // The notes' ends are themselves quantiles of a few dozen draws: allow a quarter of each range.
    const expected: [(law: Law) => number, number, number][] = [
      [({ E }) => E, 1.78, 1.85],
      [({ alpha }) => alpha, 0.326, 0.368],
      [({ beta }) => beta, 0.358, 0.376],
      [({ alpha: x, beta: y }) => y / (x + y), 0.494, 0.531],
    ];
    for (const [of, low, high] of expected) {
      const [from, to] = range(of);
      expect(Math.abs(from - low)).toBeLessThan(0.25 * (high - low));
      expect(Math.abs(to - high)).toBeLessThan(0.25 * (high - low));
    }
  });

  it("finds no lower objective from anywhere than it reported", () => {
    const points = paperPoints({ noise: 0.003, seed: 4 });
    const { convergence } = fitScalingLaw(points, coarse);
    const problem = problemOf(points);
    fc.assert(
      fc.property(
        fc.tuple(
          fc.double({ min: -4, max: 3, noNaN: true }),
          fc.double({ min: 0, max: 2, noNaN: true }),
          fc.double({ min: -4, max: 3, noNaN: true }),
          fc.double({ min: 0, max: 2, noNaN: true }),
          fc.double({ min: -2, max: 1, noNaN: true }),
        ),
        (start) => {
          const found = minimise(problem, Float64Array.from(start), { maxIterations: 300, tolerance: 1e-12 });
          expect(found.value).toBeGreaterThan(convergence.objective * (1 - 1e-9));
        },
      ),
    );
    // 24 terms of up to δ·ln N ≈ 0.02 each cancel to rounding.
    expect(convergence.gradientNorm).toBeLessThan(1e-12);
  });
});

describe("fitScalingLaw in general", () => {
  it("recovers any law of the usual kind from points made with it", () => {
    fc.assert(
      fc.property(
        fc.record({
          E: fc.double({ min: 0.5, max: 2.5, noNaN: true }),
          share: fc.double({ min: 0.2, max: 2, noNaN: true }),
          alpha: fc.double({ min: 0.15, max: 0.9, noNaN: true }),
          beta: fc.double({ min: 0.15, max: 0.9, noNaN: true }),
        }),
        ({ E, share, alpha, beta }) => {
          // Terms of the size of E in the middle of the grid, as in a design worth fitting.
          const law = { E, A: E * share * 1e6 ** alpha, B: E * 1e7 ** beta, alpha, beta };
          const points = gridPoints([1e5, 4e5, 1.6e6, 6.4e6], [2, 10, 50], { law });
          expectLaw(fitScalingLaw(points, coarse).law, law, 1e-5);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("gives the same bits whatever the order of the points, with residuals in their order", () => {
    const points = paperPoints({ noise: 0.003, seed: 1 });
    const { law, residuals } = fitScalingLaw(points, coarse);
    const other = fitScalingLaw(points.toReversed(), coarse);
    expect(other.law).toEqual(law);
    expect(other.residuals).toEqual(residuals.toReversed());
    expect(residuals.map(({ N, D, loss }) => ({ N, D, loss }))).toEqual(points);
  });

  it("turns A into A·kᵅ and nothing else when sizes are given in another unit", () => {
    const points = paperPoints({ noise: 0.003, seed: 1 });
    const { law } = fitScalingLaw(points, coarse);
    const inMillions = fitScalingLaw(
      points.map((point) => ({ ...point, N: point.N / 1e6 })),
      coarse,
    ).law;
    expectLaw(inMillions, { ...law, A: law.A * 1e6 ** -law.alpha }, 1e-5);
  });

  it("changes nothing when every point is given twice", () => {
    const points = paperPoints({ noise: 0.003, seed: 2 });
    const once = fitScalingLaw(points, coarse);
    const twice = fitScalingLaw([...points, ...points], coarse);
    expectLaw(twice.law, once.law, 1e-5);
    expect(twice.convergence.objective / once.convergence.objective).toBeCloseTo(2, 6);
  });

  it("is hardly moved by one wild point, and marks it", () => {
    const points = gridPoints([1e5, 4e5, 1.6e6, 6.4e6], [2, 10, 50]);
    points[5] = { ...points[5]!, loss: points[5]!.loss * 1.5 };
    const fit = fitScalingLaw(points, coarse);
    expectLaw(fit.law, besiroglu, 0.05);
    expect(fit.residuals.filter(({ outlier }) => outlier).map(({ loss }) => loss)).toContain(points[5].loss);
  });
});

describe("fitScalingLaw on bad input", () => {
  const good = paperPoints();
  it.each([
    ["not a number", NaN, /Point 3: loss is NaN/],
    ["infinite", Infinity, /Point 3: loss is Infinity/],
    ["zero", 0, /Point 3: loss is 0/],
    ["negative", -1.5, /Point 3: loss is -1.5/],
    ["absurd", 1e300, /Point 3: loss is 1e\+300/],
    ["text", "2.1" as unknown as number, /Point 3: loss is the text "2.1"/],
    ["missing", undefined as unknown as number, /Point 3: loss is undefined/],
  ])("names the row and column of a loss that is %s", (_name, loss, message) => {
    const points = good.with(2, { ...good[2]!, loss });
    expect(() => fitScalingLaw(points)).toThrow(
      expect.objectContaining({ code: "E_POINTS", message: expect.stringMatching(message) }),
    );
  });

  it("refuses a negative δ and what is no list", () => {
    expect(() => fitScalingLaw(good, { huberDelta: -1 })).toThrow(
      expect.objectContaining({ code: "E_FIT_OPTIONS" }),
    );
    expect(() => fitScalingLaw("N,D,loss" as unknown as Point[])).toThrow(/not a list/);
  });
});
