/**
 * The mean over shards of one block, in shard order. Sums in float64 and rounds once, so the bits depend on the order of the
 * shards alone, never on who hosts them or how the vector is cut.
 */
import type { Range } from "./shards.ts";

/** Where a shard's contribution to a block lies: element `at` of `values` is element `from` of the block. */
export interface Piece {
  values: Float32Array;
  at: number;
}

/** Writes the mean of the pieces, one per shard in shard order, to `mean[from, to)`. */
export function averageBlock(pieces: readonly Piece[], mean: Float32Array, { from, to }: Range): void {
  const count = pieces.length;
  if (count === 2) return averagePair(pieces as [Piece, Piece], mean, { from, to });
  for (let i = from; i < to; i++) {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const piece = pieces[k]!;
      sum += piece.values[piece.at + i - from]!;
    }
    mean[i] = sum / count;
  }
}

/** The same for two shards, without the inner loop. */
function averagePair([a, b]: [Piece, Piece], mean: Float32Array, { from, to }: Range): void {
  const [left, right] = [a.values, b.values];
  const [shiftA, shiftB] = [a.at - from, b.at - from];
  for (let i = from; i < to; i++) mean[i] = (left[i + shiftA]! + right[i + shiftB]!) / 2;
}

/** Mean of the shards' losses, summed in shard order. */
export function averageLosses(losses: readonly number[]): number {
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}
