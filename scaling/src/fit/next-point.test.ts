import { describe, expect, it } from "@jest/globals";
import { fitScalingLaw } from "./fit-law.ts";
import { nextPoint, rankCandidates, type NextPointInput } from "./next-point.ts";
import { jacobianRow } from "./identify.ts";
import { toTheta } from "./objective.ts";
import { besiroglu, gridPoints } from "./paper.fixture.ts";
import { inOneOrder, toLogs } from "./points.ts";

const points = inOneOrder(gridPoints([1e5, 4e5, 1.6e6], [5, 10, 20, 40], { noise: 0.001, seed: 1 }));
const logs = toLogs(points);
const { law } = fitScalingLaw(points, { starts: "coarse" });
const theta = toTheta(law, logs);
const cost = (N: number, D: number): number => 6 * N * D;
const input: NextPointInput = { points, logs, theta, cost };

/** Gaussian elimination with pivoting: nothing in common with the code under test. */
function solveFull(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i + k : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!);
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

/** Variance of `a` in units of σ², from a design given as Jacobian rows. */
function varianceOfA(design: readonly Float64Array[]): number {
  const information = Array.from({ length: 5 }, (_, p) =>
    Array.from({ length: 5 }, (__, q) => design.reduce((sum, row) => sum + row[p]! * row[q]!, 0)),
  );
  const { alpha, beta } = law;
  const sum = (alpha + beta) ** 2;
  const gradient = [0, -beta / sum, 0, alpha / sum, 0];
  return solveFull(information, gradient).reduce((total, value, i) => total + value * gradient[i]!, 0);
}

describe("rankCandidates", () => {
  it("tells how the interval of a would shrink, as fitting with the point would find", () => {
    const rows = points.map((_, i) => jacobianRow(theta, logs.x[i]!, logs.y[i]!));
    const now = varianceOfA(rows);
    const candidates = rankCandidates(input);
    expect(candidates.length).toBeGreaterThan(100);
    for (const { N, D, shrink } of candidates.filter((_, i) => i % 37 === 0)) {
      const row = jacobianRow(theta, Math.log(N) - logs.meanLogN, Math.log(D) - logs.meanLogD);
      expect(shrink).toBeCloseTo(Math.sqrt(varianceOfA([...rows, row]) / now), 6);
    }
  });

  it("stays near what has been seen: sizes, data and cost at most four times beyond", () => {
    const dearest = Math.max(...points.map(({ N, D }) => cost(N, D)));
    for (const { N, D, flops } of rankCandidates(input)) {
      expect(N).toBeLessThanOrEqual(4 * 1.6e6);
      expect(D).toBeLessThanOrEqual(4 * 6.4e7);
      expect(flops).toBe(6 * N * D);
      expect(flops).toBeLessThanOrEqual(4 * dearest);
    }
  });
});

describe("nextPoint", () => {
  it("gives the most information per FLOP among those worth a run", () => {
    const chosen = nextPoint(input);
    const others = rankCandidates(input).filter(({ shrink }) => shrink <= 0.9);
    expect(others.length).toBeGreaterThan(0);
    for (const { shrink, flops } of others) {
      expect((1 - chosen!.shrink ** 2) / chosen!.flops).toBeGreaterThanOrEqual((1 - shrink ** 2) / flops);
    }
  });

  it("teaches the loss at a budget rather than a, when that is asked for", () => {
    const target = { N: 3e6, D: 1e8 };
    const chosen = nextPoint({ ...input, target })!;
    const forLoss = rankCandidates({ ...input, target });
    const forA = rankCandidates(input);
    expect(forLoss.map(({ shrink }) => shrink)).not.toEqual(forA.map(({ shrink }) => shrink));
    const gain = ({ shrink, flops }: { shrink: number; flops: number }): number => (1 - shrink ** 2) / flops;
    for (const candidate of forLoss.filter(({ shrink }) => shrink <= 0.9)) {
      expect(gain(chosen)).toBeGreaterThanOrEqual(gain(candidate));
    }
  });

  it("still finds a point when E is at 0", () => {
    const floorless = gridPoints([1e5, 4e5, 1.6e6], [5, 10, 20, 40], { law: { ...besiroglu, E: 1e-300 } });
    const own = toLogs(inOneOrder(floorless));
    const at = toTheta({ ...besiroglu, E: 1e-9 }, own);
    expect(nextPoint({ points: floorless, logs: own, theta: at, cost })?.shrink).toBeLessThan(0.95);
  });
});
