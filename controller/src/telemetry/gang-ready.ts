/** How long a gang took from its Job to its whole group, told once for each attempt, as its object says so. */
import type { KubeObject } from "../cluster/cluster.ts";
import { conditionOf } from "../reconcile/conditions.ts";
import { timeMs } from "../reconcile/observe.ts";

type JobOf = (run: KubeObject, attempt: number) => KubeObject | undefined;

export class GangReady {
  readonly #jobOf: JobOf;
  /** Newest attempt that was seen ready, by uid. */
  readonly #seen = new Map<string, number>();

  /** @param jobOf Job of an attempt of a run */
  constructor(jobOf: JobOf) {
    this.#jobOf = jobOf;
  }

  /** Seconds, if this change says that the group has formed for the first time. */
  take(object: KubeObject | undefined, old: KubeObject | undefined): number | undefined {
    if (object) return this.#look(object, old !== undefined);
    if (old) this.#seen.delete(old.metadata.uid);
    return undefined;
  }

  #look(run: KubeObject, isChange: boolean): number | undefined {
    const ready = conditionOf(run.status, "WorkersReady");
    if (ready?.status !== "True") return undefined;
    const { uid } = run.metadata;
    const { attempt } = run.status as { attempt: number };
    if (attempt <= (this.#seen.get(uid) ?? 0)) return undefined;
    this.#seen.set(uid, attempt);
    // Ready when first seen: how long it took was told by whoever led then.
    return isChange ? secondsBetween(this.#jobOf(run, attempt), ready.lastTransitionTime) : undefined;
  }
}

function secondsBetween(job: KubeObject | undefined, formed: string): number | undefined {
  const beganMs = timeMs(job?.metadata.creationTimestamp);
  const formedMs = timeMs(formed);
  if (beganMs === undefined || formedMs === undefined) return undefined;
  // The server that stamps the Job may have another clock.
  return Math.max(0, formedMs - beganMs) / 1000;
}
