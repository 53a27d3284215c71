/** Conditions of a status: all known ones from the first visit on, `lastTransitionTime` changed only when a status flips. */
import type { Condition, ConditionStatus } from "../api/index.ts";

export interface Verdict {
  status: ConditionStatus;
  /** One CamelCase word for programs. */
  reason: string;
  /** A sentence for people. */
  message: string;
}

/**
 * The new list of conditions, in the order of the definition.
 *
 * @param types    condition types of the kind; those without a verdict keep what they had, or become Unknown/NotChecked
 * @param previous conditions of the old status
 */
export function nextConditions(
  types: Readonly<Record<string, string>>,
  verdicts: Readonly<Partial<Record<string, Verdict>>>,
  context: { previous: readonly Condition[] | undefined; generation: number; nowMs: number },
): Condition[] {
  return Object.keys(types).map((type) => {
    const old = context.previous?.find((condition) => condition.type === type);
    const { status, reason, message } = verdicts[type] ??
      old ?? { status: "Unknown" as const, reason: "NotChecked", message: "Not looked at yet." };
    const flipped = old?.status !== status;
    return {
      type,
      status,
      reason,
      message: message.slice(0, 4096),
      lastTransitionTime: flipped ? new Date(context.nowMs).toISOString() : old.lastTransitionTime,
      observedGeneration: context.generation,
    };
  });
}

export function conditionOf(status: unknown, type: string): Condition | undefined {
  const list = (status as { conditions?: Condition[] } | undefined)?.conditions;
  return list?.find((condition) => condition.type === type);
}

export function isTrue(status: unknown, type: string): boolean {
  return conditionOf(status, type)?.status === "True";
}

/** Succeeded or Failed: nothing more will happen. */
export function isFinished(status: unknown): boolean {
  return isTrue(status, "Succeeded") || isTrue(status, "Failed");
}
