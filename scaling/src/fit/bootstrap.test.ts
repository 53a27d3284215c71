import { describe, expect, it } from "@jest/globals";
import { streamKey } from "../random.ts";
import { bootstrap, drawRows } from "./bootstrap.ts";
import { fitScalingLaw } from "./fit-law.ts";
import { minimise } from "./minimise.ts";
import { toLaw, toTheta, type Problem } from "./objective.ts";
import { besiroglu, gridPoints, paperPoints } from "./paper.fixture.ts";
import { inOneOrder, toLogs } from "./points.ts";
import { intervalOf, quantile } from "./predict.ts";
import type { Law, Point } from "./types.ts";

const a = ({ alpha, beta }: Law): number => beta / (alpha + beta);
const options = { huberDelta: 1e-3, resamples: 200, seed: 1 };

/** Fit from the truth: the tests below make many. */
function quickFit(points: readonly Point[]): Law {
  const logs = toLogs(inOneOrder(points));
  const problem: Problem = { points: logs, weights: new Float64Array(logs.count).fill(1), delta: 1e-3 };
  const { theta } = minimise(problem, toTheta(besiroglu, logs), { maxIterations: 200, tolerance: 1e-10 });
  return toLaw(theta, logs);
}

describe("bootstrap", () => {
  const points = paperPoints({ noise: 0.003, seed: 1 });
  const law = quickFit(points);

  it("is reproducible by seed, differs between seeds, and its first resamples do not depend on how many follow", () => {
    const { laws } = bootstrap(points, law, options);
    expect(bootstrap(points, law, { ...options, resamples: 50 }).laws).toEqual(laws.slice(0, 50));
    expect(bootstrap(points.toReversed(), law, options).laws).toEqual(laws);
    expect(bootstrap(points, law, { ...options, seed: 2 }).laws).not.toEqual(laws);
  });

  it("does not scatter at all where there is no noise", () => {
    const exact = paperPoints();
    const { laws, atBound } = bootstrap(exact, fitScalingLaw(exact, { starts: "coarse" }).law, options);
    const { low, high } = intervalOf({ law: besiroglu, laws, confidence: 0.9 }, a);
    expect(high - low).toBeLessThan(1e-6);
    expect(atBound).toBe(0);
  });

  it("refits each resample as a fit of its rows from all starts would", () => {
    const { laws } = bootstrap(points, law, { ...options, resamples: 6 });
    const ordered = inOneOrder(points);
    for (const [r, resampled] of laws.entries()) {
      const weights = new Float64Array(ordered.length);
      drawRows(ordered, streamKey(options.seed, r), weights);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(ordered.length);
      const rows = ordered.flatMap((point, i) => Array.from({ length: weights[i]! }, () => point));
      const { law: direct } = fitScalingLaw(rows, { starts: "coarse" });
      expect(a(resampled)).toBeCloseTo(a(direct), 4);
      expect(resampled.E).toBeCloseTo(direct.E, 3);
    }
  });

  it("covers the truth about as often as it claims (80 %, over 60 studies of 24 points)", () => {
    const covered = Array.from({ length: 60 }, (_, seed) => {
      const study = paperPoints({ noise: 0.003, seed });
      const fitted = quickFit(study);
      const { laws } = bootstrap(study, fitted, { ...options, resamples: 100, seed });
      const { low, high } = intervalOf({ law: fitted, laws, confidence: 0.8 }, a);
      return low <= a(besiroglu) && a(besiroglu) <= high;
    }).filter(Boolean).length;
    // Percentile intervals of small designs are somewhat narrow; the binomial standard error is 3 of 60.
    expect(covered).toBeGreaterThanOrEqual(36);
    expect(covered).toBeLessThanOrEqual(57);
  });

  it("narrows with a wider design as the notes measured: 24 points > 4×4 > 6×4", () => {
    const width = (study: Point[]): number => {
      const fitted = quickFit(study);
      const { laws } = bootstrap(study, fitted, options);
      const { low, high } = intervalOf({ law: fitted, laws, confidence: 0.8 }, a);
      return high - low;
    };
    const paper = width(points);
    const four = width(gridPoints([5e4, 2e5, 8e5, 3.2e6], [5, 10, 20, 40], { noise: 0.003, seed: 1 }));
    const six = width(gridPoints([3e4, 1e5, 3e5, 1e6, 3e6, 1e7], [2, 8, 32, 128], { noise: 0.003, seed: 1 }));
    expect(paper).toBeGreaterThan(four);
    expect(four).toBeGreaterThan(six);
    // Notes: 0.508–0.518 over noise seeds.
    expect(six).toBeLessThan(0.02);
  });

  it("replaces draws that cannot be fitted, and counts them", () => {
    const few = gridPoints([1e5, 1e6, 1e7], [2, 20, 200], { noise: 0.001, seed: 1 });
    const { laws, redrawn } = bootstrap(few, quickFit(few), options);
    expect(laws).toHaveLength(200);
    expect(redrawn).toBeGreaterThan(0);
  });
});

describe("quantile", () => {
  it.each([
    [0, 1],
    [0.25, 2],
    [0.5, 3],
    [0.625, 3.5],
    [1, 5],
  ])("of 1…5 at %d is %d", (share, value) => {
    expect(quantile(Float64Array.of(1, 2, 3, 4, 5), share)).toBe(value);
  });

  it("is infinite where the values are", () => {
    expect(quantile(Float64Array.of(1, Infinity, Infinity), 0.8)).toBe(Infinity);
  });
});
