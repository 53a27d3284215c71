/**
 * Membership: who is in the group, as a state machine without network, clock or randomness. Each rank runs one.
 *
 *   idle ──seek──▶ seeking ──Form (sent or received)──▶ grouped ──a link ends, a member says it is over──▶ idle
 *                     ▲                                    └──the agreed last step is complete: seek──┐
 *                     └───────────────────────────────────────────────────────────────────────────────┘
 *
 * Ranks are stable names, a group is any set of mutually linked ranks, its coordinator the lowest of them. Every rank tells its
 * linked peers where it stands (`Presence`), and again whenever that changes. Rules:
 *
 *  1. A rank follows the lowest rank it is linked to (itself included). That one forms the group, of those who follow it, seek,
 *     and are linked to each other. It waits for each rank that is expected but missing until `rejoinTimeoutMs` have passed since
 *     it went; for a linked follower that is still busy as long as it takes.
 *  2. `Form` takes effect at once, without a vote: a step needs every member, so a group that not all have entered applies nothing.
 *     Whoever cannot enter says so by a presence of at least that version, and that ends the group for all who did.
 *  3. Versions grow for every rank, and no two coordinators use the same: version ≡ coordinator modulo `modulus`. So frames of
 *     different groups cannot be taken for each other, whatever partitions there were. (A coordinator that was started again may
 *     use a version of its predecessor, but never with a rank that has known it.)
 *  4. A member's link that ends, or a member's presence that is past the version, ends the group; unless the version ended by
 *     agreement there (`endedVersion`), because then all that the member owes has been sent and the rest can complete the step.
 *  5. The coordinator asks for the end of its group after a step when a rank, or another whole group, could be with it: all linked
 *     to all, all following the same rank. Both groups of a healed partition come to see the same and end.
 *
 * A partition may leave two groups at work. Both compute the same bits, so neither can harm (docs/decisions/0008).
 */
import { ascending, followed, isPast, type Formation, type Message, type Presence } from "./standing.ts";

export interface MembershipOptions {
  rank: number;
  /** Ranks that should be there at the beginning. */
  expected: readonly number[];
  /** Fewest ranks of a group, as long as none has left in good order. */
  min: number;
  rejoinTimeoutMs: number;
  /** More than any rank: versions of different coordinators differ modulo this. */
  modulus: number;
}

export interface MembershipEvents {
  send(peer: number, message: Message): void;
  formed(formation: Formation): void;
  /** The group is over; nothing of its current step may be applied. */
  broken(formation: Formation, reason: string): void;
  /** Somebody could join: the group shall end after a step. */
  endAfterStep(reason: string): void;
  /** A peer left because the run is complete, while this rank was seeking. It seeks no more. */
  finishedElsewhere(peer: number): void;
}

interface Peer {
  presence: Presence | undefined;
  /** A group was formed with it on the strength of its presence; it counts again when it has answered. */
  taken: number;
}

export class Membership {
  #lastVersion = 0;
  #endedVersion = 0;
  #group: Formation | undefined;
  #seeks = false;
  #leaving = false;
  #finished = false;
  #reason = "";
  #nowMs: number;
  #told = "";
  #asked = false;
  readonly #peers = new Map<number, Peer>();
  /** When a rank was seen to be missing. */
  readonly #missingSinceMs = new Map<number, number>();
  /** Ranks that have left in good order and are not expected back. */
  readonly #left = new Set<number>();
  readonly #expected: Set<number>;
  readonly #options: MembershipOptions;
  readonly #events: MembershipEvents;

