/**
 * Session: the exchange of one group, from its formation until it is dissolved. Direct reduce-scatter, then all-gather: each rank
 * owns a slice of the vector, receives that slice of every shard, sums in shard order, and sends the mean to all.
 */
import { ExchangeError, PeerLostError } from "../errors.ts";
import type { Exchange, Membership, ReduceResult } from "../exchange.ts";
import { hostedShards, ownedSlice, type Range } from "../shards.ts";
import { averageBlock, averageLosses } from "../sum.ts";
import { chunkBytes, chunkPhase, floatBytes, type Frame } from "./frames.ts";
import type { Links } from "./links.ts";
import { StepState } from "./step-state.ts";

const chunkElements = chunkBytes / 4;

export interface SessionOptions {
  version: number;
  rank: number;
  worldSize: number;
  shards: number;
  /** n, length of the vector. */
  length: number;
}

type Contribution = { loss: number; gradient: Float32Array };

export class Session implements Exchange {
  readonly membership: Membership;
  readonly #options: SessionOptions;
  readonly #links: Links;
  readonly #peers: number[];
  readonly #owned: Range;
  readonly #steps = new Map<number, StepState>();
  readonly #barriers = new Map<string, Map<number, Uint8Array>>();
  readonly #broken = Promise.withResolvers<never>();
  #isBroken = false;
  #wakeBarrier: () => void = () => {};
  #sentBytes = 0;

  constructor(options: SessionOptions, links: Links) {
    this.#options = options;
    this.#links = links;
    const { version, rank, worldSize, shards, length } = options;
    this.membership = { version, rank, worldSize, shards: hostedShards(shards, worldSize, rank) };
    this.#peers = Array.from({ length: worldSize }, (_, i) => i).filter((peer) => peer !== rank);
    this.#owned = ownedSlice(length, worldSize, rank);
    // Nobody may be waiting when the group breaks.
    this.#broken.promise.catch(() => {});
  }

  async reduce(
    step: number,
    contributions: readonly Contribution[],
    mean: Float32Array,
  ): Promise<ReduceResult> {
    this.#check(contributions, mean);
    const state = this.#step(step);
    const sentBefore = this.#sentBytes;
    state.receiveInto(mean);
    const { shards } = this.membership;
    const losses = contributions.map(({ loss }) => loss);
    state.addLosses(shards, losses);
    void this.#links.broadcast({
      losses: { version: this.membership.version, step, shards: [...shards], losses },
    });
    const scatter = Promise.all(this.#peers.map((peer) => this.#scatter(step, peer, contributions)));
    await this.#guard(scatter);
    const waitFrom = performance.now();
    await state.until(() => this.#ownComplete(state), this.#broken.promise);
    await this.#sumAndGather(step, { state, contributions, mean });
    const others = mean.length - (this.#owned.to - this.#owned.from);
    await state.until(() => state.gathered >= others && state.hasAllLosses, this.#broken.promise);
    this.#steps.delete(step);
    return {
      loss: averageLosses(state.losses as number[]),
      rawBytes: 4 * mean.length * contributions.length,
      sentBytes: this.#sentBytes - sentBefore,
      waitMs: performance.now() - waitFrom,
    };
  }

  async barrier(label: string): Promise<void> {
    await this.gather(label, new Uint8Array());
  }

  async gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    const { version, rank, worldSize } = this.membership;
    this.#barrier(label).set(rank, value);
    void this.#links.broadcast({ barrier: { version, label, value } });
    const arrived = this.#barrier(label);
    if (arrived.size < worldSize) {
      const complete = new Promise<void>((resolve) => {
        this.#wakeBarrier = () => {
          if (arrived.size === worldSize) resolve();
        };
      });
      await Promise.race([complete, this.#broken.promise]);
    }
    if (this.#isBroken) await this.#broken.promise;
    this.#barriers.delete(label);
    return Array.from({ length: worldSize }, (_, i) => arrived.get(i) ?? new Uint8Array());
  }

  /** A frame of this version. @returns a complaint about the peer, if the frame cannot be right */
  receive(rank: number, { chunk, losses, barrier }: Frame): string | undefined {
    if (chunk) {
      const state = this.#step(chunk.step ?? 0);
      return chunk.phase === chunkPhase.GATHER ? state.addGather(chunk) : state.addReduce(chunk);
    }
    if (losses) this.#step(losses.step ?? 0).addLosses(losses.shards ?? [], losses.losses ?? []);
    if (barrier) {
      this.#barrier(barrier.label ?? "").set(rank, barrier.value ?? new Uint8Array());
      this.#wakeBarrier();
    }
    return undefined;
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
      state = new StepState(this.#options.shards, this.#owned, this.#options.length);
      this.#steps.set(step, state);
    }
    return state;
  }

  #barrier(label: string): Map<number, Uint8Array> {
    let arrived = this.#barriers.get(label);
    if (!arrived) this.#barriers.set(label, (arrived = new Map()));
    return arrived;
  }

  #check(contributions: readonly Contribution[], mean: Float32Array): void {
    const { length } = this.#options;
    const expected = this.membership.shards.length;
    if (
      contributions.length !== expected ||
      mean.length !== length ||
      contributions.some(({ gradient }) => gradient.length !== length)
    ) {
      throw new ExchangeError(
        "E_MESH",
        `rank ${this.membership.rank} hosts ${expected} shards of ${length} elements, but was given ${contributions.length} contributions for a vector of ${mean.length}`,
      );
    }
  }

  /** Sends a peer its slice of every shard hosted here. */
  async #scatter(step: number, peer: number, contributions: readonly Contribution[]): Promise<void> {
    const slice = ownedSlice(this.#options.length, this.membership.worldSize, peer);
    for (const [i, { gradient }] of contributions.entries()) {
      const shard = this.membership.shards[i]!;
      for (let offset = slice.from; offset < slice.to; offset += chunkElements) {
        const data = floatBytes(gradient, offset, Math.min(slice.to, offset + chunkElements));
        await this.#sendChunk(peer, { step, phase: chunkPhase.REDUCE, shard, offset, data });
      }
    }
  }

  async #sendChunk(peer: number, chunk: NonNullable<Frame["chunk"]>): Promise<void> {
    if (this.#isBroken) return;
    this.#sentBytes += chunk.data?.length ?? 0;
    await this.#links.send(peer, { chunk: { version: this.membership.version, ...chunk } });
  }

  #ownComplete(state: StepState): boolean {
    const mine = new Set(this.membership.shards);
    return Array.from({ length: this.#options.shards }, (_, shard) => shard).every(
      (shard) => mine.has(shard) || state.slice(shard) !== undefined,
    );
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
