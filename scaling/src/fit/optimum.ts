/** Compute-optimal size and data at a budget, under 6ND in closed form and under any cost per token by search. */
import { intervalOf, predictLoss, type FittedLaw } from "./predict.ts";
import type { CostTable, Interval, Law, Optimum } from "./types.ts";

/** FLOPs of training a model of N parameters on one token. */
export type FlopsPerToken = (N: number) => number;

export const sixN: FlopsPerToken = (N) => 6 * N;

export interface Allocation {
  N: number;
  D: number;
  loss: number;
}

/** Hoffmann et al. 2022, eq. 4: N* = G (C/6)^a, D* = (C/6)/N*. Exponents at 0 give the corner they point to. */
export function optimumAt6ND(law: Law, flops: number): Allocation {
  const { A, B } = law;
  const alpha = Math.max(law.alpha, 1e-6);
  const beta = Math.max(law.beta, 1e-6);
  const logG = (Math.log(alpha) + Math.log(A) - Math.log(beta) - Math.log(B)) / (alpha + beta);
  const logN = logG + (beta / (alpha + beta)) * Math.log(flops / 6);
  const N = Math.exp(logN);
  const D = Math.exp(Math.log(flops / 6) - logN);
  return { N, D, loss: predictLoss(law, { N, D }) };
}

/**
 * The best split of a budget when a token of a model of N parameters costs `flopsPerToken(N)`, by golden section over ln N.
 *
 * @param range sizes to search; a result at an end means that the optimum lies outside
 */
export function optimumAt(
  law: Law,
  flops: number,
  flopsPerToken: FlopsPerToken,
  range: { low: number; high: number },
): Allocation {
  const at = (logN: number): Allocation => {
    const N = Math.exp(logN);
    const D = flops / flopsPerToken(N);
    return { N, D, loss: predictLoss(law, { N, D }) };
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(range.low);
  let high = Math.log(range.high);
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let lossLeft = at(left).loss;
  let lossRight = at(right).loss;
  while (high - low > 1e-7) {
    if (lossLeft <= lossRight) {
      high = right;
      right = left;
      lossRight = lossLeft;
      left = high - golden * (high - low);
      lossLeft = at(left).loss;
    } else {
      low = left;
      left = right;
      lossLeft = lossRight;
      right = low + golden * (high - low);
      lossRight = at(right).loss;
    }
  }
  return at((low + high) / 2);
}

/** Log-log linear between the sizes of a table and beyond its ends; one row means FLOPs proportional to N. */
export function interpolateCost(table: CostTable): FlopsPerToken {
  const rows = table
    .toSorted((p, q) => p.N - q.N)
    .filter(({ N }, i, sorted) => N !== sorted[i + 1]?.N)
    .map(({ N, flopsPerToken }) => ({ x: Math.log(N), y: Math.log(flopsPerToken) }));
  return (N) => {
    const x = Math.log(N);
    const above = rows.findIndex((row) => row.x >= x);
    const to = Math.max(1, above < 0 ? rows.length - 1 : above);
    const p = rows[to - 1]!;
    const q = rows[to] ?? { x: p.x + 1, y: p.y + 1 };
    return Math.exp(p.y + ((q.y - p.y) * (x - p.x)) / (q.x - p.x));
  };
}

/**
 * Size, data and loss at the compute-optimal split of `flops`, each with its interval.
 *
 * @param cost detailed cost per token; without it 6ND
 */
export function predictAtBudget(fit: FittedLaw, flops: number, cost?: CostTable): Optimum {
  const flopsPerToken = cost && interpolateCost(cost);
  const allocate = (law: Law): Allocation => {
    const near = optimumAt6ND(law, flops);
    if (!flopsPerToken) return near;
    // The two counts differ by less than a factor of ten at any sensible shape; the loss is nearly flat in ln N.
    const middle = Math.min(Math.max(near.N, 1), flops);
    return optimumAt(law, flops, flopsPerToken, { low: middle / 1e4, high: middle * 1e4 });
  };
  const known = new Map<Law, Allocation>();
  const interval = (of: (allocation: Allocation) => number): Interval =>
    intervalOf(fit, (law) => {
      const allocation = known.get(law) ?? allocate(law);
      known.set(law, allocation);
      return of(allocation);
    });
  return {
    flops,
    N: interval(({ N }) => N),
    D: interval(({ D }) => D),
    loss: interval(({ loss }) => loss),
    cost: cost ? "detailed" : "6ND",
  };
}
