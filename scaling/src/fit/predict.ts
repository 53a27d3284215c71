/** What a law says: the loss at a size and data, with the percentile interval of its resamples. */
import type { Interval, Law } from "./types.ts";

/** E + A/N^α + B/D^β */
export function predictLoss({ E, A, B, alpha, beta }: Law, { N, D }: { N: number; D: number }): number {
  return E + A * N ** -alpha + B * D ** -beta;
}

/** A fitted law with the laws of its bootstrap resamples. */
export interface FittedLaw {
  law: Law;
  laws: readonly Law[];
  confidence: number;
}

/**
 * The law's loss at (N, D) with its interval: how well the law is known there. A single run scatters around it in addition.
 */
export function predict(fit: FittedLaw, at: { N: number; D: number }): Interval {
  return intervalOf(fit, (law) => predictLoss(law, at));
}

/** Any quantity of a law, with its percentile interval over the resamples. */
export function intervalOf({ law, laws, confidence }: FittedLaw, quantity: (law: Law) => number): Interval {
  const values = Float64Array.from(laws, quantity).sort();
  const tail = (1 - confidence) / 2;
  return { value: quantity(law), low: quantile(values, tail), high: quantile(values, 1 - tail) };
}

/** Linear between order statistics; `sorted` ascending and not empty. */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // Equal ends may be infinite.
  return low === high ? low : low + (at - below) * (high - low);
}
