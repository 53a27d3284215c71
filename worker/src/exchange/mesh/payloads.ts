/**
 * Payloads of a group. Those that are the gradients as they are, over a channel without noise, go by reduce-scatter and
 * all-gather (session.ts). Others are gathered: every rank gets every shard's payload and sums by itself, in shard order, and
 * disturbs the whole mean. That sends more than it need, K payloads to every rank instead of two.
 */
import type { Channel } from "../channels/channel.ts";
import { receivedSnrDb } from "../channels/snr.ts";
import type { Membership, PayloadCall, PayloadExchange, PayloadResult } from "../exchange.ts";
import { refuseNotFinite, type ShardNumbers } from "../finite.ts";
import { averageBlock } from "../sum.ts";
import { hostedShards } from "../shards.ts";
import type { Session } from "./session.ts";

/** Of a rank's payloads in one frame. */
const pieceBytes = 512 * 1024;

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
    const { round, segments, payloads, mean } = call;
    const startedMs = performance.now();
    const isPlain = round === 0 && segments.every(({ raw }) => raw) && !this.#channel.noisy;
    // Numbers and gradients travel at the same time; what has been summed in vain is not looked at.
    const [told, plainBytes] = await Promise.all([this.#tell(call), isPlain ? this.#reduce(call) : 0]);
    refuseNotFinite(call, told);
    const plan = this.#channel.plan(
      call,
      segments,
      told.map(({ norms }) => norms),
    );
    if (!isPlain) {
      const all = await this.#payloads(call);
      averageBlock(
        all.map((values) => ({ values, at: 0 })),
        mean,
        { from: 0, to: mean.length },
      );
      this.#channel.transmit(call, mean, 0, { plan, segments });
    }
    const sentBytes = isPlain
      ? plainBytes
      : 4 * mean.length * payloads.length * (this.membership.worldSize - 1);
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

  async #reduce({ step, payloads, mean }: PayloadCall): Promise<number> {
    const contributions = payloads.map((gradient) => ({ loss: 0, gradient }));
    return (await this.#session.reduce(step, contributions, mean)).sentBytes;
  }

  /** Of all shards, in shard order; in pieces that fit a frame. */
  async #payloads({ step, round, payloads, mean }: PayloadCall): Promise<Float32Array[]> {
    const { worldSize } = this.membership;
    const mine = Buffer.concat(payloads.map((values) => Buffer.from(Float32Array.from(values).buffer)));
    // Some ranks host a shard more than others; all gather the same number of pieces.
    const most = 4 * mean.length * Math.ceil(this.#shards / worldSize);
    const pieces: Uint8Array[][] = Array.from({ length: worldSize }, () => []);
    for (let at = 0; at < most; at += pieceBytes) {
      const told = await this.gather(`payloads ${step} ${round} ${at}`, mine.subarray(at, at + pieceBytes));
      told.forEach((bytes, place) => pieces[place]!.push(bytes));
    }
    return pieces.flatMap((each) => {
      const values = new Float32Array(Uint8Array.from(Buffer.concat(each)).buffer);
      return Array.from({ length: values.length / mean.length }, (_, i) =>
        values.subarray(i * mean.length, (i + 1) * mean.length),
      );
    });
  }
}
