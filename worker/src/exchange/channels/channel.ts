/**
 * Channel: what the (simulated) link does to the mean of the payloads before everybody receives it. The downlink is noiseless:
 * whoever sums a block disturbs it once, and all ranks get the same bits.
 */
import type { Round, Segment } from "../codecs/codec.ts";

export interface ChannelOptions {
  /** K, number of transmitters. */
  shards: number;
  /** Of the noise; the same on all ranks. */
  seed: number;
}

/** What the channel will do in one round; the same on every rank. */
export interface ChannelPlan {
  /** Standard deviation of the noise on an element of the mean payload, by segment; 0 = none. */
  readonly noiseStd: Float64Array;
  /** Energy that each segment may use, by segment; they add up to the budget. Empty if there is no budget. */
  readonly power: Float64Array;
}

export interface Channel {
  readonly name: string;
  /** Whether `transmit` changes anything: a noiseless mean need not wait for the norms. */
  readonly noisy: boolean;
  /**
   * @param at    with `rounds` if the step has more than one: each gets its part of the power
   * @param norms side information that all ranks share: L2 norm of each segment (inner) of each shard's payload (outer)
   */
  plan(at: Round, segments: readonly Segment[], norms: readonly Float64Array[]): ChannelPlan;
  /**
   * Disturb one block of the mean payload, in place.
   *
   * @param from position of the block in the payload: noise is a function of (seed, step, round, position), the same however the
   *             payload is cut among ranks
   */
  transmit(
    at: Round,
    block: Float32Array,
    from: number,
    use: { plan: ChannelPlan; segments: readonly Segment[] },
  ): void;
}
