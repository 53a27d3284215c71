/**
 * Parametric fit, approach 3 (Hoffmann et al. 2022) with the corrections of Besiroglu et al. 2024: the sum of the Huber terms,
 * every start taken to the bottom of its basin, the best of all polished until rounding stops it.
 */
import { designProblem, lawProblem } from "./identify.ts";
import { minimise, type Minimum } from "./minimise.ts";
import { createDerivatives, differentiate, toLaw, toTheta, type Problem } from "./objective.ts";
import { checkDelta } from "./options.ts";
import { checkPoints, inOneOrder, toLogs, type LogPoints } from "./points.ts";
import { predictLoss } from "./predict.ts";
import { gridOfStarts } from "./starts.ts";
import type { FitOptions, FitResult, Law, Point, Residual } from "./types.ts";

const search = { maxIterations: 200, tolerance: 1e-10 } as const;
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
  let best: Minimum | undefined;
  const values: number[] = [];
  let iterations = 0;
  for (const [i, start] of starts.entries()) {
    const minimum = minimise(problem, start, search);
    values.push(minimum.value);
    iterations += minimum.iterations;
    if (!best || minimum.value < best.value) best = minimum;
    if ((i + 1) % progressEvery === 0) onProgress?.(i + 1, starts.length);
  }
  onProgress?.(starts.length, starts.length);
  if (!best) throw new RangeError("a fit needs at least one start");
  const polished = minimise(problem, best.theta, polish);
  const winner = polished.value <= best.value * (1 + 1e-12) ? polished : best;
  // Relative, and for exactly generated losses what rounding leaves of a sum of squares.
  const sameBottom = winner.value * (1 + 1e-5) + problem.points.count * 1e-24;
  return {
    best: winner,
    starts: starts.length,
    startsAtOptimum: values.filter((value) => value <= sameBottom).length,
    iterations: iterations + polished.iterations,
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
