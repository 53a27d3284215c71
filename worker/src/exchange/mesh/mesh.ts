/**
 * Mesh: the ranks of one run. Holds the links, forms groups, and hands out one session (an `Exchange`) per group.
 *
 * With one rank there is no server and no peer, and the same code sums the same bits.
 */
import type { Exchange } from "../exchange.ts";
import type { Frame } from "./frames.ts";
import { Group, type Formation } from "./group.ts";
import type { Identity } from "./handshake.ts";
import { Links, type LinksOptions } from "./links.ts";
import { Refusals } from "./refusals.ts";
import { Session } from "./session.ts";

export interface MeshOptions extends Omit<LinksOptions, "identity"> {
  identity: Identity;
  shards: number;
  /** n, length of the vector that is reduced. */
  length: number;
  /** Something that an operator wants to know. */
  log: (message: string, fields?: Record<string, unknown>) => void;
}

export interface MeshExchange extends Exchange {
  /** Every rank's value, in rank order. */
  gather(label: string, value: Uint8Array): Promise<Uint8Array[]>;
}

/** Bytes of a version that this rank has not been told of yet. Rank 0's word is on its way, so it is little as a rule. */
const maxEarlyBytes = 256 * 1024 * 1024;

export class Mesh {
  readonly #options: MeshOptions;
  readonly #links: Links;
  readonly #group: Group;
  #session: Session | undefined;
  #early: { rank: number; frame: Frame; version: number }[] = [];
  #earlyBytes = 0;
  readonly #refusals = new Refusals();

  private constructor(options: MeshOptions) {
    this.#options = options;
    this.#links = new Links(options, {
      up: (rank) => {
        options.log("linked", { peer: rank });
        this.#group.advance();
      },
      down: (rank, reason) => this.#lost(rank, reason),
      frame: (rank, frame) => this.#receive(rank, frame),
      refused: (reason) => {
        const times = this.#refusals.count(reason, performance.now());
        if (times > 0) options.log("turned a connection away", { reason, times });
      },
    });
    this.#group = new Group(options.identity, this.#links, (formation) => this.#begin(formation));
  }

  /** @throws ExchangeError E_ADDRESS if the own address cannot be bound */
  static async open(options: MeshOptions): Promise<Mesh> {
    const mesh = new Mesh(options);
    if (options.identity.worldSize > 1) await mesh.#links.open();
    return mesh;
  }

  /**
   * Wait for all ranks and form a group with them.
   *
   * @param chooseStart asked on rank 0 only: where training starts; the same text reaches every rank
   * @returns the exchange of the group, good until a rank is lost
   */
  async join(chooseStart: () => Promise<string>): Promise<{ exchange: MeshExchange; start: string }> {
    const { start } = await this.#group.form(chooseStart);
    if (!this.#session) throw new Error("a group was formed without a session");
    return { exchange: this.#session, start };
  }

  /** Give up waiting for peers. */
  abandon(error: unknown): void {
    this.#group.abandon(error);
  }

  /** This rank cannot go on with the step: everybody goes back to forming a group. */
  leave(reason: string): void {
    const version = this.#group.current;
    if (version === 0) return;
    void this.#links.broadcast({ dissolve: { version, reason } });
    this.#end(version, reason);
  }

  async close(): Promise<void> {
    this.#session?.break("this rank is leaving");
    if (this.#options.identity.worldSize > 1) await this.#links.close();
  }

  #begin({ version }: Formation): void {
    const { identity, shards, length } = this.#options;
    this.#session = new Session({ version, ...identity, shards, length }, this.#links);
    const early = this.#early.filter((each) => each.version === version);
    this.#early = [];
    this.#earlyBytes = 0;
    for (const { rank, frame } of early) this.#deliver(rank, frame);
  }

  #lost(rank: number, reason: string): void {
    this.#options.log("lost a peer", { peer: rank, reason });
    const text = `rank ${rank} was lost (${reason})`;
    const version = this.#group.current;
    // Also while a group is being formed: others may already hold this one for ready.
    void this.#links.broadcast({ dissolve: { version, reason: text } });
    this.#group.unready(rank);
    this.#end(version, text);
  }

  #end(version: number, reason: string): void {
    this.#group.dissolve(version);
    this.#session?.break(reason);
    this.#session = undefined;
    this.#group.advance();
  }

  #receive(rank: number, frame: Frame): void {
    if (frame.dissolve) {
      this.#group.unready(rank);
      // Version 0: a rank that held no group lost a peer. Sent before it heard of the group that exists here, or it would name it.
      const version = frame.dissolve.version ?? 0;
      if (version !== 0 && version === this.#group.current) this.#end(version, frame.dissolve.reason ?? "");
      return;
    }
    if (frame.ready || frame.form) return this.#group.receive(rank, frame);
    const version = versionOf(frame);
    if (version === this.#group.current) this.#deliver(rank, frame);
    else if (version > this.#group.current) this.#keepEarly({ rank, frame, version });
    // Older versions: a step that is over. Nothing of it may be applied.
  }

  #keepEarly(early: { rank: number; frame: Frame; version: number }): void {
    this.#earlyBytes += early.frame.chunk?.data?.length ?? 0;
    if (this.#earlyBytes <= maxEarlyBytes) this.#early.push(early);
    else {
      const reason = `it sent more than ${maxEarlyBytes} bytes for group ${early.version}, which this rank was not told of`;
      this.#links.drop(early.rank, reason);
    }
  }

  #deliver(rank: number, frame: Frame): void {
    const complaint = this.#session?.receive(rank, frame);
    if (complaint === undefined) return;
    this.#options.log("a peer sent what cannot be right", { peer: rank, complaint });
    this.leave(`rank ${rank} sent ${complaint}`);
  }
}

function versionOf({ chunk, losses, barrier }: Frame): number {
  return chunk?.version ?? losses?.version ?? barrier?.version ?? 0;
}
