/**
 * Mesh: the ranks of one run as one of them sees them. Holds the links and the membership, and hands out one session (an
 * `Exchange`) per group.
 *
 * Without an address there is no server and no peer, and the same code sums the same bits.
 */
import type { Channel } from "../channels/channel.ts";
import { PeerLostError } from "../errors.ts";
import type { PayloadExchange, Wishes } from "../exchange.ts";
import { portableLoops } from "../loops/loops.ts";
import { encodedBytes, type Frame } from "./frames.ts";
import { maxRanks, type Identity } from "./handshake.ts";
import { Links, type LinksOptions } from "./links.ts";
import { Membership, type MembershipEvents } from "./membership.ts";
import { frameOf, messageOf } from "./presence.ts";
import { Refusals } from "./refusals.ts";
import { Session } from "./session.ts";
import type { Formation } from "./standing.ts";
import type { Piece } from "./tensors/piece.ts";
import type { Placement } from "./tensors/receiver.ts";
import { Transfers, type SentState } from "./transfer.ts";
import { noWire } from "./wire.ts";

export interface MeshOptions extends Omit<LinksOptions, "addressOf"> {
  identity: Identity;
  /** gRPC address of every rank; undefined = this rank is and stays alone. */
  addressOf: ((rank: number) => string) | undefined;
  /** Ranks that should be there at the beginning; others may come. */
  expected: readonly number[];
  /** Fewest ranks of a group. */
  min: number;
  /** How long a group waits for a rank that is missing. */
  rejoinTimeoutMs: number;
  shards: number;
  /** n, length of the gradient. */
  length: number;
  channel: Channel;
  /** Something that an operator wants to know. */
  log: (message: string, fields?: Record<string, unknown>) => void;
}

export interface MeshExchange extends PayloadExchange {
  /** Wait until all ranks have called it with the same label. */
  barrier(label: string): Promise<void>;
  /** Ask that the group ends, for all alike, after a step. */
  requestEnd(): void;
  /** Whether the step just reduced was the last of this group, by agreement. */
  readonly isOver: boolean;
  /** To be asked of all ranks with the next reduction. */
  wish(wishes: Wishes): void;
  /** What all ranks do after the step just reduced; the same on each. */
  readonly agreed: Wishes;
  /** After a step: a member has begun the next one, the end of the group is asked for, or it is over. */
  untilMoved(): Promise<void>;
}

/** What lives as long as a group. */
interface Live {
  formation: Formation;
  session: Session;
  transfers: Transfers;
}

/** Bytes of a version that this rank has not been told of yet. The coordinator's word is on its way, so it is little as a rule. */
const maxEarlyBytes = 16 * 1024 * 1024;

export class Mesh {
  readonly #options: MeshOptions;
  readonly #links: Links | undefined;
  readonly #membership: Membership;
  #live: Live | undefined;
  #waiting: PromiseWithResolvers<MeshExchange> | undefined;
  #early: { rank: number; frame: Frame; version: number }[] = [];
  #earlyBytes = 0;
  /** Highest version that this rank has been in. */
  #lastVersion = 0;
  #alarm: NodeJS.Timeout | undefined;
  /** Called whenever something may have changed. */
  #changed: () => void = () => {};
  readonly #refusals = new Refusals();

