/**
 * What a failed Pod means for its Job: the first rule that matches decides; without one the failure counts.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy. Differs: a Pod that this node ended
 * itself (restart of the controller, shutdown) never counts, because here that is an everyday event.
 */
import { conditionOf, disruptions, type Condition, type FailureRule, type Pod } from "../kube.ts";

export type FailureAction = FailureRule["action"];

export interface FailureVerdict {
  action: FailureAction;
  /** Completes "Container worker of pod ns/name failed with exit code 64 matching FailJob rule at index 0". */
  rule?: number;
  /** The node ended it itself: no wait before the next. */
  disrupted: boolean;
}

export function judgeFailure(pod: Pod, rules: readonly FailureRule[] = []): FailureVerdict {
  const conditions = pod.status?.conditions;
  const disrupted = isOwnDisruption(conditionOf(conditions, "DisruptionTarget"));
  const at = rules.findIndex((rule) => matchesExit(pod, rule) || matchesConditions(conditions, rule));
  if (at >= 0) return { action: rules[at]!.action, rule: at, disrupted };
  return { action: disrupted ? "Ignore" : "Count", disrupted };
}

function isOwnDisruption(condition: Condition | undefined): boolean {
  const own: string[] = Object.values(disruptions);
  return condition?.status === "True" && own.includes(condition.reason ?? "");
}

function matchesExit(pod: Pod, { onExitCodes }: FailureRule): boolean {
  if (!onExitCodes) return false;
  return (pod.status?.containerStatuses ?? []).some(({ name, state }) => {
    const exitCode = state.terminated?.exitCode;
    if (exitCode === undefined || exitCode === 0) return false;
    if (onExitCodes.containerName && onExitCodes.containerName !== name) return false;
    return onExitCodes.values.includes(exitCode) === (onExitCodes.operator === "In");
  });
}

function matchesConditions(
  conditions: readonly Condition[] | undefined,
  { onPodConditions }: FailureRule,
): boolean {
  return (onPodConditions ?? []).some(({ type, status = "True" }) =>
    conditions?.some((condition) => condition.type === type && condition.status === status),
  );
}
