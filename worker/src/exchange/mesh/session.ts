/**
 * Session: the exchange of one group, from its formation until it is dissolved. Keeps what arrives for the round that this rank is
 * at, or for the next one, and has reductions run on it (reduction.ts).
 */
import type { Channel } from "../channels/channel.ts";
import { ExchangeError, PeerLostError } from "../errors.ts";
import {
  noWishes,
  type Membership,
  type PayloadCall,
  type PayloadExchange,
  type PayloadResult,
  type Wishes,
} from "../exchange.ts";
import type { Loops } from "../loops/loops.ts";
import { hostedShards } from "../shards.ts";
import { encodedBytes, partBytes, type Frame } from "./frames.ts";
import { Gatherings, maxValueBytes } from "./gatherings.ts";
import { Reduction } from "./reduction.ts";
import { RoundState } from "./round-state.ts";
import type { Piece } from "./tensors/piece.ts";
import type { Placement } from "./tensors/receiver.ts";
import { Watch } from "./watch.ts";
import type { Wire } from "./wire.ts";

export interface SessionOptions {
  version: number;
  rank: number;
  /** Of the group, ascending; a rank's place among them decides which shards and which slice are its own. */
  ranks: readonly number[];
  shards: number;
  /** n, length of the gradient: no payload is longer. */
  length: number;
  channel: Channel;
  loops: Loops;
  /** After which a peer that has come to the round and neither reads nor sends is given up. */
  timeoutMs: number;
}

interface At {
  step: number;
  round: number;
}

export class Session implements PayloadExchange {
  readonly membership: Membership;
  readonly #options: SessionOptions;
  readonly #wire: Wire;
  readonly #peers: number[];
  /** Among the ranks of the group. */
  readonly #place: number;
  readonly #rounds = new Map<string, RoundState>();
  readonly #spare: Float32Array[] = [];
  /** The round being reduced, or the last one that was. */
  #current: (At & { over: boolean }) | undefined;
  readonly #gatherings: Gatherings;
  #broken: string | undefined;
  #endRequested = false;
  /** A member has asked for the end of the group in this step. */
  #lastStep: number | undefined;
  #wishes = noWishes;
  /** What was asked for by step: of the current one, and of the next by ranks that are ahead. */
  readonly #asked = new Map<number, Wishes>();
  #moved = Promise.withResolvers<void>();

  constructor(options: SessionOptions, wire: Wire) {
    this.#options = options;
    this.#wire = wire;
    const { version, rank, ranks, shards } = options;
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
    this.#gatherings = new Gatherings(worldSize);
  }

