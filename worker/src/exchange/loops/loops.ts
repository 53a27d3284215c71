/**
 * Loops: what the exchange does with every number of a vector, in JavaScript. Native code does the same, with the same bits, four
 * times as fast (native.ts); ranks with either may be in one group.
 */
import { energy } from "../finite.ts";
import type { Range } from "../shards.ts";
import { averageBlock, type Piece } from "../sum.ts";
import { createPortableSeal } from "./portable-seal.ts";
import type { CreateSeal } from "./seal.ts";

export interface Loops {
  /** The mean of the pieces, one per shard in shard order, to `mean[from, to)`. */
  average(pieces: readonly Piece[], mean: Float32Array, range: Range): void;
  /** Squared L2 norm of [from, to), in float64. */
  energy(vector: Float32Array, from?: number, to?: number): number;
  createSeal: CreateSeal;
}

export const portableLoops: Loops = { average: averageBlock, energy, createSeal: createPortableSeal };
