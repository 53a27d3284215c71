/**
 * Whether points can tell E, A, B, α and β apart. A fit always returns five numbers; here is decided whether they mean anything,
 * and if not, which points would help.
 */
import { eigenvalues } from "./linear.ts";
import { exponentBounds, smallestShareOfE } from "./minimise.ts";
import type { Problem } from "./objective.ts";
import type { Point } from "./types.ts";

/** Five constants and one point to check them. */
export const fewestPoints = 6;
/** A power of N with an offset has three constants, so three sizes; the same for data. */
export const fewestValues = 3;
/** Beyond this condition number of the scaled Jacobian, rounding of the losses alone moves the constants at will. */
const worstCondition = 1e7;
/** A term that never makes up more than this share of the loss says nothing of its exponent. */
const smallestShare = 1e-5;

/** What is wrong with where the points lie, whatever their losses; undefined if nothing. */
export function designProblem(points: readonly Point[]): string | undefined {
  const distinct = new Set(points.map(({ N, D }) => `${N} ${D}`)).size;
  if (distinct < fewestPoints) {
    const copies = points.length > distinct ? ` (${points.length} rows, the rest are repeats)` : "";
    return `There are ${distinct} different points${copies}, and five constants need at least ${fewestPoints}; add ${fewestPoints - distinct} with other sizes and horizons.`;
  }
  const sizes = new Set(points.map(({ N }) => N)).size;
  if (sizes < fewestValues) {
    return `The points have ${sizes} model ${sizes === 1 ? "size" : "sizes"}; A and alpha need at least ${fewestValues}. Add ${fewestValues - sizes} more, spread over a factor of ten or more.`;
  }
  const horizons = new Set(points.map(({ D }) => D)).size;
  if (horizons < fewestValues) {
    return `The points have ${horizons} token ${horizons === 1 ? "count" : "counts"}; B and beta need at least ${fewestValues}. Add horizons, spread over a factor of ten or more.`;
  }
  const { correlation, slope } = regress(points);
  if (correlation > 1 - 1e-6) {
    return `All points lie on one line, D proportional to N^${slope.toPrecision(3)}, where the two terms cannot be told apart; add horizons of another number of tokens per parameter.`;
  }
  return undefined;
}

/** Of ln D on ln N. */
function regress(points: readonly Point[]): { correlation: number; slope: number } {
  const x = points.map(({ N }) => Math.log(N));
  const y = points.map(({ D }) => Math.log(D));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const mx = mean(x);
  const my = mean(y);
  const sum = (of: (i: number) => number): number => x.reduce((total, _, i) => total + of(i), 0);
  const xy = sum((i) => (x[i]! - mx) * (y[i]! - my));
  const xx = sum((i) => (x[i]! - mx) ** 2);
  const yy = sum((i) => (y[i]! - my) ** 2);
  return { correlation: xy / Math.sqrt(xx * yy), slope: xy / xx };
}

/** What is wrong with the law found. */
export function lawProblem(problem: Problem, theta: Float64Array): { reason?: string; warnings: string[] } {
  const shares = sharesOf(problem, theta);
  const terms = [
    { exponent: theta[1]!, share: shares.N, names: ["alpha", "A", "N"], more: "sizes" },
    { exponent: theta[3]!, share: shares.D, names: ["beta", "B", "D"], more: "horizons" },
  ];
  for (const { exponent, share, names, more } of terms) {
    const [name, factor, variable] = names;
    if (share < smallestShare) {
      return {
        reason: `The losses do not depend on ${variable} in these points, so ${factor} and ${name} are undetermined; add ${more} that differ more.`,
        warnings: [],
      };
    }
    if (isAtBound(exponent)) {
      const where = exponent > 1 ? "above any sensible value" : "to 0";
      return {
        reason: `${name} ran ${where}: the losses do not fix how they fall with ${variable}. Add ${more} that differ more, or check the losses for mistakes.`,
        warnings: [],
      };
    }
  }
  const withoutE = hasNoFloor(problem, theta);
  const condition = conditionOf(problem, theta, withoutE ? 4 : 5);
  if (!(condition < worstCondition)) {
    return {
      reason: `The points constrain fewer than five constants; add sizes and horizons in other combinations.`,
      warnings: [],
    };
  }
  return { warnings: [...(withoutE ? [noFloor] : []), ...missWarning(problem, theta)] };
}

const noFloor =
  "E ran to 0: the losses do not bend towards a floor in the range of the points. Predictions far beyond them will be too low.";

/** A law that misses half of its points by this much, in ln L, is hardly one. */
const largestMiss = 0.05;

function missWarning({ points }: Problem, theta: Float64Array): string[] {
  const misses = points.z.map((z, i) => {
    const terms = [theta[0]! - theta[1]! * points.x[i]!, theta[2]! - theta[3]! * points.y[i]!, theta[4]!];
    return Math.abs(Math.log(terms.reduce((sum, term) => sum + Math.exp(term), 0)) - z);
  });
  const median = misses.sort()[points.count >> 1]!;
  if (median < largestMiss) return [];
  return [
    `The law misses half of the points by more than ${(100 * Math.expm1(median)).toPrecision(2)} %: check that all losses are final ones of cooled-down runs on the same validation set.`,
  ];
}

export function isAtBound(exponent: number): boolean {
  return exponent < exponentBounds.low + 1e-4 || exponent > exponentBounds.high - 1e-4;
}

function hasNoFloor({ points }: Problem, theta: Float64Array): boolean {
  return theta[4]! < Math.log(points.smallestLoss * smallestShareOfE) + Math.log(1e4);
}

/** Largest share of the loss that each term has at any point. */
function sharesOf({ points }: Problem, theta: Float64Array): { N: number; D: number } {
  const shares = { N: 0, D: 0 };
  for (let i = 0; i < points.count; i++) {
    const first = Math.exp(theta[0]! - theta[1]! * points.x[i]!);
    const second = Math.exp(theta[2]! - theta[3]! * points.y[i]!);
    const total = first + second + Math.exp(theta[4]!);
    shares.N = Math.max(shares.N, first / total);
    shares.D = Math.max(shares.D, second / total);
  }
  return shares;
}

/** Derivatives of ln L at (x, y), the centred logarithms, in the order of θ. */
export function jacobianRow(theta: Float64Array, x: number, y: number): Float64Array {
  const first = Math.exp(theta[0]! - theta[1]! * x);
  const second = Math.exp(theta[2]! - theta[3]! * y);
  const E = Math.exp(theta[4]!);
  const total = first + second + E;
  return Float64Array.of(first, -x * first, second, -y * second, E).map((value) => value / total);
}

/** Condition number of the Jacobian of ln L with columns scaled to length 1; `count` leading parameters. */
export function conditionOf({ points }: Problem, theta: Float64Array, count = 5): number {
  const rows = Array.from(points.x, (x, i) => jacobianRow(theta, x, points.y[i]!));
  const lengths = Array.from({ length: count }, (_, j) => Math.hypot(...rows.map((row) => row[j]!)));
  const gram = lengths.flatMap((lj, j) =>
    lengths.map((lk, k) => rows.reduce((sum, row) => sum + (row[j]! / lj) * (row[k]! / lk), 0)),
  );
  const values = eigenvalues(gram, count);
  return Math.sqrt(values.at(-1)! / Math.max(values[0]!, 0));
}
