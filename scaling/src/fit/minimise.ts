/**
 * Damped Newton from one start to the bottom of its basin.
 *
 * Two models of the objective compete. Far away nearly every row is an outlier, the exact Hessian carries little, and reweighted
 * least squares (a majoriser) makes headway; near the optimum the exact Hessian converges quadratically, where a quasi-Newton
 * method with the usual tolerances stops early because the objective is only about 1e-5 (Besiroglu et al. 2024). Nothing here
 * compares the objective with an absolute tolerance, so neither averaging nor scaling it matters.
 */
import { dot, quadratic, solveDamped } from "./linear.ts";
import {
  createDerivatives,
  differentiate,
  numParameters,
  type Derivatives,
  type Problem,
} from "./objective.ts";

const { abs, log, max, min } = Math;

/** Exponents are sought in this range; at an end of it they are not determined by the data. */
export const exponentBounds = { low: 0, high: 6 } as const;
/** E below this share of the smallest loss is as good as 0. */
export const smallestShareOfE = 1e-8;

/** Relative rounding error of a sum of Huber terms. */
const rounding = 1e-14;
/** Damping grows eightfold at each failure, so this many mean that no step of any length helps. */
const mostFailures = 30;

export interface Minimum {
  theta: Float64Array;
  value: number;
  iterations: number;
  /** The last model promised less than the tolerance. */
  converged: boolean;
}

export interface MinimiseOptions {
  maxIterations: number;
  /** Stop when the model promises less than this share of the objective. */
  tolerance: number;
  /** The start is near the bottom: trust the exact Hessian from the first step. */
  near?: boolean;
}

/** Scratch shared by all minimisations of a thread; none of them suspends. */
let current: Derivatives = createDerivatives();
const downhill = new Float64Array(numParameters);
const scale = new Float64Array(numParameters);
/** Candidate steps of the two models. */
let first: Candidate = createCandidate();
let second: Candidate = createCandidate();

type Model = "exact" | "reweighted";

/** Terms change by at most e^3 a step, exponents by 0.5. */
const longestStep = [3, 0.5, 3, 0.5, 3] as const;

interface Candidate {
  step: Float64Array;
  theta: Float64Array;
  /** At `theta`. */
  derivatives: Derivatives;
  /** How much lower the objective is there; −Infinity if there is no step. */
  gain: number;
  /** What the model promised. */
  promised: number;
}

function createCandidate(): Candidate {
  const step = new Float64Array(numParameters);
  return { step, theta: Float64Array.from(step), derivatives: createDerivatives(), gain: 0, promised: 0 };
}

/** @param start not modified */
export function minimise(problem: Problem, start: Float64Array, options: MinimiseOptions): Minimum {
  const theta = Float64Array.from(start);
  const limits = limitsOf(problem);
  keepWithin(theta, limits);
  differentiate(problem, theta, current);
  let mu = options.near ? 0 : 1e-3;
  let preferred: Model = options.near ? "exact" : "reweighted";
  let failures = 0;
  for (let iterations = 1; iterations <= options.maxIterations; iterations++) {
    holdAtBounds(theta, limits);
    preferred = chooseStep(problem, theta, { preferred, mu, limits });
    const isBetter = improves();
    const isOver = promisesLess(first, options.tolerance) || (isDrowned(first) && !isBetter);
    if (isBetter) accept(theta);
    failures = isBetter ? 0 : failures + 1;
    const isLost = failures > mostFailures || (isBetter && hasVanished(theta, limits));
    if (isOver || isLost) return { theta, value: current.value, iterations, converged: isOver };
    mu = nextDamping(mu, first.gain / first.promised);
  }
  return { theta, value: current.value, iterations: options.maxIterations, converged: false };
}

/** Whether a step's promise is below this share of the objective. */
function promisesLess({ promised }: Candidate, share: number): boolean {
  return promised >= 0 && promised <= max(share * current.value, 1e-300);
}

/** Whether the promise drowns in the rounding of the objective, which then can neither confirm nor refute it. */
function isDrowned(candidate: Candidate): boolean {
  return promisesLess(candidate, rounding);
}

/** A lower objective; where rounding hides its progress, a gradient at most half as large. */
function improves(): boolean {
  if (first.gain > 0) return true;
  const size = (gradient: Float64Array): number => gradient.reduce((most, g) => max(most, abs(g)), 0);
  return (
    first.gain >= -rounding * current.value && size(first.derivatives.gradient) < 0.5 * size(current.gradient)
  );
}

