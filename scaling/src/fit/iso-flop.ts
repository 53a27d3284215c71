/**
 * Approach 2 of Hoffmann et al. 2022 as a cross-check: at fixed budgets a parabola of the loss over ln N, then ln N* against ln C.
 *
 * Studies have horizons, not budgets: each size's loss is interpolated between its horizons (ln L linear in ln C, never beyond
 * the ends). The exponent is biased when α ≠ β or the sizes lie off-centre, so it is never the answer.
 */
import type { IsoFlop, Point } from "./types.ts";

const numBudgets = 9;
const fewestSizes = 3;

interface Profile {
  x: number;
  /** Ascending in ln C. */
  curve: { c: number; l: number }[];
}

/** @param cost FLOPs of a run of N parameters on D tokens */
export function fitIsoFlop(points: readonly Point[], cost: (N: number, D: number) => number): IsoFlop {
  const profiles = profilesOf(points, cost);
  const range = rangeOf(profiles);
  if (!range) {
    return {
      budgets: [],
      reason: `No budget is covered by ${fewestSizes} sizes with two horizons each; give the sizes horizons whose costs overlap.`,
    };
  }
  const budgets = Array.from({ length: numBudgets }, (_, i) => {
    const c = range.low + ((range.high - range.low) * i) / (numBudgets - 1);
    return valley(profiles, c);
  }).filter((budget) => budget !== undefined);
  const { slope } = line(budgets.map(({ flops, N }) => ({ x: Math.log(flops), y: Math.log(N) })));
  if (budgets.length < 3 || !Number.isFinite(slope)) {
    return {
      budgets,
      reason: `Only ${budgets.length} budgets have their best size inside the range of sizes; add sizes on the side where the loss still falls.`,
    };
  }
  return { a: slope, budgets };
}

function profilesOf(points: readonly Point[], cost: (N: number, D: number) => number): Profile[] {
  const sizes = Map.groupBy(points, ({ N }) => N);
  return [...sizes].map(([N, own]) => {
    const horizons = [...Map.groupBy(own, ({ D }) => D)];
    const curve = horizons.map(([D, same]) => ({
      c: Math.log(cost(N, D)),
      l: same.reduce((sum, { loss }) => sum + Math.log(loss), 0) / same.length,
    }));
    return { x: Math.log(N), curve: curve.sort((p, q) => p.c - q.c) };
  });
}

/** Budgets that at least three sizes cover. */
function rangeOf(profiles: readonly Profile[]): { low: number; high: number } | undefined {
  const ends = profiles
    .filter(({ curve }) => curve.length > 1)
    .map(({ curve }) => ({ low: curve[0]!.c, high: curve.at(-1)!.c }));
  const covered = ends
    .flatMap(({ low, high }) => [low, high])
    .filter((c) => ends.filter(({ low, high }) => low <= c && c <= high).length >= fewestSizes);
  if (covered.length < 2) return undefined;
  const range = { low: Math.min(...covered), high: Math.max(...covered) };
  return range.high > range.low ? range : undefined;
}

/** The best size at a budget, if it lies between the sizes. */
function valley(profiles: readonly Profile[], c: number): IsoFlop["budgets"][number] | undefined {
  const points = profiles.flatMap(({ x, curve }) => {
    const above = curve.findIndex((at) => at.c >= c - 1e-9);
    const p = curve[above - 1];
    const q = curve[above];
    if (q && Math.abs(q.c - c) <= 1e-9) return curve.length > 1 ? [{ x, y: Math.exp(q.l) }] : [];
    if (!p || !q) return [];
    return [{ x, y: Math.exp(p.l + ((q.l - p.l) * (c - p.c)) / (q.c - p.c)) }];
  });
  if (points.length < fewestSizes) return undefined;
  const { middle, c0, c1, c2 } = parabola(points);
  const at = middle - c1 / (2 * c2);
  const xs = points.map(({ x }) => x);
  if (!(c2 > 0) || at < Math.min(...xs) || at > Math.max(...xs)) return undefined;
  return { flops: Math.exp(c), N: Math.exp(at), loss: c0 - c1 ** 2 / (4 * c2), sizes: points.length };
}

/** Least squares for y = c0 + c1·(x − middle) + c2·(x − middle)², by orthogonal polynomials. */
function parabola(points: readonly { x: number; y: number }[]): {
  middle: number;
  c0: number;
  c1: number;
  c2: number;
} {
  const n = points.length;
  const sum = (of: (x: number, y: number) => number): number =>
    points.reduce((total, { x, y }) => total + of(x, y), 0);
  const middle = sum((x) => x) / n;
  const s2 = sum((x) => (x - middle) ** 2);
  const s3 = sum((x) => (x - middle) ** 3);
  const second = (x: number): number => (x - middle) ** 2 - (s3 / s2) * (x - middle) - s2 / n;
  const mean = sum((_, y) => y) / n;
  const first = sum((x, y) => (x - middle) * y) / s2;
  const c2 = sum((x, y) => second(x) * y) / sum((x) => second(x) ** 2);
  return { middle, c0: mean - (c2 * s2) / n, c1: first - (c2 * s3) / s2, c2 };
}

function line(points: readonly { x: number; y: number }[]): { slope: number } {
  const n = points.length;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / n;
  const my = points.reduce((sum, { y }) => sum + y, 0) / n;
  const xy = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0);
  return { slope: xy / points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0) };
}
