/**
 * Session: the exchange of one group, from its formation until it is dissolved. Direct reduce-scatter, then all-gather: each rank
 * owns a slice of the vector, receives that slice of every shard, sums in shard order, and sends the mean to all.
 */
import { ExchangeError, PeerLostError } from "../errors.ts";
import type { Exchange, Membership, ReduceResult } from "../exchange.ts";
import { hostedShards, ownedSlice, type Range } from "../shards.ts";
import { averageBlock, averageLosses } from "../sum.ts";
import { chunkBytes, chunkPhase, floatBytes, type Chunk, type Frame } from "./frames.ts";
import type { Links } from "./links.ts";
import { StepState } from "./step-state.ts";

const chunkElements = chunkBytes / 4;

/** Labels that wait for a value at the same time: peers are at most a few calls apart. */
const maxGatherings = 64;

export interface SessionOptions {
  version: number;
  rank: number;
  /** Of the group, ascending; a rank's place among them decides which shards and which slice are its own. */
  ranks: readonly number[];
  shards: number;
  /** n, length of the vector. */
  length: number;
}

/** Values of one label that have arrived, by rank. */
interface Gathering {
  values: Uint8Array[];
  count: number;
  complete: PromiseWithResolvers<void>;
}

type Contribution = { loss: number; gradient: Float32Array };

export class Session implements Exchange {
  readonly membership: Membership;
  readonly #options: SessionOptions;
  readonly #links: Pick<Links, "send">;
  readonly #peers: number[];
  /** Among the ranks of the group. */
  readonly #place: number;
  readonly #owned: Range;
  readonly #steps = new Map<number, StepState>();
  readonly #spare: Float32Array[] = [];
  /** The step being reduced, or the last one that was. */
  #current: { step: number; over: boolean } | undefined;
  readonly #gatherings = new Map<string, Gathering>();
  readonly #broken = Promise.withResolvers<never>();
  #isBroken = false;
  #endRequested = false;
  /** A member has asked for the end of the group in this step. */
  #lastStep: number | undefined;
  /** Of vectors, losses and gathered values, without framing; they only grow. */
  #sentBytes = 0;
  #receivedBytes = 0;

