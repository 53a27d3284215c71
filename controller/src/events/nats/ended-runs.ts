/**
 * A worker of a run that is gone does not come back: its credentials are taken back when the run's object is deleted. What was deleted while
 * nobody led is found by the stream, which remembers who told something. While NATS is away it is tried again, until they have expired anyway.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RunIdentity } from "@plateau/proto/events/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import type { EventAuthority } from "./authority.ts";
import type { Revoked } from "./revoker.ts";

type Run = Pick<RunIdentity, "namespace" | "runUid">;

export interface EndedRunsOptions {
  authority: Pick<EventAuthority, "workerTerm" | "workerUser">;
  revoke: (users: Revoked[]) => Promise<void>;
  /** Runs that the stream keeps something of. */
  tellers: () => Promise<Run[]>;
  /** Objects that are there, by kind. */
  objects: (kind: string) => Iterable<KubeObject>;
  log: (message: string, fields?: Record<string, unknown>) => void;
  now?: () => number;
  /** First pause between two tries, doubled up to 64 times as much. */
  pauseMs?: number;
}

const kinds: readonly string[] = ["TrainingRun", "Cooldown"];
const longestPause = 64;

export class EndedRuns {
  readonly #options: Required<EndedRunsOptions>;
  readonly #waiting = new Map<string, Revoked>();
  #mustLook = false;
  #news = Promise.withResolvers<void>();

  constructor(options: EndedRunsOptions) {
    this.#options = { now: Date.now, pauseMs: 500, ...options };
  }

  /** For the changes of objects. */
  changed(object: KubeObject | undefined, old: KubeObject | undefined): void {
    if (object || !old || !kinds.includes(old.kind ?? "")) return;
    this.#add({ namespace: old.metadata.namespace, runUid: old.metadata.uid });
    this.#news.resolve();
  }

  /** All objects have been seen: what else is known of is gone. */
  synced(): void {
    this.#mustLook = true;
    this.#news.resolve();
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { pauseMs, log } = this.#options;
    const stopped = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    let failures = 0;
    while (!signal.aborted) {
      if (failures === 0) await Promise.race([this.#news.promise, stopped]);
      this.#news = Promise.withResolvers();
      try {
        await this.#revoke();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1)
          log("credentials of runs that are gone are not taken back yet", { reason: String(error) });
        const ms = pauseMs * Math.min(longestPause, 2 ** (failures - 1));
        await sleep(ms, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #revoke(): Promise<void> {
    const { tellers, revoke, now } = this.#options;
    if (this.#mustLook) {
      const told = await tellers();
      const live = this.#live();
      for (const run of told) if (!live.has(run.runUid)) this.#add(run);
      this.#mustLook = false;
    }
    const nowMs = now();
    const users = [...this.#waiting.values()].filter(({ untilMs }) => untilMs > nowMs);
    if (users.length > 0) await revoke(users);
    for (const { user } of users) this.#waiting.delete(user);
  }

  #add(run: Run): void {
    const { authority, now } = this.#options;
    const user = authority.workerUser(run);
    this.#waiting.set(user, { user, untilMs: authority.workerTerm(run, now()).expiresAtMs });
  }

  #live(): Set<string> {
    const { objects } = this.#options;
    return new Set(kinds.flatMap((kind) => Array.from(objects(kind), ({ metadata }) => metadata.uid)));
  }
}
