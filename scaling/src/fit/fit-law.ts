/**
 * Parametric fit, approach 3 (Hoffmann et al. 2022) with the corrections of Besiroglu et al. 2024: the sum of the Huber terms,
 * every start taken down into its basin, the best ones polished until rounding stops them.
 */
import { designProblem, lawProblem } from "./identify.ts";
import { minimise, type Minimum } from "./minimise.ts";
import { createDerivatives, differentiate, toLaw, toTheta, type Problem } from "./objective.ts";
import { checkDelta } from "./options.ts";
import { checkPoints, inOneOrder, toLogs, type LogPoints } from "./points.ts";
import { predictLoss } from "./predict.ts";
import { gridOfStarts } from "./starts.ts";
import type { FitOptions, FitResult, Law, Point, Residual } from "./types.ts";

/** Most starts need fewer; what still creeps after so many is gone on with only if it is among the best. */
const search = { maxIterations: 100, tolerance: 1e-10 } as const;
const numPolished = 8;
const polish = { maxIterations: 5000, tolerance: 1e-24, near: true } as const;
/** Starts between two calls of onProgress. */
const progressEvery = 50;

/**
 * The law L = E + A/N^α + B/D^β nearest to the points, its residuals and how well the search converged.
 *
 * The order of the points does not change a bit of the result; N, D and the loss may have any unit.
 *
 * @throws ScalingError E_POINTS for a value that is no positive finite number, E_FIT_OPTIONS for an absurd δ
 */
export function fitScalingLaw(points: readonly Point[], options: FitOptions = {}): FitResult {
  checkPoints(points);
  const delta = checkDelta(options.huberDelta ?? 1e-3);
  const reason = designProblem(points);
  if (reason !== undefined) return unidentified(reason);
  const logs = toLogs(inOneOrder(points));
  const problem: Problem = { points: logs, weights: new Float64Array(logs.count).fill(1), delta };
  const { best, ...counts } = bestOf(problem, startsOf(logs, options), options.onProgress);
  const law = toLaw(best.theta, logs);
  const { reason: wrong, warnings } = lawProblem(problem, best.theta);
  return {
    law,
    a: law.beta / (law.alpha + law.beta),
    convergence: { objective: best.value, gradientNorm: gradientNorm(problem, best.theta), ...counts },
    residuals: residualsOf(law, points, delta),
    identified: wrong === undefined,
    ...(wrong === undefined ? {} : { reason: wrong }),
    warnings,
  };
}

function unidentified(reason: string): FitResult {
  return {
    law: { E: NaN, A: NaN, B: NaN, alpha: NaN, beta: NaN },
    a: NaN,
    convergence: { objective: NaN, gradientNorm: NaN, starts: 0, startsAtOptimum: 0, iterations: 0 },
    residuals: [],
    identified: false,
    reason,
    warnings: [],
  };
}

function startsOf(logs: LogPoints, { starts = "full", warmStart }: FitOptions): Float64Array[] {
  const grid = gridOfStarts(starts).map(({ logA, alpha, logB, beta, logE }) =>
    Float64Array.of(logA - alpha * logs.meanLogN, alpha, logB - beta * logs.meanLogD, beta, logE),
  );
  return warmStart ? [toTheta(warmStart, logs), ...grid] : grid;
}

function bestOf(
  problem: Problem,
  starts: readonly Float64Array[],
  onProgress: FitOptions["onProgress"],
): { best: Minimum; starts: number; startsAtOptimum: number; iterations: number } {
  const minima: Minimum[] = [];
  for (const [i, start] of starts.entries()) {
    minima.push(minimise(problem, start, search));
    if ((i + 1) % progressEvery === 0) onProgress?.(i + 1, starts.length);
  }
  onProgress?.(starts.length, starts.length);
  const polished = minima
    .toSorted((p, q) => p.value - q.value)
    .slice(0, numPolished)
    .map(({ theta }) => minimise(problem, theta, polish));
  // Equal within rounding: then the first, which was best before.
  const winner = polished.reduce((p, q) => (q.value < p.value * (1 - 1e-12) ? q : p));
  // Relative, and for exactly generated losses what rounding leaves of a sum of squares.
  const sameBottom = winner.value * (1 + 1e-5) + problem.points.count * 1e-24;
  return {
    best: winner,
    starts: starts.length,
    startsAtOptimum: minima.filter(({ value }) => value <= sameBottom).length,
    iterations: [...minima, ...polished].reduce((sum, { iterations }) => sum + iterations, 0),
  };
}

/** Largest component of the gradient in the paper's own coordinates (ln A, α, ln B, β, ln E). */
function gradientNorm(problem: Problem, theta: Float64Array): number {
  const derivatives = createDerivatives();
  differentiate(problem, theta, derivatives);
  const [p, alpha, q, beta, e] = derivatives.gradient as unknown as [number, number, number, number, number];
  const { meanLogN, meanLogD } = problem.points;
  return Math.max(...[p, alpha - meanLogN * p, q, beta - meanLogD * q, e].map(Math.abs));
}

function residualsOf(law: Law, points: readonly Point[], delta: number): Residual[] {
  return points.map(({ N, D, loss }) => {
    const predicted = predictLoss(law, { N, D });
    return {
      N,
      D,
      loss,
      predicted,
      relativeError: predicted / loss - 1,
      outlier: Math.abs(Math.log(predicted / loss)) > delta,
    };
  });
}
