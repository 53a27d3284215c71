/**
 * Bootstrap: rows drawn with replacement, each resample refitted from the full fit's optimum (Besiroglu et al. 2024).
 *
 * Draw d of resample r is a function of (seed, r, d) alone, so intervals do not depend on threads, and r resamples are the first
 * r of any larger number.
 */
import { streamKey, uniform } from "../random.ts";
import { designProblem, isAtBound } from "./identify.ts";
import { minimise } from "./minimise.ts";
import { toLaw, toTheta, type Problem } from "./objective.ts";
import { inOneOrder, toLogs } from "./points.ts";
import type { Law, Point } from "./types.ts";

export interface Bootstrap {
  laws: Law[];
  /** Draws replaced because their different points could not be fitted. */
  redrawn: number;
  /** Resamples whose α or β ran to a bound. */
  atBound: number;
}

const refit = { maxIterations: 2000, tolerance: 1e-10, near: true } as const;
/** A small design may give unusable draws, but not this often in a row. */
const mostDraws = 100;
const progressEvery = 100;

/** @param law the optimum for all points, which must have passed `designProblem` */
export function bootstrap(
  points: readonly Point[],
  law: Law,
  options: {
    huberDelta: number;
    resamples: number;
    seed: number;
    onProgress?: (done: number, total: number) => void;
  },
): Bootstrap {
  const { huberDelta, resamples, seed, onProgress } = options;
  const ordered = inOneOrder(points);
  const logs = toLogs(ordered);
  const start = toTheta(law, logs);
  const problem: Problem = { points: logs, weights: new Float64Array(logs.count), delta: huberDelta };
  const result: Bootstrap = { laws: [], redrawn: 0, atBound: 0 };
  for (let r = 0; r < resamples; r++) {
    result.redrawn += drawRows(ordered, streamKey(seed, r), problem.weights);
    const { theta } = minimise(problem, start, refit);
    if (isAtBound(theta[1]!) || isAtBound(theta[3]!)) result.atBound++;
    result.laws.push(toLaw(theta, logs));
    if ((r + 1) % progressEvery === 0) onProgress?.(r + 1, resamples);
  }
  onProgress?.(resamples, resamples);
  return result;
}

/**
 * Fills `weights` with how often each row was drawn; returns how many draws had to be thrown away.
 *
 * @param points in one order
 * @param key stream of the resample
 */
export function drawRows(points: readonly Point[], key: number, weights: Float64Array): number {
  const n = points.length;
  for (let attempt = 0; ; attempt++) {
    weights.fill(0);
    for (let i = 0; i < n; i++) weights[Math.floor(uniform(key, attempt * n + i) * n)]! += 1;
    if (attempt >= mostDraws || isUsable(points, weights)) return attempt;
  }
}

function isUsable(points: readonly Point[], weights: Float64Array): boolean {
  // With many points an unusable draw is out of the question, and the test would cost more than the fit.
  if (points.length > 60) return true;
  return designProblem(points.filter((_, i) => weights[i]! > 0)) === undefined;
}
