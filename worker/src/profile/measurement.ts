/**
 * Measurement: what one rank did in some steps, as it was measured. Parts, kernels and trace are made of it.
 *
 *   step       |———————————————————————————————————————————|
 *   reads       |–|         |–|
 *   calls          |———————|   |———————|                        of the gradient program, one per microbatch
 *   exchange                             |————|
 *   update                                     |————|
 */
import type { CallTimes, Span } from "../engine/engine.ts";

export interface MeasuredStep {
  span: Span;
  /** Filling microbatches with tokens. */
  reads: readonly Span[];
  /** Of the gradient program, as its caller sees them. */
  calls: readonly Span[];
  /** What the calls were inside the engine, if it can tell: one for each. */
  inside: readonly CallTimes[] | undefined;
  exchange: Span;
  update: Span;
}

export interface Preparation {
  part: "record" | "lower" | "compile";
  span: Span;
}

export interface Measurement {
  /** In order. */
  preparation: readonly Preparation[];
  /** In order; at least one. */
  steps: readonly MeasuredStep[];
}

export const lengthOf = ({ fromMs, toMs }: Span): number => toMs - fromMs;

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** Whatever else a machine does makes steps slower, never faster. At least one of them, in order. */
export function fasterHalf(steps: readonly MeasuredStep[]): MeasuredStep[] {
  const wanted = Math.ceil(steps.length / 2);
  const byLength = steps.toSorted((a, b) => lengthOf(a.span) - lengthOf(b.span)).slice(0, wanted);
  return steps.filter((step) => byLength.includes(step));
}
