/** The Pods of a Job by slot (its index, for Indexed Jobs): who is alive, what was done, how often it failed. Pure. */
import { isOver, marks, type JobSpec, type Pod, type Terminated } from "../kube.ts";
import { judgeFailure, type FailureVerdict } from "./failure-policy.ts";

export interface Slot {
  index: number;
  /** Pods that are not over, the newest last. */
  live: Pod[];
  succeeded: boolean;
  /** Failures that count. */
  failures: number;
  /** Failures that a rule ignores; they lengthen the wait all the same. */
  ignored: number;
  /** Given up: too many failures, or a FailIndex rule. */
  failed: boolean;
  /** How the newest Pod failed, if it did. */
  last?: { pod: Pod; verdict: FailureVerdict; atMs: number };
  nextOrdinal: number;
  /** Pods that are over and that nobody needs for counting. */
  spent: Pod[];
}

/** Finished Pods kept per slot, for their last words. */
const keepFinished = 2;

export function slotsOf(spec: JobSpec, pods: readonly Pod[]): Slot[] {
  const bySlot = new Map<number, Pod[]>();
  for (const pod of pods) {
    const index = numberOf(pod, marks.slot);
    bySlot.set(index, [...(bySlot.get(index) ?? []), pod]);
  }
  const count = Math.max(spec.completions, ...[...bySlot.keys()].map((index) => index + 1));
  return Array.from({ length: count }, (_, index) => slotOf(spec, index, bySlot.get(index) ?? []));
}

function slotOf(spec: JobSpec, index: number, pods: Pod[]): Slot {
  const ordered = pods.sort((a, b) => numberOf(a, marks.ordinal) - numberOf(b, marks.ordinal));
  const finished = ordered.filter(isOver);
  const newest = ordered.at(-1);
  const last = lastFailure(spec, newest);
  const { failures, ignored } = countsWith(newest, last?.verdict);
  const limit = spec.backoffLimitPerIndex;
  return {
    index,
    live: ordered.filter((pod) => !isOver(pod)),
    succeeded: finished.some((pod) => pod.status?.phase === "Succeeded"),
    failures,
    ignored,
    failed: last?.verdict.action === "FailIndex" || (limit !== undefined && failures > limit),
    ...(last ? { last } : {}),
    nextOrdinal: newest ? numberOf(newest, marks.ordinal) + 1 : 0,
    spent: finished.filter((pod) => pod !== newest).slice(0, -keepFinished),
  };
}

function lastFailure(spec: JobSpec, newest: Pod | undefined): Slot["last"] | undefined {
  if (newest?.status?.phase !== "Failed") return undefined;
  const verdict = judgeFailure(newest, spec.podFailurePolicy?.rules);
  return { pod: newest, verdict, atMs: finishedAtMs(newest) };
}

/** What the newest Pod was told when it was made, and its own end. */
function countsWith(
  newest: Pod | undefined,
  verdict: FailureVerdict | undefined,
): { failures: number; ignored: number } {
  const before = (mark: string): number => (newest ? numberOf(newest, mark) : 0);
  const counts = verdict?.action === "Count" || verdict?.action === "FailIndex";
  const ignores = verdict?.action === "Ignore" && !verdict.disrupted;
  return {
    failures: before(marks.failures) + (counts ? 1 : 0),
    ignored: before(marks.ignored) + (ignores ? 1 : 0),
  };
}

export function terminatedOf(pod: Pod): Terminated | undefined {
  return pod.status?.containerStatuses?.[0]?.state.terminated;
}

function finishedAtMs(pod: Pod): number {
  const at = Date.parse(terminatedOf(pod)?.finishedAt ?? "");
  return Number.isNaN(at) ? 0 : at;
}

function numberOf({ metadata }: Pod, annotation: string): number {
  return Number(metadata.annotations?.[annotation] ?? 0);
}
