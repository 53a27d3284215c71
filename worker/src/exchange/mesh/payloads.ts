/**
 * Payloads of a group by gathering: every rank gets every shard's payload and sums by itself, in shard order. Payloads that are
 * the gradients as they are go by the reduction instead. For small payloads: what one frame holds.
 */
import type { Channel } from "../channels/channel.ts";
import { receivedSnrDb } from "../channels/snr.ts";
import type { Membership, PayloadCall, PayloadExchange, PayloadResult } from "../exchange.ts";
import { refuseNotFinite, type ShardNumbers } from "../finite.ts";
import { averageBlock } from "../sum.ts";
import { hostedShards } from "../shards.ts";
import type { Session } from "./session.ts";

interface Told {
  norms: (number | null)[][];
  losses: (number | null)[];
  /** It asks for the end of the group after this step. */
  last: boolean;
}

export class SessionPayloads implements PayloadExchange {
  /** The step just reduced was the last of this group, by agreement. */
  isOver = false;
  readonly #session: Session;
  readonly #channel: Channel;
  readonly #shards: number;

  constructor(session: Session, { channel, shards }: { channel: Channel; shards: number }) {
    this.#session = session;
    this.#channel = channel;
    this.#shards = shards;
  }

  get membership(): Membership {
    return this.#session.membership;
  }

  gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    return this.#session.gather(label, value);
  }

  async reducePayloads(call: PayloadCall): Promise<PayloadResult> {
    const { step, round, segments, payloads, mean } = call;
    const startedMs = performance.now();
    const isPlain = round === 0 && segments.every(({ raw }) => raw) && !this.#channel.noisy;
    const told = await this.#tell(call);
    refuseNotFinite(call, told);
    const plan = this.#channel.plan(
      call,
      segments,
      told.map(({ norms }) => norms),
    );
    let sentBytes = 0;
    if (isPlain) {
      const contributions = payloads.map((gradient) => ({ loss: 0, gradient }));
      sentBytes = (await this.#session.reduce(step, contributions, mean)).sentBytes;
    } else {
      const all = await this.#payloads(call);
      averageBlock(
        all.map((values) => ({ values, at: 0 })),
        mean,
        { from: 0, to: mean.length },
      );
      this.#channel.transmit(call, mean, 0, { plan, segments });
      sentBytes = 4 * mean.length * payloads.length * (this.membership.worldSize - 1);
    }
    const snrDb = receivedSnrDb(mean, segments, plan.noiseStd);
    return {
      losses: round === 0 ? told.map(({ loss }) => loss ?? Number.NaN) : [],
      noiseStd: plan.noiseStd,
      sentBytes,
      receivedBytes: 0,
      wireMs: performance.now() - startedMs,
      waitMs: 0,
      ...(snrDb === undefined ? {} : { snrDb }),
    };
  }

  /** Norms and losses of all shards, in shard order. */
  async #tell({ step, round, norms, losses }: PayloadCall): Promise<ShardNumbers[]> {
    // JSON has no NaN: null is.
    const mine: Told = {
      norms: norms.map((each) => [...each]),
      losses: [...losses],
      last: this.#session.isEndRequested,
    };
    const told = await this.gather(`numbers ${step} ${round}`, Buffer.from(JSON.stringify(mine)));
    const { ranks, worldSize } = this.membership;
    return told.flatMap((bytes, place) => {
      const theirs = JSON.parse(Buffer.from(bytes).toString()) as Told;
      if (theirs.last && round === 0) this.isOver = true;
      return hostedShards(this.#shards, worldSize, place).map((shard, i) => ({
        shard,
        rank: ranks[place]!,
        norms: Float64Array.from(theirs.norms[i]!, (norm) => norm ?? Number.NaN),
        loss: round === 0 ? (theirs.losses[i] ?? Number.NaN) : undefined,
      }));
    });
  }

  async #payloads({ step, round, payloads, mean }: PayloadCall): Promise<Float32Array[]> {
    const mine = Buffer.concat(payloads.map((values) => Buffer.from(Float32Array.from(values).buffer)));
    const told = await this.gather(`payloads ${step} ${round}`, mine);
    return told.flatMap((bytes) => {
      const values = new Float32Array(Uint8Array.from(bytes).buffer);
      return Array.from({ length: values.length / mean.length }, (_, i) =>
        values.subarray(i * mean.length, (i + 1) * mean.length),
      );
    });
  }
}