/** Leaves the better of the two models' steps in `first`; the second model is asked only if the first one disappoints. */
function chooseStep(
  problem: Problem,
  theta: Float64Array,
  { preferred, mu, limits }: { preferred: Model; mu: number; limits: Limits },
): Model {
  tryStep(problem, theta, { model: preferred, mu, limits, into: first });
  if (first.gain >= 0.25 * first.promised || isDrowned(first)) return preferred;
  const other: Model = preferred === "exact" ? "reweighted" : "exact";
  tryStep(problem, theta, { model: other, mu, limits, into: second });
  if (!(second.gain > first.gain)) return preferred;
  [first, second] = [second, first];
  return other;
}

function tryStep(
  problem: Problem,
  theta: Float64Array,
  { model, mu, limits, into }: { model: Model; mu: number; limits: Limits; into: Candidate },
): void {
  const H = model === "exact" ? current.exact : current.reweighted;
  into.gain = -Infinity;
  into.promised = Infinity;
  if (!solveDamped(H, { mu, scale }, downhill, into.step)) return;
  const share = shareWithin(into.step);
  for (let i = 0; i < numParameters; i++) into.theta[i] = theta[i]! + share * into.step[i]!;
  keepWithin(into.theta, limits);
  for (let i = 0; i < numParameters; i++) into.step[i] = into.theta[i]! - theta[i]!;
  into.promised = dot(downhill, into.step) - 0.5 * quadratic(H, into.step);
  differentiate(problem, into.theta, into.derivatives);
  into.gain = current.value - into.derivatives.value;
}

/** What share of a step to take so that no parameter leaves the region where a quadratic model can be any good. */
function shareWithin(step: Float64Array): number {
  let share = 1;
  for (let i = 0; i < numParameters; i++) share = min(share, longestStep[i]! / abs(step[i]!));
  return share;
}

function accept(theta: Float64Array): void {
  theta.set(first.theta);
  [current, first.derivatives] = [first.derivatives, current];
}

/** Marquardt's rule: trust the model more or less, as it kept its promise. */
function nextDamping(mu: number, kept: number): number {
  if (!(kept > 0)) return max(mu * 8, 1e-12);
  if (kept > 0.7) return mu < 1e-14 ? 0 : mu * 0.1;
  return kept > 0.25 ? mu * 0.5 : mu * 3;
}

interface Limits {
  /** Of e = ln E. */
  lowestE: number;
  /** Largest |ln N − mean| and |ln D − mean|. */
  spanX: number;
  spanY: number;
}

function limitsOf({ points }: Problem): Limits {
  return {
    lowestE: log(points.smallestLoss * smallestShareOfE),
    spanX: points.x.reduce((most, value) => max(most, abs(value)), 0),
    spanY: points.y.reduce((most, value) => max(most, abs(value)), 0),
  };
}

/** Whether a term is below rounding at every point: the gradient towards its return is 0, the start is lost. */
function hasVanished(theta: Float64Array, { lowestE, spanX, spanY }: Limits): boolean {
  const nothing = lowestE - 20;
  return theta[0]! + theta[1]! * spanX < nothing || theta[2]! + theta[3]! * spanY < nothing;
}

function keepWithin(theta: Float64Array, { lowestE }: Limits): void {
  const { low, high } = exponentBounds;
  theta[1] = min(max(theta[1]!, low), high);
  theta[3] = min(max(theta[3]!, low), high);
  theta[4] = max(theta[4]!, lowestE);
}

/** Prepares direction and scale, taking out the parameters that stand at a bound and are pushed against it. */
function holdAtBounds(theta: Float64Array, { lowestE }: Limits): void {
  const { gradient, reweighted } = current;
  let largest = 0;
  for (let i = 0; i < numParameters; i++) {
    downhill[i] = -gradient[i]!;
    scale[i] = reweighted[(i * (i + 3)) / 2]!;
    if (scale[i]! > largest) largest = scale[i]!;
  }
  for (let i = 0; i < numParameters; i++) scale[i] = max(scale[i]!, 1e-14 * largest, 1e-300);
  const { low, high } = exponentBounds;
  for (const i of [1, 3]) {
    const push = downhill[i]!;
    if ((theta[i]! <= low && push <= 0) || (theta[i]! >= high && push >= 0)) takeOut(i);
  }
  if (theta[4]! <= lowestE && downhill[4]! <= 0) takeOut(4);
}

function takeOut(i: number): void {
  downhill[i] = 0;
  for (const H of [current.exact, current.reweighted]) {
    for (let j = 0; j < numParameters; j++) {
      H[i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i] = i === j ? 1 : 0;
    }
  }
}
