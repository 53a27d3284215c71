/**
 * Reduction: one round of a step as one rank does it. Direct reduce-scatter, then all-gather, piece by piece:
 *
 *   my shards' payloads → to the owner of each slice → summed in shard order → channel → the mean, to everybody
 *
 * A piece of the own slice is summed as soon as it is there from every shard, and sent on at once. Numbers go ahead over the
 * links: a noisy channel needs everybody's norms before it can disturb the first element.
 */
import type { Channel, ChannelPlan } from "../channels/channel.ts";
import { receivedSnrDb } from "../channels/snr.ts";
import type { Membership, PayloadCall, PayloadResult } from "../exchange.ts";
import { refuseNotFinite, type ShardNumbers } from "../finite.ts";
import type { Loops } from "../loops/loops.ts";
import { hostedShards, ownedSlice } from "../shards.ts";
import { numbersFrames, type Asks } from "./numbers.ts";
import type { RoundState } from "./round-state.ts";
import { pieceElements, viewBytes, type Phase, type Piece } from "./tensors/piece.ts";
import type { Wire } from "./wire.ts";

export interface ReductionParts {
  membership: Membership;
  /** K, number of shards. */
  shards: number;
  channel: Channel;
  loops: Loops;
  wire: Wire;
  state: RoundState;
  /** What this rank asks for after this step. */
  asks: Asks;
}

/** Pieces summed before this thread looks at what has come. */
const piecesPerTurn = 8;

export class Reduction {
  readonly #call: PayloadCall;
  readonly #parts: ReductionParts;
  readonly #peers: readonly number[];
  #sentBytes = 0;

  constructor(call: PayloadCall, parts: ReductionParts) {
    this.#call = call;
    this.#parts = parts;
    const { rank, ranks } = parts.membership;
    this.#peers = ranks.filter((peer) => peer !== rank);
  }

  /** @throws PeerLostError; ExchangeError E_NOT_FINITE */
  async run(): Promise<PayloadResult> {
    const { state, wire } = this.#parts;
    const startedMs = performance.now();
    this.#tell();
    const scattered = Promise.all(this.#peers.map((peer) => this.#scatter(peer)));
    // A break rejects below; nobody waits for what is still on its way out.
    scattered.catch(() => {});
    const noise = this.#parts.channel.noisy ? await this.#planned() : undefined;
    await this.#sumAndGather(noise?.plan);
    const { told, plan } = noise ?? (await this.#planned());
    await state.until(() => state.isGathered);
    await scattered;
    // The payloads and the mean may change as soon as this returns.
    await Promise.all(this.#peers.map((peer) => wire.flushed(peer)));
    refuseNotFinite(this.#call, told);
    return this.#result({ told, noiseStd: plan!.noiseStd }, startedMs);
  }

  #result(
    { told, noiseStd }: { told: readonly ShardNumbers[]; noiseStd: Float64Array },
    startedMs: number,
  ): PayloadResult {
    const { state } = this.#parts;
    const { segments, mean, round } = this.#call;
    const snrDb = receivedSnrDb(mean, segments, noiseStd);
    const waitMs = Math.max(0, state.toldAtMs - startedMs);
    return {
      losses: round === 0 ? told.map(({ loss }) => loss ?? Number.NaN) : [],
      noiseStd,
      sentBytes: this.#sentBytes,
      receivedBytes: state.receivedBytes,
      wireMs: performance.now() - startedMs - waitMs,
      waitMs,
      ...(snrDb === undefined ? {} : { snrDb }),
    };
  }

  /** Norms and losses of the hosted shards, to everybody. */
  #tell(): void {
    const { membership, wire, state, asks } = this.#parts;
    for (const { frame, bytes } of numbersFrames(membership, this.#call, asks)) {
      state.tell(membership.ranks.indexOf(membership.rank), frame.numbers!);
      for (const peer of this.#peers) void wire.send(peer, frame);
      this.#sentBytes += bytes * this.#peers.length;
    }
  }

  /** Of all shards, in shard order. */
  #told(): ShardNumbers[] {
    const { membership, shards, state } = this.#parts;
    return membership.ranks.flatMap((rank, place) =>
      hostedShards(shards, membership.worldSize, place).map((shard) => {
        const { loss, norms } = state.told[shard]!;
        return { shard, rank, norms, loss: this.#call.round === 0 ? loss : undefined };
      }),
    );
  }

  /**
   * What everybody has told, and what the channel makes of it. Without a plan if a shard is not finite: then the step will be
   * refused, and what is summed does not matter.
   */
  async #planned(): Promise<{ told: readonly ShardNumbers[]; plan: ChannelPlan | undefined }> {
    const { state, channel } = this.#parts;
    await state.until(() => state.isTold);
    const told = this.#told();
    const norms = told.map((each) => each.norms);
    const isFinite = norms.every((each) => each.every(Number.isFinite));
    return { told, plan: isFinite ? channel.plan(this.#call, this.#call.segments, norms) : undefined };
  }

  /** Sends a peer its slice of every shard hosted here. */
  async #scatter(peer: number): Promise<void> {
    const { membership, state } = this.#parts;
    const { payloads, mean } = this.#call;
    const { from, to } = ownedSlice(mean.length, membership.worldSize, membership.ranks.indexOf(peer));
    for (let offset = from; offset < to; offset += pieceElements) {
      const end = Math.min(to, offset + pieceElements);
      for (const [i, payload] of payloads.entries()) {
        if (state.isBroken) return;
        await this.#send(peer, {
          phase: "reduce",
          shard: membership.shards[i]!,
          offset,
          data: viewBytes(payload, offset, end),
        });
      }
    }
  }

  /** @param plan of a noisy channel; undefined = the mean stays as it is */
  async #sumAndGather(plan: ChannelPlan | undefined): Promise<void> {
    const { state } = this.#parts;
    const { from, to } = state.owned;
    let pieces = 0;
    for (let offset = from; offset < to; offset += pieceElements) {
      const end = Math.min(to, offset + pieceElements);
      await state.until(() => state.isReduced(end));
      this.#sum(offset, end, plan);
      await this.#gather(offset, end);
      pieces += 1;
      // Long vectors must not keep this thread from answering heartbeats.
      if (pieces % piecesPerTurn === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #sum(offset: number, end: number, plan: ChannelPlan | undefined): void {
    const { membership, shards, state, channel, loops } = this.#parts;
    const { payloads, mean, segments } = this.#call;
    const pieces = Array.from({ length: shards }, (_, shard) => {
      const hosted = membership.shards.indexOf(shard);
      return hosted >= 0
        ? { values: payloads[hosted]!, at: offset }
        : { values: state.slice(shard)!, at: offset - state.owned.from };
    });
    loops.average(pieces, mean, { from: offset, to: end });
    if (plan) channel.transmit(this.#call, mean.subarray(offset, end), offset, { plan, segments });
  }

  async #gather(offset: number, end: number): Promise<void> {
    const data = viewBytes(this.#call.mean, offset, end);
    await Promise.all(
      this.#peers.map((peer) => this.#send(peer, { phase: "gather", shard: 0, offset, data })),
    );
  }

  async #send(
    peer: number,
    { data, ...rest }: { phase: Phase; shard: number; offset: number; data: Uint8Array },
  ): Promise<void> {
    const { step, round, mean } = this.#call;
    const { version } = this.#parts.membership;
    const piece: Piece = { version, step, round, length: mean.length, count: data.length / 4, ...rest };
    // Sums after the wait: several of these run side by side.
    const bytes = await this.#parts.wire.sendPiece(peer, piece, data);
    this.#sentBytes += bytes;
  }
}
