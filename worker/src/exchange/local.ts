/**
 * Local exchange: one process hosts all shards. The same sums in the same order and the same channel as the mesh, without a
 * network; a run of one rank, tests and benches stand on it.
 */
import type { Channel } from "./channels/channel.ts";
import { receivedSnrDb } from "./channels/snr.ts";
import type { Membership, PayloadCall, PayloadExchange, PayloadResult } from "./exchange.ts";
import { refuseNotFinite } from "./finite.ts";
import { averageBlock } from "./sum.ts";

/** Elements summed and disturbed at a time, so that a block is still in the cache when the noise comes. */
const blockElements = 64 * 1024;

export class LocalExchange implements PayloadExchange {
  readonly membership: Membership;
  readonly #channel: Channel;

  constructor(options: { shards: number; channel: Channel; version?: number }) {
    const { shards, channel, version = 1 } = options;
    this.#channel = channel;
    this.membership = {
      version,
      rank: 0,
      ranks: [0],
      worldSize: 1,
      shards: Array.from({ length: shards }, (_, shard) => shard),
    };
  }

  // Async, so that a refusal rejects rather than throws.
  async reducePayloads(call: PayloadCall): Promise<PayloadResult> {
    const startedMs = performance.now();
    const { segments, norms, losses, mean } = call;
    const { shards } = this.membership;
    refuseNotFinite(
      call,
      shards.map((shard, i) => ({ shard, rank: 0, loss: losses[i], norms: norms[i]! })),
    );
    const plan = this.#channel.plan(call, segments, norms);
    const pieces = call.payloads.map((values) => ({ values, at: 0 }));
    for (let from = 0; from < mean.length; from += blockElements) {
      const to = Math.min(mean.length, from + blockElements);
      for (const piece of pieces) piece.at = from;
      averageBlock(pieces, mean, { from, to });
      if (this.#channel.noisy)
        this.#channel.transmit(call, mean.subarray(from, to), from, { plan, segments });
    }
    const snrDb = receivedSnrDb(mean, segments, plan.noiseStd);
    await Promise.resolve();
    return {
      losses: [...losses],
      noiseStd: plan.noiseStd,
      sentBytes: 0,
      receivedBytes: 0,
      wireMs: performance.now() - startedMs,
      waitMs: 0,
      ...(snrDb === undefined ? {} : { snrDb }),
    };
  }

  gather(_label: string, value: Uint8Array): Promise<Uint8Array[]> {
    return Promise.resolve([value]);
  }
}