  constructor(options: SessionOptions, links: Pick<Links, "send">) {
    this.#options = options;
    this.#links = links;
    const { version, rank, ranks, shards, length } = options;
    const worldSize = ranks.length;
    this.#place = ranks.indexOf(rank);
    this.membership = {
      version,
      rank,
      ranks,
      worldSize,
      shards: hostedShards(shards, worldSize, this.#place),
    };
    this.#peers = ranks.filter((peer) => peer !== rank);
    this.#owned = ownedSlice(length, worldSize, this.#place);
    // Nobody may be waiting when the group breaks.
    this.#broken.promise.catch(() => {});
  }

  async reduce(
    step: number,
    contributions: readonly Contribution[],
    mean: Float32Array,
  ): Promise<ReduceResult> {
    this.#check(step, contributions, mean);
    const startedMs = performance.now();
    this.#current = { step, over: false };
    const state = this.#step(step);
    const before = this.traffic;
    state.receiveInto(mean);
    const { shards } = this.membership;
    const losses = contributions.map(({ loss }) => loss);
    state.addLosses(this.#place, shards, losses);
    const last = this.#endRequested;
    if (last) this.#lastStep = step;
    void this.#broadcast({
      losses: { version: this.membership.version, step, shards: [...shards], losses, last },
    });
    const scatter = Promise.all(this.#peers.map((peer) => this.#scatter(step, peer, contributions)));
    await this.#guard(scatter);
    const waitFrom = performance.now();
    await state.until(() => state.isReduced, this.#broken.promise);
    await this.#sumAndGather(step, { state, contributions, mean });
    await state.until(() => state.isGathered, this.#broken.promise);
    state.release();
    this.#steps.delete(step);
    this.#current.over = true;
    const waitMs = performance.now() - waitFrom;
    const rawBytes = 4 * mean.length * contributions.length;
    return {
      loss: averageLosses(state.losses as number[]),
      rawBytes,
      payloadBytes: rawBytes,
      sentBytes: this.#sentBytes - before.sentBytes,
      receivedBytes: this.#receivedBytes - before.receivedBytes,
      encodeMs: 0,
      wireMs: performance.now() - startedMs - waitMs,
      waitMs,
      decodeMs: 0,
    };
  }

  /** Bytes sent and received since the group formed. */
  get traffic(): { sentBytes: number; receivedBytes: number } {
    return { sentBytes: this.#sentBytes, receivedBytes: this.#receivedBytes };
  }

  /** Ask that the group ends, for all alike, after the next step whose reduction has not begun here. */
  requestEnd(): void {
    this.#endRequested = true;
  }

  get isEndRequested(): boolean {
    return this.#endRequested;
  }

  /** Whether the group has ended by agreement: the step just reduced was its last one. */
  get isOver(): boolean {
    return this.#lastStep !== undefined && this.#current?.step === this.#lastStep && this.#current.over;
  }

  async barrier(label: string): Promise<void> {
    await this.gather(label, new Uint8Array());
  }

  /** @param label used once in the life of a group */
  async gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    const { version } = this.membership;
    const gathering = this.#gathering(label);
    this.#arrived(gathering, this.#place, value);
    this.#sentBytes += value.length * this.#peers.length;
    void this.#broadcast({ barrier: { version, label, value } });
    await this.#guard(gathering.complete.promise);
    this.#gatherings.delete(label);
    return gathering.values;
  }

  /** A frame of this version. @returns a complaint about the peer, if the frame cannot be right */
  receive(rank: number, { chunk, losses, barrier }: Frame): string | undefined {
    const place = this.membership.ranks.indexOf(rank);
    if (place < 0) return undefined;
    if (chunk) return this.#receiveChunk(place, chunk);
    if (losses) {
      const step = losses.step ?? 0;
      const refusal = this.#refuseStep(step);
      if (refusal) return refusal;
      if (losses.last) this.#lastStep = step;
      return this.#step(step).addLosses(place, losses.shards ?? [], losses.losses ?? []);
    }
    return barrier ? this.#receiveBarrier(place, barrier) : undefined;
  }

  #receiveBarrier(
    place: number,
    { label, value = new Uint8Array() }: NonNullable<Frame["barrier"]>,
  ): string | undefined {
    const name = label ?? "";
    if (!this.#gatherings.has(name) && this.#gatherings.size >= maxGatherings)
      return `a value for "${name.slice(0, 100)}", while ${maxGatherings} others are waiting`;
    this.#receivedBytes += value?.length ?? 0;
    this.#arrived(this.#gathering(name), place, value ?? new Uint8Array());
    return undefined;
  }

  #receiveChunk(place: number, chunk: Chunk): string | undefined {
    const step = chunk.step ?? 0;
    const refusal = this.#refuseStep(step);
    if (refusal) return refusal;
    const state = this.#step(step);
    this.#receivedBytes += chunk.data?.length ?? 0;
    return chunk.phase === chunkPhase.GATHER ? state.addGather(place, chunk) : state.addReduce(place, chunk);
  }

  /** The group is over: everything that waits fails. */
  break(reason: string): void {
    this.#isBroken = true;
    this.#broken.reject(new PeerLostError(reason));
  }

  close(): Promise<void> {
    this.break("the session was closed");
    return Promise.resolve();
  }

  #step(step: number): StepState {
    let state = this.#steps.get(step);
    if (!state) {
      state = new StepState(
        { ...this.#options, rank: this.#place, worldSize: this.membership.worldSize },
        this.#spare,
      );
      this.#steps.set(step, state);
    }
    return state;
  }

  /** A peer is at the step this rank is at, or one ahead: further it cannot get without this rank. */
  #refuseStep(step: number): string | undefined {
    if (this.#steps.has(step)) return undefined;
    const { step: current, over } = this.#current ?? {};
    const next = current === undefined ? [...this.#steps.keys()][0] : current + 1;
    if (next === undefined || step === next) return undefined;
    const here =
      current === undefined
        ? `a peer is at step ${next}`
        : `this rank is ${over ? "past" : "at"} step ${current}`;
    return `a frame of step ${step} while ${here}`;
  }

  #gathering(label: string): Gathering {
    let gathering = this.#gatherings.get(label);
    if (!gathering) {
      gathering = { values: [], count: 0, complete: Promise.withResolvers() };
      this.#gatherings.set(label, gathering);
    }
    return gathering;
  }

  #arrived(gathering: Gathering, place: number, value: Uint8Array): void {
    if (gathering.values[place] === undefined) gathering.count += 1;
    gathering.values[place] = value;
    if (gathering.count === this.membership.worldSize) gathering.complete.resolve();
  }

  #check(step: number, contributions: readonly Contribution[], mean: Float32Array): void {
    const { length } = this.#options;
    const { rank, shards } = this.membership;
    if (
      contributions.length !== shards.length ||
      mean.length !== length ||
      contributions.some(({ gradient }) => gradient.length !== length)
    ) {
      throw new ExchangeError(
        "E_MESH",
        `rank ${rank} hosts ${shards.length} shards of ${length} elements, but was given ${contributions.length} contributions for a vector of ${mean.length}`,
      );
    }
    const refusal = this.#refuseStep(step);
    if (refusal ?? (this.#current !== undefined && step <= this.#current.step)) {
      throw new ExchangeError(
        "E_STEP_MISMATCH",
        `rank ${rank} was asked for the mean gradient of step ${step} out of turn: ${refusal ?? `step ${this.#current?.step} came before`}. All ranks must go through the same steps in order.`,
      );
    }
  }

  /** Sends a peer its slice of every shard hosted here. */
  async #scatter(step: number, peer: number, contributions: readonly Contribution[]): Promise<void> {
    const { ranks, worldSize } = this.membership;
    const slice = ownedSlice(this.#options.length, worldSize, ranks.indexOf(peer));
    for (const [i, { gradient }] of contributions.entries()) {
      const shard = this.membership.shards[i]!;
      for (let offset = slice.from; offset < slice.to; offset += chunkElements) {
        const data = floatBytes(gradient, offset, Math.min(slice.to, offset + chunkElements));
        await this.#sendChunk(peer, { step, phase: chunkPhase.REDUCE, shard, offset, data });
      }
    }
  }

  async #broadcast(frame: Frame): Promise<void> {
    await Promise.all(this.#peers.map((peer) => this.#links.send(peer, frame)));
  }

  async #sendChunk(peer: number, chunk: NonNullable<Frame["chunk"]>): Promise<void> {
    if (this.#isBroken) return;
    this.#sentBytes += chunk.data?.length ?? 0;
    await this.#links.send(peer, { chunk: { version: this.membership.version, ...chunk } });
  }

  /** Sums the own slice block by block and sends each block on as soon as it is there. */
  async #sumAndGather(
    step: number,
    {
      state,
      contributions,
      mean,
    }: { state: StepState; contributions: readonly Contribution[]; mean: Float32Array },
  ): Promise<void> {
    const { from, to } = this.#owned;
    const { shards } = this.membership;
    const blocks = Math.ceil((to - from) / chunkElements);
    for (let block = 0; block < blocks; block++) {
      const start = from + block * chunkElements;
      const end = Math.min(to, start + chunkElements);
      const pieces = Array.from({ length: this.#options.shards }, (_, shard) => {
        const hosted = shards.indexOf(shard);
        return hosted >= 0
          ? { values: contributions[hosted]!.gradient, at: start }
          : { values: state.slice(shard)!, at: start - from };
      });
      averageBlock(pieces, mean, { from: start, to: end });
      if (this.#peers.length > 0) {
        const data = floatBytes(mean, start, end);
        const chunk = { step, phase: chunkPhase.GATHER, offset: start, data };
        await this.#guard(Promise.all(this.#peers.map((peer) => this.#sendChunk(peer, chunk))));
      }
      // Long vectors must not keep this thread from answering heartbeats.
      if (block % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #guard(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.#broken.promise]);
    if (this.#isBroken) await this.#broken.promise;
  }
}
