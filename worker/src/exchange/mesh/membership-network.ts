/**
 * A network in memory for the tests of membership: links that come and go, messages that keep their order on a link and none
 * between links, processes that die. The order of deliveries follows from a seed.
 */
import { uniform } from "@plateau/scaling";
import { Membership } from "./membership.ts";
import type { Formation, Message } from "./standing.ts";

export interface NetworkOptions {
  count: number;
  min: number;
  rejoinTimeoutMs: number;
  seed?: number;
}

interface Node {
  membership: Membership;
  /** It knows that its group ends after a step. */
  ends: boolean;
  /** Versions that it has been in, in order. */
  versions: number[];
  leaving: boolean;
  /** Which link to each peer it knows: what it sends goes there and nowhere else. */
  links: Map<number, number>;
}

/** One direction of a link. Both ends learn of its end at different times, each after what was delivered before. */
interface Wire {
  from: number;
  to: number;
  queue: { link: number; what: Message | "up" | "down" }[];
}

const modulus = 8;

export class Network {
  nowMs = 0;
  /** Groups that members have lost to a broken link or a member's word. */
  breaks = 0;
  readonly formations: { rank: number; formation: Formation }[] = [];
  readonly toldFinished: number[] = [];
  readonly #nodes = new Map<number, Node>();
  readonly #wires = new Map<string, Wire>();
  /** Pairs whose link is up or on its way up, as the network sees it. */
  readonly #linked = new Map<string, number>();
  #links = 0;
  /** Ranks of each version, by the coordinator's process: its successor may use a version again, but never towards who knows it. */
  readonly #groups = new WeakMap<Node, Map<number, string>>();
  readonly #options: NetworkOptions;
  #anyLeft = false;
  #draws = 0;

  constructor(options: NetworkOptions) {
    this.#options = options;
  }

