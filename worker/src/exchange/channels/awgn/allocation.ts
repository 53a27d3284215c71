/**
 * Allocation: how a transmitter's power is shared among the segments of a payload.
 *
 *   norm      share_j = mean over shards of ‖x_kj‖ / Σ_i ‖x_ki‖        (the official code of Makkuva et al. 2024)
 *   uniform   share_j = n_j / Σ n_i
 *
 * Segments in which nobody has anything to send get nothing, and the shares add up to 1 unless all of them are such.
 */
import type { Segment } from "../../codecs/codec.ts";

/** Shares of the power, by segment. @param norms by shard, by segment */
export type Allocation = (
  segments: readonly Segment[],
  norms: readonly Float64Array[],
) => Float64Array<ArrayBuffer>;

export const allocations: Record<"norm" | "uniform", Allocation> = { norm: byNorm, uniform: byElement };

function byNorm(segments: readonly Segment[], norms: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const shares = new Float64Array(segments.length);
  // A shard that sends nothing at all has no opinion.
  const senders = norms.filter((each) => each.some((norm) => norm > 0));
  for (const each of senders) {
    const total = each.reduce((sum, norm) => sum + norm, 0);
    for (let j = 0; j < shares.length; j++) shares[j] = shares[j]! + each[j]! / total / senders.length;
  }
  return shares;
}

function byElement(segments: readonly Segment[], norms: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const lengths = Float64Array.from(segments, ({ from, to }, j) =>
    norms.some((each) => each[j]! > 0) ? to - from : 0,
  );
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return total === 0 ? lengths : lengths.map((length) => length / total);
}