  private constructor(options: MeshOptions) {
    this.#options = options;
    const { identity, expected, min, rejoinTimeoutMs, addressOf, log } = options;
    this.#links =
      addressOf &&
      new Links(
        { ...options, addressOf },
        {
          up: (rank) => {
            log("linked", { peer: rank });
            this.#step((now) => this.#membership.linkUp(rank, now));
          },
          down: (rank, reason) => {
            log("lost a peer", { peer: rank, reason });
            this.#step((now) => this.#membership.linkDown(rank, reason, now));
          },
          frame: (rank, frame) => this.#receive(rank, frame),
          place: (rank, piece) => this.#place(rank, piece),
          arrived: (rank, piece) => {
            const live = this.#live;
            if (piece.version === live?.formation.version) live.session.arrived(rank, piece);
          },
          refused: (reason) => {
            const times = this.#refusals.count(reason, performance.now());
            if (times > 0) log("turned a connection away", { reason, times });
          },
        },
      );
    this.#membership = new Membership(
      {
        rank: identity.rank,
        expected: addressOf ? expected : [identity.rank],
        min: addressOf ? min : 1,
        rejoinTimeoutMs,
        modulus: maxRanks,
      },
      this.#events(),
      performance.now(),
    );
  }

  /** @throws ExchangeError E_ADDRESS if the own address cannot be bound */
  static async open(options: MeshOptions): Promise<Mesh> {
    const mesh = new Mesh(options);
    await mesh.#links?.open();
    mesh.#setAlarm();
    return mesh;
  }

  /**
   * Wait for a group and be in it. An earlier group has broken, or ended by agreement.
   *
   * @returns the exchange of the group, good until a rank is lost or the group ends
   * @throws PeerLostError if a peer says meanwhile that the run is complete
   */
  join(): Promise<MeshExchange> {
    this.#endLive("this rank has gone on to another group");
    const waiting = Promise.withResolvers<MeshExchange>();
    this.#waiting = waiting;
    this.#step((now) => this.#membership.seek(now));
    return waiting.promise;
  }

  /** Send the training state to ranks of the group that fetch it. @throws PeerLostError */
  serveState(to: readonly number[], state: SentState): Promise<void> {
    return this.#requireLive().transfers.serve(to, state);
  }

  /** The training state of a rank of the group. @throws PeerLostError */
  fetchState(from: number): Promise<SentState> {
    return this.#requireLive().transfers.fetch(from);
  }

  /** Give up waiting for peers. */
  abandon(error: unknown): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
    this.#step((now) => this.#membership.abandon(now));
  }

  /** This rank cannot go on with the step: everybody goes back to forming a group. */
  break(reason: string): void {
    this.#step((now) => this.#membership.break(reason, now));
  }

  /**
   * Be in no group any more, after a complete step. Resolves when the others of the last group have completed it too, or are
   * too slow: until then they may need what this rank has sent.
   *
   * @param finished the run is complete: nobody need wait for this rank, or for anything
   */
  async leave(finished: boolean): Promise<void> {
    const version = this.#live?.formation.version;
    this.#endLive("this rank has left");
    this.#step((now) => this.#membership.leave(finished, now));
    if (version === undefined || !this.#links) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#options.timeoutMs);
    this.#changed = () => {
      if (this.#membership.isOverEverywhere(version)) resolve();
    };
    this.#changed();
    await promise;
    clearTimeout(timer);
    this.#changed = () => {};
  }

  async close(): Promise<void> {
    clearTimeout(this.#alarm);
    this.#endLive("this rank is leaving");
    await this.#links?.close();
  }

  #events(): MembershipEvents {
    const { log } = this.#options;
    return {
      send: (peer, message) => void this.#links?.send(peer, frameOf(message)),
      formed: (formation) => this.#begin(formation),
      broken: ({ version }, reason) => {
        log("the group broke", { version, reason });
        this.#endLive(reason);
      },
      endAfterStep: (reason) => {
        log("the group will end after a step", { reason });
        this.#live?.session.requestEnd();
      },
      finishedElsewhere: (peer) => {
        this.#waiting?.reject(new PeerLostError(`rank ${peer} says that the run is complete`));
        this.#waiting = undefined;
      },
    };
  }

  #begin(formation: Formation): void {
    const { identity, shards, length, channel, timeoutMs, loops = portableLoops } = this.#options;
    const { version } = formation;
    const wire = this.#links ?? noWire;
    const send = (rank: number, frame: Frame): Promise<void> => wire.send(rank, frame);
    const group = { ...formation, rank: identity.rank, shards, length, channel, timeoutMs, loops };
    const session = new Session(group, wire);
    this.#live = { formation, session, transfers: new Transfers({ version, send }) };
    this.#lastVersion = version;
    const early = this.#early.filter((each) => each.version === version);
    this.#early = [];
    this.#earlyBytes = 0;
    for (const { rank, frame } of early) this.#deliver(rank, frame);
    // Pieces of this version may be waiting in the sockets; of versions that never formed here, too.
    for (const rank of this.#links?.up ?? []) this.#links?.resume(rank);
    this.#waiting?.resolve(session);
    this.#waiting = undefined;
  }

  #endLive(reason: string): void {
    const live = this.#live;
    this.#live = undefined;
    live?.session.break(reason);
    live?.transfers.break(reason);
  }

  #receive(rank: number, frame: Frame): void {
    const message = messageOf(frame);
    if (message) return this.#step((now) => this.#membership.receive(rank, message, now));
    const version = versionOf(frame);
    const current = this.#live?.formation.version ?? 0;
    if (version === current) this.#deliver(rank, frame);
    else if (version > current) this.#keepEarly({ rank, frame, version });
    // Older versions: a step that is over. Nothing of it may be applied.
  }

  #keepEarly(early: { rank: number; frame: Frame; version: number }): void {
    this.#earlyBytes += encodedBytes(early.frame);
    if (this.#earlyBytes <= maxEarlyBytes) this.#early.push(early);
    else {
      const reason = `it sent more than ${maxEarlyBytes} bytes for group ${early.version}, which this rank was not told of`;
      this.#links?.drop(early.rank, reason);
    }
  }

  #place(rank: number, piece: Piece): Placement {
    const live = this.#live;
    const { version } = piece;
    if (version !== live?.formation.version)
      return { kind: version > this.#lastVersion ? "later" : "nowhere" };
    const placement = live.session.place(rank, piece);
    if (typeof placement !== "string") return placement;
    this.#complain(rank, placement);
    return { kind: "nowhere" };
  }

  #deliver(rank: number, frame: Frame): void {
    const live = this.#live;
    if (!live?.formation.ranks.includes(rank)) return;
    const complaint = live.session.receive(rank, frame) ?? live.transfers.receive(rank, frame);
    if (complaint !== undefined) this.#complain(rank, complaint);
  }

  #complain(rank: number, complaint: string): void {
    this.#options.log("a peer sent what cannot be right", { peer: rank, complaint });
    this.break(`rank ${rank} sent ${complaint}`);
  }

  /** One move of the membership, and what follows from it for the clock. */
  #step(move: (nowMs: number) => void): void {
    move(performance.now());
    this.#setAlarm();
    this.#changed();
  }

  #setAlarm(): void {
    clearTimeout(this.#alarm);
    const at = this.#membership.wakeAtMs;
    if (at === undefined || !this.#links) return;
    const waitMs = Math.max(0, Math.ceil(at - performance.now()));
    this.#alarm = setTimeout(() => this.#step((now) => this.#membership.tick(now)), waitMs);
    this.#alarm.unref();
  }

  #requireLive(): Live {
    if (!this.#live) throw new PeerLostError("the group has ended");
    return this.#live;
  }
}

function versionOf({ numbers, barrier, stateRequest, statePart }: Frame): number {
  return (numbers ?? barrier ?? stateRequest ?? statePart)?.version ?? 0;
}