  /** A process of the rank, if there is none. */
  start(rank: number): void {
    if (this.#nodes.get(rank)?.leaving) this.kill(rank);
    if (this.#nodes.has(rank)) return;
    const { count, min, rejoinTimeoutMs } = this.#options;
    const expected = Array.from({ length: count }, (_, each) => each);
    const node: Node = {
      versions: [],
      ends: false,
      leaving: false,
      links: new Map(),
      membership: new Membership(
        { rank, expected, min, rejoinTimeoutMs, modulus },
        {
          send: (peer, what) => this.#send(rank, node.links.get(peer), { peer, what }),
          formed: (formation) => this.#formed(rank, node, formation),
          broken: () => {
            this.breaks += 1;
            node.ends = false;
            // The training thread notices, and comes back for another group.
            queue.push(() => node.membership.seek(this.nowMs));
          },
          endAfterStep: () => (node.ends = true),
          finishedElsewhere: () => this.toldFinished.push(rank),
        },
        this.nowMs,
      ),
    };
    const queue = this.#chores(rank);
    this.#nodes.set(rank, node);
    node.membership.seek(this.nowMs);
  }

  readonly #todo = new Map<number, (() => void)[]>();
  #chores(rank: number): (() => void)[] {
    const chores: (() => void)[] = [];
    this.#todo.set(rank, chores);
    return chores;
  }

  /** The process is gone; its peers learn of it in their own time. */
  kill(rank: number): void {
    if (!this.#nodes.delete(rank)) return;
    this.#todo.delete(rank);
    for (const peer of this.#nodes.keys()) this.cut(rank, peer);
    for (const [key, { to }] of this.#wires) if (to === rank) this.#wires.delete(key);
  }

  /** After the last step of its group, as all of it know; the process ends. */
  leave(rank: number, finished = false): void {
    const node = this.#nodes.get(rank);
    if (!node || node.leaving) return;
    const { group } = node.membership;
    if (group) for (const member of group.ranks) this.#endBy(member, group.version);
    node.leaving = true;
    this.#anyLeft = true;
    node.membership.leave(finished, this.nowMs);
  }

  link(a: number, b: number): void {
    if (a === b || !this.#nodes.has(a) || !this.#nodes.has(b) || this.#linked.has(pair(a, b))) return;
    const link = (this.#links += 1);
    this.#linked.set(pair(a, b), link);
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const wire = this.#wires.get(`${from}>${to}`) ?? { from, to, queue: [] };
      wire.queue.push({ link, what: "up" });
      this.#wires.set(`${from}>${to}`, wire);
    }
  }

  /** What was on its way is lost. */
  cut(a: number, b: number): void {
    const link = this.#linked.get(pair(a, b));
    if (link === undefined) return;
    this.#linked.delete(pair(a, b));
    for (const key of [`${a}>${b}`, `${b}>${a}`]) {
      const wire = this.#wires.get(key);
      if (wire) wire.queue = wire.queue.filter(({ what }) => typeof what === "string");
      wire?.queue.push({ link, what: "down" });
    }
  }

  linkAll(): void {
    for (const a of this.#nodes.keys()) for (const b of this.#nodes.keys()) if (a < b) this.link(a, b);
  }

  partition(sides: number[][]): void {
    const side = (rank: number): number => sides.findIndex((each) => each.includes(rank));
    for (const a of this.#nodes.keys())
      for (const b of this.#nodes.keys()) if (a < b && side(a) !== side(b)) this.cut(a, b);
  }

  /** So many events, in an order of the seed's. */
  deliver(count: number): void {
    for (let i = 0; i < count && this.#deliverOne(); i++);
  }

  /** One member that knows its group's end completes the last step. */
  step(): void {
    const nodes = [...this.#nodes.values()].filter(({ membership }) => membership.group);
    const node = nodes[this.#draw(nodes.length)];
    if (node) this.#step(node);
  }

  steps(count: number): void {
    for (let i = 0; i < count; i++) {
      for (const node of this.#nodes.values()) this.#step(node);
      this.settle();
    }
  }

  /** Until nothing is on its way and no group is to end. */
  settle(): void {
    for (let i = 0; ; i++) {
      if (i > 20_000) throw new Error("the network does not come to rest");
      if (this.#deliverOne()) continue;
      const ending = [...this.#nodes.values()].find(({ ends, membership }) => ends && membership.group);
      if (!ending) return;
      this.#step(ending);
    }
  }

  advance(ms: number): void {
    this.nowMs += ms;
    for (const { membership } of this.#nodes.values()) membership.tick(this.nowMs);
  }

  /** Time passes, and whoever set an alarm is woken when it is due. */
  pass(ms: number): void {
    const until = this.nowMs + ms;
    for (;;) {
      this.settle();
      const alarms = [...this.#nodes.values()].map(({ membership }) => membership.wakeAtMs ?? Infinity);
      const next = Math.min(until, ...alarms);
      if (next <= this.nowMs) break;
      this.advance(next - this.nowMs);
      if (next === until) break;
    }
    this.settle();
  }

  /** Groups that all of their members are in, ascending. */
  groups(): number[][] {
    const found = new Map<number, number[]>();
    for (const { membership } of this.#nodes.values()) {
      const { group } = membership;
      if (!group) continue;
      const whole = group.ranks.every(
        (rank) => this.#nodes.get(rank)?.membership.group?.version === group.version,
      );
      if (whole) found.set(group.version, group.ranks);
    }
    return [...found.values()].sort(([a], [b]) => a! - b!);
  }

  /** What must hold at every moment. */
  check(): void {
    for (const [rank, { versions }] of this.#nodes) {
      if (versions.some((version, i) => i > 0 && version <= versions[i - 1]!))
        throw new Error(`versions of rank ${rank} do not grow: ${versions.join(", ")}`);
    }
  }

  /** What is sent over a link that has been cut is lost. */
  #send(from: number, link: number | undefined, { peer, what }: { peer: number; what: Message }): void {
    if (link === undefined || this.#linked.get(pair(from, peer)) !== link) return;
    this.#wires.get(`${from}>${peer}`)?.queue.push({ link, what });
  }

  #formed(rank: number, node: Node, formation: Formation): void {
    const ranks = formation.ranks.join();
    const coordinator = this.#nodes.get(formation.ranks[0]!)!;
    const known = this.#groups.get(coordinator) ?? new Map<number, string>();
    this.#groups.set(coordinator, known);
    const other = known.get(formation.version) ?? ranks;
    if (other !== ranks)
      throw new Error(`version ${formation.version} is a group of ${other} and one of ${ranks}`);
    known.set(formation.version, ranks);
    if (!formation.ranks.includes(rank)) throw new Error(`rank ${rank} entered a group of ${ranks}`);
    if (formation.ranks.length < this.#leastSize()) throw new Error(`a group of ${ranks} only`);
    node.versions.push(formation.version);
    node.ends = false;
    this.formations.push({ rank, formation });
  }

  /** The minimum, less those that have left in good order, which may have been anybody. */
  #leastSize(): number {
    return this.#anyLeft ? 1 : this.#options.min;
  }

  /** A step is complete on one member: if it was the last of the group, all members come to know and this one seeks again. */
  #step(node: Node): void {
    const { group } = node.membership;
    if (!group) return;
    const asked = group.ranks.some((rank) => {
      const member = this.#nodes.get(rank);
      return member?.ends && member.membership.group?.version === group.version;
    });
    if (!asked && !node.ends) return;
    for (const rank of group.ranks) this.#endBy(rank, group.version);
    node.ends = false;
    node.membership.seek(this.nowMs);
  }

  #endBy(rank: number, version: number): void {
    const member = this.#nodes.get(rank);
    if (member?.membership.group?.version === version) member.ends = true;
  }

  #deliverOne(): boolean {
    const full = [...this.#wires.values()].filter(({ queue }) => queue.length > 0);
    const busy = [...this.#todo].filter(([, chores]) => chores.length > 0);
    const at = this.#draw(full.length + busy.length);
    if (at >= full.length) {
      const chore = busy[at - full.length]?.[1].shift();
      chore?.();
      return chore !== undefined;
    }
    const wire = full[at]!;
    const { link, what } = wire.queue.shift()!;
    const node = this.#nodes.get(wire.to);
    // A process that died with it: its successor hears nothing of old links.
    if (!node) return true;
    if (what === "up") {
      node.links.set(wire.from, link);
      node.membership.linkUp(wire.from, this.nowMs);
    } else if (what === "down") {
      node.links.delete(wire.from);
      node.membership.linkDown(wire.from, "cut", this.nowMs);
    } else if (node.links.get(wire.from) === link) node.membership.receive(wire.from, what, this.nowMs);
    return true;
  }

  #draw(below: number): number {
    return Math.floor(uniform(this.#options.seed ?? 0, (this.#draws += 1)) * below);
  }
}

const pair = (a: number, b: number): string => `${Math.min(a, b)}-${Math.max(a, b)}`;
