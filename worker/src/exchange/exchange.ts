/**
 * Exchange: gradients of my shards → the mean gradient over all shards, the same bits on every rank.
 *
 *   Exchange        what the training step calls: encodes, reduces round by round, decodes          (compressed.ts)
 *   PayloadExchange what it stands on: the mean over shards of one vector, through the channel      (mesh/)
 *
 * Sums run in shard order whoever hosts the shards.
 */
import type { Round, Segment } from "./codecs/codec.ts";

export interface Membership {
  /** Counts changes of the group; messages of another version are refused. */
  version: number;
  rank: number;
  /** Ranks of the group, ascending. */
  ranks: readonly number[];
  worldSize: number;
  /** Shards hosted here, ascending. Together the ranks host each shard exactly once. */
  shards: readonly number[];
}

/** What is to happen after a step on every rank: the coordinator asks for it with the step's numbers. */
export interface Wishes {
  /** Nobody begins the next step before the coordinator does. */
  hold: boolean;
  /** The state after the step is committed. */
  checkpoint: boolean;
}

export const noWishes: Wishes = { hold: false, checkpoint: false };

/** Counted at the socket and by the clock; of one step. */
export interface ExchangeNumbers {
  /** What the gradients of the hosted shards hold, 4 bytes an element. */
  rawBytes: number;
  /** What the codec made of them: payloads of the hosted shards, 4 bytes an element, side information included. */
  payloadBytes: number;
  /** What this rank has sent and received for it: payloads, norms, losses; without framing. */
  sentBytes: number;
  receivedBytes: number;
  encodeMs: number;
  /** Sending, receiving and summing. */
  wireMs: number;
  /** Of the call, time in which nothing was to do but wait for peers. */
  waitMs: number;
  decodeMs: number;
  /** Of the received mean, signal over noise; absent on a noiseless channel. */
  snrDb?: number;
  /** L2 norm of the hosted shards' error memory together; absent if the codec has none. */
  residualNorm?: number;
}

export interface ReduceResult extends ExchangeNumbers {
  /** Mean loss over all shards, summed in shard order. */
  loss: number;
}

export interface ShardContribution {
  /** Mean loss of the shard's samples. */
  loss: number;
  /** float32 [n], the mean over the shard's samples; not modified; may lie on a SharedArrayBuffer. */
  gradient: Float32Array;
}

export interface Exchange {
  readonly membership: Membership;
  /**
   * Average over the shards.
   *
   * @param step          the update that this is for; all ranks must name the same
   * @param contributions one per hosted shard, in the order of `membership.shards`
   * @param mean          float32 [n], overwritten
   * @throws PeerLostError if a rank is silent for `timeoutMs` or leaves: nothing was applied, the group must form anew
   * @throws ExchangeError E_STEP_MISMATCH; E_NOT_FINITE naming shard and rank, the same on every rank
   */
  reduce(
    step: number,
    contributions: readonly ShardContribution[],
    mean: Float32Array,
  ): Promise<ReduceResult>;
  /** Wait until all ranks have called it with the same label. */
  barrier(label: string): Promise<void>;
  /** Every rank's value, in rank order. */
  gather(label: string, value: Uint8Array): Promise<Uint8Array[]>;
  close(): Promise<void>;
}

export interface PayloadCall extends Round {
  segments: readonly Segment[];
  /** One per hosted shard; on shared memory. */
  payloads: readonly Float32Array[];
  /** L2 norm of each segment, per hosted shard; they reach all ranks. Not finite = this shard's gradient is not. */
  norms: readonly Float64Array[];
  /** Mean loss of each hosted shard; round 0 only. */
  losses: readonly number[];
  /** float32 [length of the payload], overwritten; on shared memory. */
  mean: Float32Array;
}

export interface PayloadResult extends Pick<
  ExchangeNumbers,
  "sentBytes" | "receivedBytes" | "wireMs" | "waitMs" | "snrDb"
> {
  /** Losses of all shards, in shard order; empty after round 0. */
  losses: readonly number[];
  /** By segment, see `Received`. */
  noiseStd: Float64Array;
}

/** The mean over shards of one payload, through the channel: what the mesh offers. */
export interface PayloadExchange {
  readonly membership: Membership;
  /** @throws PeerLostError, ExchangeError as `Exchange.reduce` */
  reducePayloads(call: PayloadCall): Promise<PayloadResult>;
  gather(label: string, value: Uint8Array): Promise<Uint8Array[]>;
}
