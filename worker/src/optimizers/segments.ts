/**
 * Segments: the flat vector cut where weight decay starts or stops, so that the hot loop has no branch.
 */
import type { Parameter } from "../models/model.ts";
import { sizeOf } from "../models/parameters.ts";

export interface Segment {
  /** Half-open slice of the flat vector. */
  from: number;
  to: number;
  decay: boolean;
}

/** Neighbouring parameters with the same decay flag become one segment. */
export function segmentsOf(parameters: readonly Parameter[]): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const parameter of parameters) {
    const to = from + sizeOf(parameter);
    const last = segments.at(-1);
    if (last?.decay === parameter.decay) last.to = to;
    else segments.push({ from, to, decay: parameter.decay });
    from = to;
  }
  return segments;
}

/** The parts of the segments that lie in a range. */
export function within(segments: readonly Segment[], range: { from: number; to: number }): Segment[] {
  return segments
    .map(({ from, to, decay }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to), decay }))
    .filter(({ from, to }) => from < to);
}

/** [size] 1 where weight decay applies, else 0: the recorded programs' form of the segments. */
export function decayMask(parameters: readonly Parameter[]): Float32Array {
  const segments = segmentsOf(parameters);
  const mask = new Float32Array(segments.at(-1)?.to ?? 0);
  for (const { from, to, decay } of segments) mask.fill(decay ? 1 : 0, from, to);
  return mask;
}
