/**
 * Chaos among the ranks of one run: kills, pauses and partitions at seeded random moments, several at once; then quiet, until all
 * ranks train together again; then all are asked to stop. The order of events follows from the seed, their exact moment is the
 * machine's.
 */
import { readFileSync } from "node:fs";
import { uniform } from "@plateau/scaling";
import type { WorkerGroup } from "../integration/train/worker-group.ts";
import { Partitions } from "./partitions.ts";

export interface RankChaosOptions {
  group: WorkerGroup;
  /** For the sockets; short. */
  folder: string;
  ranks: number;
  /** Never killed, so that its memory can be watched. */
  spared: number;
  durationMs: number;
  seed: number;
  /** Between two blows: uniform from 0 to twice this. */
  meanPauseMs: number;
}

export interface RankChaosReport {
  kills: number;
  pauses: number;
  partitions: number;
  /** Groups in which the spared rank has trained. */
  groups: number;
  /** Step at which all were asked to stop, and whose state is saved. */
  step: number;
  /** Of the spared rank after a fifth of the time, and at the end. */
  memoryMiB: [number, number];
  exitCodes: (number | null)[];
}

export async function rankChaos(options: RankChaosOptions): Promise<RankChaosReport> {
  const { group, ranks, spared, durationMs } = options;
  const partitions = new Partitions(options.folder);
  await partitions.open(ranks);
  group.peersOf = (rank) => partitions.peersOf(rank);
  group.startAll();
  const chaos = new Blows(options, partitions);
  try {
    await group.untilStep(1);
    const begun = performance.now();
    let early = 0;
    while (performance.now() - begun < durationMs) {
      await chaos.pause(2 * options.meanPauseMs * chaos.random());
      chaos.strike();
      if (early === 0 && performance.now() - begun > durationMs / 5) early = residentMiB(group, spared);
    }
    const before = await chaos.calm();
    // The rank may not even have noticed the last partition yet: what counts is that they come to train together.
    await group.until("all ranks to train together", () => trainTogether(group, ranks, before));
    const late = residentMiB(group, spared);
    const last = group.told.length;
    await group.until("twenty more steps", () => stepsSince(group, last) >= 20);
    await Promise.all(Array.from({ length: ranks }, (_, rank) => group.kill(rank, "SIGTERM")));
    const exitCodes = await Promise.all(Array.from({ length: ranks }, (_, rank) => group.exitCode(rank)));
    const step = Math.max(...Array.from({ length: ranks }, (_, rank) => group.lastWords(rank).step ?? 0));
    return { ...chaos.counts, groups: chaos.groups(), step, memoryMiB: [early, late], exitCodes };
  } finally {
    await chaos.end();
    await group.close();
    await partitions.close();
  }
}

/** The events, each with an end of its own: a killed rank is started again, a paused one goes on, a partition heals. */
class Blows {
  readonly counts = { kills: 0, pauses: 0, partitions: 0 };
  readonly #options: RankChaosOptions;
  readonly #partitions: Partitions;
  readonly #timers = new Map<NodeJS.Timeout, () => void>();
  readonly #busy = new Set<number>();
  #draws = 0;

  constructor(options: RankChaosOptions, partitions: Partitions) {
    this.#options = options;
    this.#partitions = partitions;
  }

  random(): number {
    return uniform(this.#options.seed, (this.#draws += 1));
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  strike(): void {
    const { ranks, spared, group } = this.#options;
    const kind = this.random();
    const rank = Math.floor(this.random() * ranks);
    const lasts = this.random() * 4 * this.#options.meanPauseMs;
    if (kind < 0.4) this.#partition(lasts);
    else if (this.#busy.has(rank)) return;
    else if (kind < 0.7 && rank !== spared) {
      this.counts.kills += 1;
      this.#busy.add(rank);
      void group.kill(rank).then(() =>
        this.#later(lasts, () => {
          this.#busy.delete(rank);
          group.start(rank);
        }),
      );
    } else {
      this.counts.pauses += 1;
      this.#busy.add(rank);
      void group.kill(rank, "SIGSTOP");
      this.#later(lasts, () => {
        this.#busy.delete(rank);
        void group.kill(rank, "SIGCONT");
      });
    }
  }

  /** Everything heals at once. @returns how much had been told before */
  async calm(): Promise<number> {
    const before = this.#options.group.told.length;
    // A kill whose process has not ended yet sets its timer a moment later.
    await this.pause(100);
    for (const [timer, heal] of this.#timers) {
      clearTimeout(timer);
      heal();
    }
    this.#timers.clear();
    return before;
  }

  /** After a failure: paused processes could not be ended in order. */
  async end(): Promise<void> {
    await this.calm();
  }

  /** Each told once, whichever rank coordinated. */
  groups(): number {
    const { group, spared } = this.#options;
    return group.told.filter(
      ({ rank, event }) => rank === spared && event.type === "lifecycle" && event.state === "training",
    ).length;
  }

  /** A random part of the ranks is cut off from the rest, with a silent or a broken connection. */
  #partition(lasts: number): void {
    const { ranks } = this.#options;
    this.counts.partitions += 1;
    const reset = this.random() < 0.5;
    const side = Array.from({ length: ranks }, () => this.random() < 0.5);
    const pairs = side.flatMap((left, a) =>
      side.flatMap((right, b) => (a < b && left !== right ? [[a, b] as const] : [])),
    );
    for (const [a, b] of pairs) this.#partitions.cut(a, b, reset);
    this.#later(lasts, () => pairs.forEach(([a, b]) => this.#partitions.heal(a, b)));
  }

  #later(ms: number, heal: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      heal();
    }, ms);
    this.#timers.set(timer, heal);
  }
}

function trainTogether(group: WorkerGroup, ranks: number, since: number): boolean {
  const last = group.told
    .slice(since)
    .findLast(({ event }) => event.type === "lifecycle" && event.state === "training")?.event;
  if (last?.type === "lifecycle") return last.message.startsWith(`${ranks} ranks train`);
  // Nothing has changed since: then they have trained together all along.
  const alive = group.told.findLast(({ event }) => event.type === "lifecycle")?.event;
  return alive?.type === "lifecycle" && alive.message.startsWith(`${ranks} ranks train`);
}

function stepsSince(group: WorkerGroup, since: number): number {
  return new Set(group.told.slice(since).flatMap(({ event }) => (event.type === "step" ? [event.step] : [])))
    .size;
}

function residentMiB(group: WorkerGroup, rank: number): number {
  const pid = group.ranks[rank]!.process.pid!;
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return Math.round((pages * 4096) / 2 ** 20);
}
