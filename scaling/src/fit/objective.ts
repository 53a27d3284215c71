/**
 * Objective of approach 3 (Hoffmann et al. 2022): Σ Huber_δ(ln(E + A/N^α + B/D^β) − ln L), with gradient and two Hessians.
 *
 * θ = (p, α, q, β, e): p = ln A − α·mean ln N, q = ln B − β·mean ln D, e = ln E. This is the paper's parametrisation up to a
 * shear, in which sizes and exponents hardly correlate.
 */
import type { LogPoints } from "./points.ts";
import type { Law } from "./types.ts";

/** Bound once: in a test's own realm every use of the global `Math` is a slow look-up. */
const { abs, exp, log, min } = Math;

export const numParameters = 5;
/** Lower triangle, row by row. */
export const numEntries = 15;

/** Results of an evaluation; reused, so that the hot path allocates nothing. */
export interface Derivatives {
  value: number;
  gradient: Float64Array;
  /** Second derivatives. Outliers add only the curvature of the model, so it may be indefinite. */
  exact: Float64Array;
  /** Σ min(1, δ/|r|)·J·Jᵀ: the reweighted least-squares Hessian, never indefinite. */
  reweighted: Float64Array;
}

export function createDerivatives(): Derivatives {
  return {
    value: 0,
    gradient: new Float64Array(numParameters),
    exact: new Float64Array(numEntries),
    reweighted: new Float64Array(numEntries),
  };
}

/** Row weights are multiplicities: a resample is the same rows with other weights. Rows of weight 0 cost nothing. */
export interface Problem {
  points: LogPoints;
  weights: Float64Array;
  delta: number;
}

/** exp of more than this overflows; no law that anybody wants is near. */
const largestExponent = 600;

export function objective({ points, weights, delta }: Problem, theta: Float64Array): number {
  const { x, y, z, count } = points;
  const p = theta[0]!;
  const alpha = theta[1]!;
  const q = theta[2]!;
  const beta = theta[3]!;
  const E = exp(theta[4]!);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const first = exp(min(p - alpha * x[i]!, largestExponent));
    const second = exp(min(q - beta * y[i]!, largestExponent));
    const r = abs(log(first + second + E) - z[i]!);
    sum += weight * (r <= delta ? 0.5 * r * r : delta * (r - 0.5 * delta));
  }
  return sum;
}

/** Fills `out`; the value is bitwise that of `objective`. */
export function differentiate(problem: Problem, theta: Float64Array, out: Derivatives): void {
  const { points, weights, delta } = problem;
  const { x, y, z, count } = points;
  const p = theta[0]!;
  const alpha = theta[1]!;
  const q = theta[2]!;
  const beta = theta[3]!;
  const E = exp(theta[4]!);
  const { gradient, exact, reweighted } = out;
  gradient.fill(0);
  exact.fill(0);
  reweighted.fill(0);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    const xi = x[i]!;
    const yi = y[i]!;
    const first = exp(min(p - alpha * xi, largestExponent));
    const second = exp(min(q - beta * yi, largestExponent));
    const total = first + second + E;
    const r = log(total) - z[i]!;
    const size = abs(r);
    const inlier = size <= delta;
    sum += weight * (inlier ? 0.5 * r * r : delta * (size - 0.5 * delta));
    // Slope of the Huber loss, and the weights of the three terms in the sum.
    const slope = weight * (inlier ? r : r > 0 ? delta : -delta);
    const w1 = first / total;
    const w2 = second / total;
    const w3 = E / total;
    const j1 = -xi * w1;
    const j3 = -yi * w2;
    gradient[0]! += slope * w1;
    gradient[1]! += slope * j1;
    gradient[2]! += slope * w2;
    gradient[3]! += slope * j3;
    gradient[4]! += slope * w3;
    // ∇²ln(Σ exp t) = diag(w) − w·wᵀ in the exponents t, which are linear in θ.
    const k = (inlier ? weight : 0) - slope;
    exact[0]! += k * w1 * w1 + slope * w1;
    exact[1]! += k * j1 * w1 + slope * j1;
    exact[2]! += k * j1 * j1 - slope * xi * j1;
    exact[3]! += k * w2 * w1;
    exact[4]! += k * w2 * j1;
    exact[5]! += k * w2 * w2 + slope * w2;
    exact[6]! += k * j3 * w1;
    exact[7]! += k * j3 * j1;
    exact[8]! += k * j3 * w2 + slope * j3;
    exact[9]! += k * j3 * j3 - slope * yi * j3;
    exact[10]! += k * w3 * w1;
    exact[11]! += k * w3 * j1;
    exact[12]! += k * w3 * w2;
    exact[13]! += k * w3 * j3;
    exact[14]! += k * w3 * w3 + slope * w3;
    const u = inlier ? weight : (weight * delta) / size;
    reweighted[0]! += u * w1 * w1;
    reweighted[1]! += u * j1 * w1;
    reweighted[2]! += u * j1 * j1;
    reweighted[3]! += u * w2 * w1;
    reweighted[4]! += u * w2 * j1;
    reweighted[5]! += u * w2 * w2;
    reweighted[6]! += u * j3 * w1;
    reweighted[7]! += u * j3 * j1;
    reweighted[8]! += u * j3 * w2;
    reweighted[9]! += u * j3 * j3;
    reweighted[10]! += u * w3 * w1;
    reweighted[11]! += u * w3 * j1;
    reweighted[12]! += u * w3 * w2;
    reweighted[13]! += u * w3 * j3;
    reweighted[14]! += u * w3 * w3;
  }
  out.value = sum;
}

export function toTheta({ E, A, B, alpha, beta }: Law, { meanLogN, meanLogD }: LogPoints): Float64Array {
  return Float64Array.of(log(A) - alpha * meanLogN, alpha, log(B) - beta * meanLogD, beta, log(E));
}

export function toLaw(theta: Float64Array, { meanLogN, meanLogD }: LogPoints): Law {
  const [p, alpha, q, beta, e] = theta as unknown as [number, number, number, number, number];
  return {
    E: exp(e),
    A: exp(p + alpha * meanLogN),
    B: exp(q + beta * meanLogD),
    alpha,
    beta,
  };
}
