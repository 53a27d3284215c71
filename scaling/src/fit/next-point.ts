/**
 * The point to train next: most information per FLOP.
 *
 * Around the optimum the fit is linear regression in ln L with Jacobian J and noise σ, so its covariance is Σ = σ²(JᵀJ)⁻¹, and a
 * further point with row j changes the variance of a quantity with gradient g from gᵀΣg to gᵀΣg − (gᵀΣj)²/(σ² + jᵀΣj). σ² cancels
 * in the ratio of the two (c-optimal design, one step). The quantity is ln of the loss at the budget if there is one, else
 * a = β/(α+β). Gain per FLOP alone would always take the cheapest run and learn almost nothing from it, so a candidate must
 * shrink the interval by a tenth; if none can, the one that shrinks it most is taken.
 */
import { jacobianRow } from "./identify.ts";
import { dot, solveDamped } from "./linear.ts";
import type { LogPoints } from "./points.ts";
import type { NextPoint, Point } from "./types.ts";

export interface NextPointInput {
  points: readonly Point[];
  logs: LogPoints;
  theta: Float64Array;
  /** FLOPs of a run of N parameters on D tokens. */
  cost: (N: number, D: number) => number;
  /** Where the loss is wanted; without it the target is `a`. */
  target?: { N: number; D: number };
}

export interface Candidate {
  N: number;
  D: number;
  flops: number;
  /** Standard deviation of the target's estimate with the point, as a share of that without it. */
  shrink: number;
}

/** Candidates a side of the grid, evenly in the logarithms. */
const gridSide = 25;
/** How far beyond the points a candidate may lie: the law is trusted a little further than it has been seen. */
const reach = 4;
const enough = 0.9;

/** @returns undefined if the points have no information to build on */
export function nextPoint(input: NextPointInput): Candidate | undefined {
  const candidates = rankCandidates(input);
  const worthwhile = candidates.filter(({ shrink }) => shrink <= enough);
  const perFlop = ({ shrink, flops }: Candidate): number => (1 - shrink * shrink) / flops;
  if (worthwhile.length > 0) return worthwhile.reduce((p, q) => (perFlop(q) > perFlop(p) ? q : p));
  return candidates.length > 0 ? candidates.reduce((p, q) => (q.shrink < p.shrink ? q : p)) : undefined;
}

/** Every candidate with what it would teach. */
export function rankCandidates(input: NextPointInput): Candidate[] {
  const { points, logs, theta, cost, target } = input;
  const information = informationOf(input);
  const row = (N: number, D: number): Float64Array =>
    jacobianRow(theta, Math.log(N) - logs.meanLogN, Math.log(D) - logs.meanLogD);
  const gradient = target ? row(target.N, target.D) : gradientOfA(theta);
  const covariant = solve(information, gradient);
  if (!covariant) return [];
  const variance = dot(gradient, covariant);
  const ratios = points.map(({ N, D }) => D / N);
  const limits = {
    flops: reach * Math.max(...points.map(({ N, D }) => cost(N, D))),
    lowRatio: Math.min(...ratios) / 2,
    highRatio: 2 * Math.max(...ratios),
  };
  return gridOver(points).flatMap(({ N, D }) => {
    const flops = cost(N, D);
    if (flops > limits.flops || D / N < limits.lowRatio || D / N > limits.highRatio) return [];
    const j = row(N, D);
    const own = solve(information, j);
    if (!own) return [];
    const gain = dot(covariant, j) ** 2 / (1 + dot(j, own));
    return [{ N, D, flops, shrink: Math.sqrt(Math.max(0, 1 - gain / variance)) }];
  });
}

/** The next point as the report shows it. */
export function describeNext(
  chosen: Candidate,
  { target, halfWidth, loss }: { target: NextPoint["target"]; halfWidth: number; loss: NextPoint["loss"] },
): NextPoint {
  const { N, D, flops, shrink } = chosen;
  return { N, D, flops, loss, target, halfWidth: { now: halfWidth, after: halfWidth * shrink } };
}

/** JᵀJ as a lower triangle: the information in units of 1/σ². */
function informationOf({ logs, theta }: NextPointInput): Float64Array {
  const information = new Float64Array(15);
  for (let i = 0; i < logs.count; i++) {
    const j = jacobianRow(theta, logs.x[i]!, logs.y[i]!);
    for (let p = 0, at = 0; p < 5; p++) for (let q = 0; q <= p; q++) information[at++]! += j[p]! * j[q]!;
  }
  return information;
}

/** A whisper of damping, so that an E at 0, which nothing constrains and nothing needs, does not make the matrix singular. */
function solve(information: Float64Array, right: Float64Array): Float64Array | undefined {
  const diagonal = Float64Array.from({ length: 5 }, (_, i) => information[(i * (i + 3)) / 2]!);
  const floor = 1e-9 * Math.max(...diagonal);
  const x = new Float64Array(5);
  const scale = diagonal.map((value) => Math.max(value, floor));
  return solveDamped(information, { mu: 1e-12, scale }, right, x) ? x : undefined;
}

function gradientOfA(theta: Float64Array): Float64Array {
  const alpha = theta[1]!;
  const beta = theta[3]!;
  const sum = (alpha + beta) ** 2;
  return Float64Array.of(0, -beta / sum, 0, alpha / sum, 0);
}

function gridOver(points: readonly Point[]): { N: number; D: number }[] {
  const axis = (values: readonly number[]): number[] => {
    const low = Math.log(Math.min(...values));
    const high = Math.log(Math.max(...values) * reach);
    return Array.from({ length: gridSide }, (_, i) => Math.exp(low + ((high - low) * i) / (gridSide - 1)));
  };
  const horizons = axis(points.map(({ D }) => D));
  return axis(points.map(({ N }) => N)).flatMap((N) =>
    horizons.map((D) => ({ N: Math.round(N), D: Math.round(D) })),
  );
}
