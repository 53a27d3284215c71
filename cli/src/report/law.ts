/** The fitted law on plain constants: L(N, D) = E + A/N^α + B/D^β, and its best loss at a cost. */
import type { ConstantName, FitReport, SizeReport } from "./study-report.ts";

export type Constants = Record<ConstantName, number>;

/** Undefined unless the points identify the law. */
export function constantsOf(fit: FitReport | undefined): Constants | undefined {
  if (!fit?.identified || fit.constants.length === 0) return undefined;
  return Object.fromEntries(fit.constants.map(({ name, value }) => [name, value])) as Constants;
}

/** Nats per token. */
export function lawLoss({ E, A, B, alpha, beta }: Constants, { N, D }: { N: number; D: number }): number {
  return E + A * N ** -alpha + B * D ** -beta;
}

export interface FrontierPoint {
  flops: number;
  N: number;
  D: number;
  loss: number;
}

const candidates = 160;

/**
 * Best loss that the law allows for so many FLOPs by the detailed count. The cost of a token is read between the study's sizes
 * (ratio to 6N, linear in ln N, constant beyond them): the count itself is a function of shapes, not of N.
 */
export function frontierAt(flops: number, law: Constants, sizes: readonly SizeReport[]): FrontierPoint {
  const ordered = sizes.toSorted((a, b) => a.parameters - b.parameters);
  const smallest = ordered[0]?.parameters ?? 1;
  const largest = ordered.at(-1)?.parameters ?? 1;
  const from = Math.log(smallest / 10);
  const to = Math.log(largest * 10);
  let best: FrontierPoint | undefined;
  for (let i = 0; i <= candidates; i++) {
    const N = Math.exp(from + ((to - from) * i) / candidates);
    const D = flops / flopsPerToken(N, ordered);
    const loss = lawLoss(law, { N, D });
    if (!best || loss < best.loss) best = { flops, N, D, loss };
  }
  return best ?? { flops, N: smallest, D: flops / (6 * smallest), loss: NaN };
}

/** @param sizes ascending in parameters */
function flopsPerToken(N: number, sizes: readonly SizeReport[]): number {
  const ratio = (size: SizeReport): number => size.flopsPerToken / (6 * size.parameters);
  const above = sizes.findIndex(({ parameters }) => parameters >= N);
  const upper = sizes[above === -1 ? sizes.length - 1 : above];
  const lower = sizes[above <= 0 ? (above === -1 ? sizes.length - 1 : 0) : above - 1];
  if (!upper || !lower) return 6 * N;
  if (upper === lower) return 6 * N * ratio(upper);
  const share = Math.log(N / lower.parameters) / Math.log(upper.parameters / lower.parameters);
  return 6 * N * (ratio(lower) + share * (ratio(upper) - ratio(lower)));
}