  constructor(options: MembershipOptions, events: MembershipEvents, nowMs: number) {
    this.#options = options;
    this.#events = events;
    this.#nowMs = nowMs;
    this.#expected = new Set(options.expected.filter((rank) => rank !== options.rank));
    for (const rank of this.#expected) this.#missingSinceMs.set(rank, nowMs);
  }

  get group(): Formation | undefined {
    return this.#group;
  }

  get isSeeking(): boolean {
    return this.#seeks;
  }

  /** When time alone may change something; undefined = never. */
  get wakeAtMs(): number | undefined {
    const times = [...this.#missingSinceMs.values()]
      .map((since) => since + this.#options.rejoinTimeoutMs)
      .filter((at) => at > this.#nowMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Whether every linked peer that was in this version is past it, or this rank was not in it. */
  isOverEverywhere(version: number): boolean {
    return [...this.#peers.values()].every(({ presence }) => presence?.version !== version);
  }

  /** Wait for a group. A group that exists has ended by agreement after a complete step. */
  seek(nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#group) {
      this.#endedVersion = this.#group.version;
      this.#reason = "ended by agreement after a step";
      this.#group = undefined;
    }
    this.#seeks = true;
    this.#settle();
  }

  /** Wait no more. */
  abandon(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#seeks = false;
    this.#settle();
  }

  /** End the group for all, e.g. because a member sent what cannot be right. */
  break(reason: string, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#break(reason);
    this.#settle();
  }

  /** Never be in a group again. @param finished the run is complete */
  leave(finished: boolean, nowMs: number): void {
    this.#nowMs = nowMs;
    if (this.#group) this.#endedVersion = this.#group.version;
    this.#group = undefined;
    this.#seeks = false;
    this.#leaving = true;
    this.#finished = finished;
    this.#settle();
  }

  linkUp(peer: number, nowMs: number): void {
    this.#nowMs = nowMs;
    this.#peers.set(peer, { presence: undefined, taken: 0 });
    this.#left.delete(peer);
    this.#expected.add(peer);
    this.#settle(peer);
  }

  linkDown(peer: number, reason: string, nowMs: number): void {
    this.#nowMs = nowMs;
    const leaving = this.#peers.get(peer)?.presence?.leaving;
    this.#peers.delete(peer);
    if (leaving) this.#left.add(peer);
    if (this.#group?.ranks.includes(peer)) {
      this.#missingSinceMs.set(peer, nowMs);
      this.#break(`rank ${peer} was lost (${reason})`);
    } else if (!this.#missingSinceMs.has(peer)) this.#missingSinceMs.set(peer, nowMs);
    this.#settle();
  }

  receive(from: number, message: Message, nowMs: number): void {
    this.#nowMs = nowMs;
    const peer = this.#peers.get(from);
    // Of a link that has ended: whatever it says is over.
    if (!peer) return;
    if ("form" in message) this.#enter(from, message.form);
    else this.#hear(from, peer, message.presence);
    this.#settle();
  }

  /** Time has passed. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    this.#settle();
  }

  #hear(from: number, peer: Peer, presence: Presence): void {
    peer.presence = presence;
    if (presence.leaving) this.#left.add(from);
    const group = this.#group;
    if (group?.ranks.includes(from) && isPast(presence, group.version)) {
      this.#break(`rank ${from} is not in it (${presence.reason})`);
    }
    if (presence.finished && this.#seeks) {
      this.#seeks = false;
      this.#events.finishedElsewhere(from);
    }
  }

  /** A group that the coordinator formed. */
  #enter(from: number, form: Formation): void {
    const refusal = this.#refuse(from, form);
    if (refusal === undefined) return this.#become(form);
    this.#lastVersion = Math.max(this.#lastVersion, form.version);
    this.#reason = `rank ${this.#options.rank} could not enter: ${refusal}`;
  }

  #refuse(from: number, { version, ranks }: Formation): string | undefined {
    const { rank } = this.#options;
    if (!this.#seeks) return this.#group ? `it is in group ${this.#group.version}` : "it is not ready";
    if (version <= this.#lastVersion) return `it is past version ${version}`;
    if (ranks[0] !== from || !ranks.includes(rank)) return `rank ${from} formed what it may not`;
    for (const other of ranks) {
      if (other === rank) continue;
      const peer = this.#peers.get(other);
      if (!peer) return `it is not linked to rank ${other}`;
      if (other !== from && peer.presence && isPast(peer.presence, version)) {
        return `rank ${other} has refused`;
      }
    }
    return undefined;
  }

  #become(formation: Formation): void {
    this.#group = formation;
    this.#seeks = false;
    this.#asked = false;
    this.#lastVersion = formation.version;
    for (const rank of formation.ranks) this.#missingSinceMs.delete(rank);
    // The peers learn of it before any frame of the new group reaches them.
    this.#publish();
    this.#events.formed(formation);
  }

  #break(reason: string): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    this.#reason = reason;
    this.#events.broken(group, reason);
  }

  /** What follows from a change: tell it, then see whether a group can be formed or should be ended. */
  #settle(arrived?: number): void {
    this.#publish(arrived);
    if (this.#seeks) this.#form();
    else if (this.#group) this.#welcome(this.#group);
  }

  #publish(arrived?: number): void {
    const presence = this.#presence();
    const text = JSON.stringify(presence);
    const news = text !== this.#told;
    this.#told = text;
    for (const peer of this.#peers.keys()) {
      if (news || peer === arrived) this.#events.send(peer, { presence });
    }
  }

  #presence(): Presence {
    return {
      lastVersion: this.#lastVersion,
      version: this.#group?.version ?? 0,
      ranks: [...(this.#group?.ranks ?? [])],
      seeks: this.#seeks,
      endedVersion: this.#endedVersion,
      linked: this.#candidates(),
      absent: ascending(this.#expected).filter((rank) => !this.#peers.has(rank) && !this.#awaits(rank)),
      leaving: this.#leaving,
      finished: this.#finished,
      reason: this.#reason,
    };
  }

  /** Whether a rank that is missing may still come. */
  #awaits(rank: number): boolean {
    if (this.#left.has(rank)) return false;
    const since = this.#missingSinceMs.get(rank) ?? this.#nowMs;
    return this.#nowMs - since < this.#options.rejoinTimeoutMs;
  }

  /** Ranks linked to this one that mean to stay. */
  #candidates(): number[] {
    return ascending(this.#peers.keys()).filter((peer) => !this.#left.has(peer));
  }

  /** Who has left in good order was told to: the rest go on without. */
  get #min(): number {
    const staying = [...this.#expected].filter((rank) => !this.#left.has(rank)).length + 1;
    return Math.min(this.#options.min, staying);
  }

  /** Rule 1. */
  #form(): void {
    const { rank } = this.#options;
    const candidates = this.#candidates();
    if (candidates.some((peer) => peer < rank)) return;
    if (candidates.some((peer) => this.#isUnsettled(peer))) return;
    const members = this.#clique(candidates);
    const missing = ascending(new Set([...this.#expected, ...candidates])).filter(
      (peer) => !members.includes(peer),
    );
    for (const peer of missing)
      if (!this.#missingSinceMs.has(peer)) this.#missingSinceMs.set(peer, this.#nowMs);
    const given = new Set(members.flatMap((peer) => this.#peers.get(peer)?.presence?.absent ?? []));
    const awaited = missing.filter(
      (peer) => this.#awaits(peer) && (this.#peers.has(peer) || !given.has(peer)),
    );
    if (awaited.length > 0 || members.length < this.#min) return;
    const formation = { version: this.#nextVersion(members), ranks: members };
    for (const peer of members) {
      const record = this.#peers.get(peer);
      if (record) record.taken = formation.version;
      if (peer !== rank) this.#events.send(peer, { form: formation });
    }
    this.#become(formation);
  }

  /** A linked peer of which it is not known yet what it will do, or that is busy and will come. */
  #isUnsettled(peer: number): boolean {
    const { presence, taken } = this.#peers.get(peer)!;
    if (!presence || presence.lastVersion < taken) return true;
    // It does not see the link yet, or not any more.
    if (!presence.linked.includes(this.#options.rank)) return true;
    return followed(peer, presence) === this.#options.rank && !presence.seeks;
  }

  /** This rank and those who follow it, in ascending order, each linked to all before it. */
  #clique(candidates: readonly number[]): number[] {
    const members = [this.#options.rank];
    for (const peer of candidates) {
      const presence = this.#peers.get(peer)?.presence;
      if (!presence || followed(peer, presence) !== this.#options.rank) continue;
      const all = members.every(
        (member) =>
          presence.linked.includes(member) &&
          (member === this.#options.rank ||
            this.#peers.get(member)?.presence?.linked.includes(peer) === true),
      );
      if (all) members.push(peer);
    }
    return members;
  }

  #nextVersion(members: readonly number[]): number {
    const { rank, modulus } = this.#options;
    const last = Math.max(
      this.#lastVersion,
      ...members.map((peer) => this.#peers.get(peer)?.presence?.lastVersion ?? 0),
    );
    return last + 1 + ((((rank - last - 1) % modulus) + modulus) % modulus);
  }

  /** Rule 5. */
  #welcome(group: Formation): void {
    if (this.#asked || group.ranks[0] !== this.#options.rank) return;
    const newcomer = this.#candidates().find(
      (peer) => !group.ranks.includes(peer) && this.#couldJoin(group, peer),
    );
    if (newcomer === undefined) return;
    this.#asked = true;
    this.#events.endAfterStep(`rank ${newcomer} joins`);
  }

  #couldJoin(group: Formation, newcomer: number): boolean {
    const presence = this.#peers.get(newcomer)?.presence;
    if (!presence) return false;
    const theirs = presence.version > 0 ? presence.ranks : presence.seeks ? [newcomer] : [];
    const all = [...group.ranks, ...theirs];
    const lowest = Math.min(...all);
    return (
      theirs.length > 0 &&
      all.every((rank) => {
        if (rank === this.#options.rank) return Math.min(rank, ...this.#candidates()) === lowest;
        const seen = this.#peers.get(rank)?.presence;
        if (!seen || seen.leaving || followed(rank, seen) !== lowest) return false;
        return all.every((other) => other === rank || seen.linked.includes(other));
      })
    );
  }
}
