/**
 * Approach 2 of Hoffmann et al. 2022 as a cross-check: at fixed budgets a parabola of the loss over ln N, then ln N* against ln C.
 *
 * Points that lie on common budgets are used as they are. Studies have horizons instead: there each size's ln L is interpolated in
 * ln C (a parabola through the three nearest horizons), up to a factor of two beyond its ends. The exponent is biased when α ≠ β
 * or the sizes lie off-centre, so it is never the answer.
 */
import type { IsoFlop, Point } from "./types.ts";

const numBudgets = 9;
const fewestSizes = 3;
/** Costs this close in ln C are one budget: horizons are rounded to whole steps. */
const sameBudget = Math.log(1.05);
const beyondEnds = Math.log(2);

interface Profile {
  /** ln N */
  x: number;
  /** Ascending in ln C. */
  curve: { c: number; l: number }[];
}

/** @param cost FLOPs of a run of N parameters on D tokens */
export function fitIsoFlop(points: readonly Point[], cost: (N: number, D: number) => number): IsoFlop {
  const profiles = profilesOf(points, cost);
  const slices = slicesOf(profiles);
  const budgets = (slices.length >= 2 ? slices : interpolatedSlices(profiles)).flatMap(valley);
  if (budgets.length < 2) {
    return {
      budgets,
      reason: `Fewer than two budgets are covered by ${fewestSizes} sizes with the best one inside; give the sizes horizons whose costs overlap.`,
    };
  }
  return { a: slopeOf(budgets.map(({ flops, N }) => ({ x: Math.log(flops), y: Math.log(N) }))), budgets };
}

function profilesOf(points: readonly Point[], cost: (N: number, D: number) => number): Profile[] {
  return [...Map.groupBy(points, ({ N }) => N)].map(([N, own]) => {
    const curve = [...Map.groupBy(own, ({ D }) => D)].map(([D, same]) => ({
      c: Math.log(cost(N, D)),
      l: same.reduce((sum, { loss }) => sum + Math.log(loss), 0) / same.length,
    }));
    return { x: Math.log(N), curve: curve.sort((p, q) => p.c - q.c) };
  });
}

/** Losses over ln N at one budget. */
interface Slice {
  c: number;
  points: { x: number; y: number }[];
}

/** Budgets that the points themselves share. */
function slicesOf(profiles: readonly Profile[]): Slice[] {
  const all = profiles
    .flatMap(({ x, curve }) => curve.map(({ c, l }) => ({ c, x, y: Math.exp(l) })))
    .sort((p, q) => p.c - q.c);
  const groups: (typeof all)[] = [];
  for (const point of all) {
    const group = groups.at(-1);
    if (group && point.c - group[0]!.c <= sameBudget) group.push(point);
    else groups.push([point]);
  }
  return groups
    .filter((group) => new Set(group.map(({ x }) => x)).size >= fewestSizes)
    .map((group) => ({ c: group.reduce((sum, { c }) => sum + c, 0) / group.length, points: group }));
}

/** Evenly spaced budgets, with every size that reaches them. */
function interpolatedSlices(profiles: readonly Profile[]): Slice[] {
  const curves = profiles
    .filter(({ curve }) => curve.length > 1)
    .map((profile) => ({
      ...profile,
      low: profile.curve[0]!.c - beyondEnds,
      high: profile.curve.at(-1)!.c + beyondEnds,
    }));
  const ends = curves
    .flatMap(({ low, high }) => [low, high])
    .filter((c) => curves.filter(({ low, high }) => low <= c && c <= high).length >= fewestSizes);
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  if (!(high > low)) return [];
  return Array.from({ length: numBudgets }, (_, i) => low + ((high - low) * i) / (numBudgets - 1))
    .map((c) => ({
      c,
      points: curves
        .filter((curve) => curve.low <= c && c <= curve.high)
        .map(({ x, curve }) => ({ x, y: Math.exp(interpolate(curve, c)) })),
    }))
    .filter(({ points }) => points.length >= fewestSizes);
}

/** Lagrange polynomial through the (up to) three nearest points. */
function interpolate(curve: Profile["curve"], c: number): number {
  const near = curve.toSorted((p, q) => Math.abs(p.c - c) - Math.abs(q.c - c)).slice(0, 3);
  return near.reduce(
    (sum, p) => sum + near.reduce((term, q) => (q === p ? term : (term * (c - q.c)) / (p.c - q.c)), p.l),
    0,
  );
}

/** The best size at a budget, if it lies between the sizes. */
function valley({ c, points }: Slice): IsoFlop["budgets"] {
  const { middle, c0, c1, c2 } = parabola(points);
  const at = middle - c1 / (2 * c2);
  const xs = points.map(({ x }) => x);
  if (!(c2 > 0) || at < Math.min(...xs) || at > Math.max(...xs)) return [];
  const loss = c0 - c1 ** 2 / (4 * c2);
  return [{ flops: Math.exp(c), N: Math.exp(at), loss, sizes: new Set(xs).size }];
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

/** Of the least-squares line. */
function slopeOf(points: readonly { x: number; y: number }[]): number {
  const n = points.length;
  const mx = points.reduce((sum, { x }) => sum + x, 0) / n;
  const my = points.reduce((sum, { y }) => sum + y, 0) / n;
  const xy = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0);
  return xy / points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
}
