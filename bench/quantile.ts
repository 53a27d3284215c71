/** Quantiles of what a bench has measured. */

/** @param sorted ascending @returns NaN of nothing */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}
