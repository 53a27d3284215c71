/**
 * When a status is written: at once if a condition has turned (or the status is the first, or of another generation), else at
 * most every 10 s. What is unchanged is not written at all.
 */
import { isDeepStrictEqual } from "node:util";
import type { KubeObject } from "../cluster/cluster.ts";

export const statusIntervalMs = 10_000;

interface ConditionLike {
  type?: unknown;
  status?: unknown;
  reason?: unknown;
}

export type StatusVerdict =
  { write: true } | { write: false; unchanged: true } | { write: false; unchanged: false; waitMs: number };

export class StatusPacer {
  readonly #writtenAtMs = new Map<string, number>();

  /**
   * @param urgent somebody is about to be told of what the status says
   * @returns whether to write now, or how long to wait
   */
  decide(
    object: KubeObject,
    next: unknown,
    { nowMs, urgent }: { nowMs: number; urgent: boolean },
  ): StatusVerdict {
    if (sameContent(object.status, next)) return { write: false, unchanged: true };
    const lastMs = this.#writtenAtMs.get(object.metadata.uid);
    const waitMs = lastMs === undefined ? 0 : lastMs + statusIntervalMs - nowMs;
    if (urgent || waitMs <= 0 || turned(object.status, next)) return { write: true };
    return { write: false, unchanged: false, waitMs };
  }

  written(uid: string, nowMs: number): void {
    this.#writtenAtMs.set(uid, nowMs);
  }

  forget(uid: string): void {
    this.#writtenAtMs.delete(uid);
  }
}

/** Members that are undefined are as good as absent: they do not survive JSON. */
function sameContent(old: unknown, next: unknown): boolean {
  return isDeepStrictEqual(old, next === undefined ? undefined : JSON.parse(JSON.stringify(next)));
}

function turned(old: unknown, next: unknown): boolean {
  const before = old as { conditions?: ConditionLike[]; observedGeneration?: unknown } | undefined;
  const after = next as typeof before;
  if (before === undefined || before.observedGeneration !== after?.observedGeneration) return true;
  return !isDeepStrictEqual(outline(before.conditions), outline(after?.conditions));
}

function outline(conditions: ConditionLike[] = []): unknown[] {
  return conditions.map(({ type, status, reason }) => [type, status, reason]);
}
