/**
 * Payloads of a group. Those that are the gradients as they are, over a channel without noise, go by reduce-scatter and
 * all-gather (session.ts). Others are gathered: every rank gets every shard's payload and sums by itself, in shard order, and
 * disturbs the whole mean. That sends more than it need, K payloads to every rank instead of two.
 */
import { z } from "zod";
import type { Channel, ChannelPlan } from "../channels/channel.ts";
import { receivedSnrDb } from "../channels/snr.ts";
import { ExchangeError } from "../errors.ts";
import type { Membership, PayloadCall, PayloadExchange, PayloadResult } from "../exchange.ts";
import { refuseNotFinite, type ShardNumbers } from "../finite.ts";
import { averageBlock } from "../sum.ts";
import { hostedShards } from "../shards.ts";
import type { Session } from "./session.ts";

/** Of a rank's payloads in one frame. */
const pieceBytes = 512 * 1024;
/** Elements summed and disturbed at a time. */
const blockElements = 64 * 1024;

const number = z.number().nullable();
const toldSchema = z.object({
  norms: z.array(z.array(number)),
  losses: z.array(number),
  /** It asks for the end of the group after this step. */
  last: z.boolean(),
});
type Told = z.infer<typeof toldSchema>;

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
    const { round, segments, mean } = call;
    const startedMs = performance.now();
    const isPlain = round === 0 && segments.every(({ raw }) => raw) && !this.#channel.noisy;
    const before = this.#session.traffic;
    // Numbers and gradients travel at the same time; what has been summed in vain is not looked at.
    const [told, waitMs] = await Promise.all([this.#tell(call), isPlain ? this.#reduce(call) : 0]);
    refuseNotFinite(call, told);
    const plan = this.#channel.plan(
      call,
      segments,
      told.map(({ norms }) => norms),
    );
    if (!isPlain) await this.#sum(call, plan);
    const { sentBytes, receivedBytes } = this.#session.traffic;
    const snrDb = receivedSnrDb(mean, segments, plan.noiseStd);
    return {
      losses: round === 0 ? told.map(({ loss }) => loss ?? Number.NaN) : [],
      noiseStd: plan.noiseStd,
      sentBytes: sentBytes - before.sentBytes,
      receivedBytes: receivedBytes - before.receivedBytes,
      wireMs: performance.now() - startedMs - waitMs,
      waitMs,
      ...(snrDb === undefined ? {} : { snrDb }),
    };
  }

  /** The mean of what everybody sends, block by block: this thread must not be kept from answering heartbeats. */
  async #sum(call: PayloadCall, plan: ChannelPlan): Promise<void> {
    const { mean, segments } = call;
    const pieces = (await this.#payloads(call)).map((values) => ({ values, at: 0 }));
    for (let from = 0; from < mean.length; from += blockElements) {
      const to = Math.min(mean.length, from + blockElements);
      for (const piece of pieces) piece.at = from;
      averageBlock(pieces, mean, { from, to });
      this.#channel.transmit(call, mean.subarray(from, to), from, { plan, segments });
      if (to < mean.length) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Norms and losses of all shards, in shard order. */
  async #tell({ step, round, norms, losses, segments }: PayloadCall): Promise<ShardNumbers[]> {
    // JSON has no NaN: null is.
    const mine: Told = {
      norms: norms.map((each) => [...each]),
      losses: [...losses],
      last: this.#session.isEndRequested,
    };
    const told = await this.gather(`numbers ${step} ${round}`, Buffer.from(JSON.stringify(mine)));
    const { ranks, worldSize } = this.membership;
    return told.flatMap((bytes, place) => {
      const hosted = hostedShards(this.#shards, worldSize, place);
      const theirs = readTold(bytes, { shards: hosted.length, segments: segments.length });
      if (!theirs) throw this.#wrong(place, `numbers of step ${step} that cannot be read`);
      if (theirs.last && round === 0) this.isOver = true;
      return hosted.map((shard, i) => ({
        shard,
        rank: ranks[place]!,
        norms: Float64Array.from(theirs.norms[i]!, (norm) => norm ?? Number.NaN),
        loss: round === 0 ? (theirs.losses[i] ?? Number.NaN) : undefined,
      }));
    });
  }

  /** @returns how long it waited for peers, ms */
  async #reduce({ step, payloads, mean }: PayloadCall): Promise<number> {
    const contributions = payloads.map((gradient) => ({ loss: 0, gradient }));
    return (await this.#session.reduce(step, contributions, mean)).waitMs;
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
    return pieces.flatMap((each, place) => {
      const bytes = Buffer.concat(each);
      const hosted = hostedShards(this.#shards, worldSize, place).length;
      if (bytes.length !== 4 * mean.length * hosted)
        throw this.#wrong(
          place,
          `${bytes.length} bytes for step ${step}, where ${hosted} payloads of ${mean.length} elements were due`,
        );
      const values = new Float32Array(mean.length * hosted);
      new Uint8Array(values.buffer).set(bytes);
      return Array.from({ length: hosted }, (_, i) =>
        values.subarray(i * mean.length, (i + 1) * mean.length),
      );
    });
  }

  #wrong(place: number, what: string): ExchangeError {
    const rank = this.membership.ranks[place];
    return new ExchangeError("E_MESH", `Rank ${rank} sent ${what}. Do all ranks run the same version?`);
  }
}

/** What a rank told, if it is that: as many norms and losses as it has shards and the payload has segments. */
function readTold(bytes: Uint8Array, want: { shards: number; segments: number }): Told | undefined {
  let told: unknown;
  try {
    told = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
  const read = toldSchema.safeParse(told);
  if (!read.success) return undefined;
  const { norms, losses } = read.data;
  const fits =
    norms.length === want.shards &&
    norms.every((each) => each.length === want.segments) &&
    (losses.length === want.shards || losses.length === 0);
  return fits ? read.data : undefined;
}