  async reducePayloads(call: PayloadCall): Promise<PayloadResult> {
    this.#check(call);
    if (this.#broken !== undefined) throw new PeerLostError(this.#broken);
    this.#current = { step: call.step, round: call.round, over: false };
    const state = this.#round(call);
    const wrong = state.open(call);
    if (wrong)
      throw new ExchangeError(
        "E_MESH",
        `Rank ${this.membership.ranks[wrong.place]} sent ${wrong.complaint} in step ${call.step}. Do all ranks run the same version?`,
      );
    for (const peer of this.#peers) this.#wire.resume(peer);
    const { membership } = this;
    const { shards, channel, loops, timeoutMs } = this.#options;
    const asks = { ...this.#wishes, last: this.#endRequested };
    if (asks.last) this.#lastStep = call.step;
    this.#ask(call.step, asks);
    const parts = { membership, shards, channel, loops, wire: this.#wire, state, asks };
    const watch = new Watch({ membership, wire: this.#wire, state, timeoutMs, step: call.step });
    try {
      const result = await new Reduction(call, parts).run();
      this.#current.over = true;
      state.release();
      return result;
    } catch (error) {
      if (!state.isBroken) this.#current.over = true;
      // The caller may write to the mean as soon as this returns.
      else await Promise.all(this.#peers.map((peer) => this.#wire.settled(peer)));
      throw error;
    } finally {
      watch.end();
      this.#rounds.delete(nameOf(call));
    }
  }

  /** Ask that the group ends, for all alike, after the next step whose reduction has not begun here. */
  requestEnd(): void {
    this.#endRequested = true;
    this.#moved.resolve();
  }

  /** To be asked of all ranks with the next reduction. */
  wish(wishes: Wishes): void {
    this.#wishes = wishes;
  }

  /** What all ranks do after the step just reduced; the same on each. */
  get agreed(): Wishes {
    return (this.#current?.over && this.#asked.get(this.#current.step)) || noWishes;
  }

  /** After a step: resolves when a member has begun the next one, when the end of the group is asked for, or when it is over. */
  untilMoved(): Promise<void> {
    this.#moved = Promise.withResolvers();
    if (this.#rounds.size > 0 || this.#endRequested || this.#broken !== undefined) this.#moved.resolve();
    return this.#moved.promise;
  }

  /** Whether the group has ended by agreement: the step just reduced was its last one. */
  get isOver(): boolean {
    return this.#lastStep !== undefined && this.#current?.step === this.#lastStep && this.#current.over;
  }

  async barrier(label: string): Promise<void> {
    await this.gather(label, new Uint8Array());
  }

  /** @param label used once in the life of a group @throws ExchangeError E_MESH if the value is too long */
  async gather(label: string, value: Uint8Array): Promise<Uint8Array[]> {
    if (value.length > maxValueBytes) {
      throw new ExchangeError(
        "E_MESH",
        `Rank ${this.membership.rank} has a value of ${value.length} bytes for "${label}", and ${maxValueBytes} is the most that a group gathers of a rank.`,
      );
    }
    for (const peer of this.#peers) void this.#tell(peer, label, value);
    return this.#gatherings.gather(label, this.#place, value);
  }

  /** In as many frames as hold it. */
  async #tell(peer: number, label: string, value: Uint8Array): Promise<void> {
    const { version } = this.membership;
    for (let at = 0; at === 0 || at < value.length; at += partBytes) {
      const part = value.subarray(at, at + partBytes);
      await this.#wire.send(peer, {
        barrier: { version, label, value: part, more: at + partBytes < value.length },
      });
    }
  }

  /** A frame of this version. @returns a complaint about the peer, if the frame cannot be right */
  receive(rank: number, frame: Frame): string | undefined {
    const { numbers, barrier } = frame;
    const place = this.membership.ranks.indexOf(rank);
    if (place < 0) return undefined;
    if (barrier) return this.#gatherings.receive(place, barrier);
    if (!numbers) return undefined;
    const at = { step: numbers.step ?? 0, round: numbers.round ?? 0 };
    const refusal = this.#refuse(at);
    if (refusal) return refusal;
    if (numbers.last) this.#lastStep = at.step;
    this.#ask(at.step, { hold: numbers.hold ?? false, checkpoint: numbers.checkpoint ?? false });
    const state = this.#round(at);
    state.receivedBytes += encodedBytes(frame);
    return state.tell(place, numbers);
  }

  /** Where a piece of this version goes, or a complaint about the peer. */
  place(rank: number, piece: Piece): Placement | string {
    const place = this.membership.ranks.indexOf(rank);
    if (place < 0 || this.#broken !== undefined) return { kind: "nowhere" };
    const refusal = this.#refuse(piece);
    if (refusal) return refusal;
    if (piece.length > this.#options.length)
      return `a payload of ${piece.length} elements, where the gradient has ${this.#options.length}`;
    const target = this.#round(piece).place(place, piece);
    if (typeof target === "string") return target;
    return target ? { kind: "into", target } : { kind: "later" };
  }

  /** A piece that was placed is there. */
  arrived(rank: number, piece: Piece): void {
    this.#rounds.get(nameOf(piece))?.arrived(this.membership.ranks.indexOf(rank), piece);
  }

  /** The group is over: everything that waits fails. */
  break(reason: string): void {
    this.#broken ??= reason;
    for (const state of this.#rounds.values()) state.break(reason);
    this.#gatherings.break(reason);
    this.#moved.resolve();
  }

  #ask(step: number, { hold, checkpoint }: Wishes): void {
    const before = this.#asked.get(step) ?? noWishes;
    this.#asked.set(step, {
      hold: hold || before.hold,
      checkpoint: checkpoint || before.checkpoint,
    });
    this.#asked.delete(step - 2);
  }

  #round(at: At): RoundState {
    const name = nameOf(at);
    let state = this.#rounds.get(name);
    if (!state) {
      const { shards } = this.#options;
      const shape = { place: this.#place, worldSize: this.membership.worldSize, shards };
      state = new RoundState(shape, this.#spare);
      this.#rounds.set(name, state);
      this.#moved.resolve();
    }
    return state;
  }

  /** A peer is at the round this rank is at, or one ahead: further it cannot get without this rank. */
  #refuse(at: At): string | undefined {
    if (this.#rounds.has(nameOf(at))) return undefined;
    const current = this.#current;
    if (!current && this.#rounds.size === 0) return undefined;
    if (current && isNext(at, current)) return undefined;
    const here = current
      ? `this rank is ${current.over ? "past" : "at"} step ${current.step}, round ${current.round}`
      : `a peer is at another`;
    return `something of step ${at.step}, round ${at.round}, while ${here}`;
  }

  #check(call: PayloadCall): void {
    const { mean, payloads, norms, segments } = call;
    const { rank, shards } = this.membership;
    const fits =
      payloads.length === shards.length &&
      norms.length === shards.length &&
      mean.length <= this.#options.length &&
      payloads.every(({ length }) => length === mean.length) &&
      norms.every(({ length }) => length === segments.length);
    if (!fits) {
      throw new ExchangeError(
        "E_MESH",
        `Rank ${rank} hosts ${shards.length} shards, but step ${call.step} brings ${payloads.length} payloads of ${payloads[0]?.length ?? 0} elements and ${norms.length} lists of norms for a mean of ${mean.length} in ${segments.length} segments.`,
      );
    }
    if (this.#current && !isNext(call, this.#current)) {
      throw new ExchangeError(
        "E_STEP_MISMATCH",
        `rank ${rank} was asked for the mean of step ${call.step}, round ${call.round}, out of turn: step ${this.#current.step}, round ${this.#current.round}, came before. All ranks must go through the same steps in order.`,
      );
    }
  }
}

function nameOf({ step, round }: At): string {
  return `${step}.${round}`;
}

function isNext({ step, round }: At, current: At): boolean {
  return step === current.step ? round === current.round + 1 : step === current.step + 1 && round === 0;
}
