/** Pod statuses as a kubelet writes them. Pure. */
import type { Condition, Pod, PodStatus, Terminated } from "../kube.ts";

const loopback = "127.0.0.1";

export function waitingStatus(
  pod: Pod,
  waiting: { reason: string; message: string },
  nowIso: string,
): PodStatus {
  return {
    phase: "Pending",
    startTime: pod.status?.startTime ?? nowIso,
    conditions: conditions(pod, false, nowIso),
    containerStatuses: [containerStatus(pod, { ready: false, state: { waiting } })],
  };
}

/** @param limits what of the container's limits is enforced, and how */
export function runningStatus(pod: Pod, nowIso: string, limits: string): PodStatus {
  return {
    phase: "Running",
    ...(limits === "" ? {} : { message: limits }),
    startTime: pod.status?.startTime ?? nowIso,
    hostIP: loopback,
    podIP: loopback,
    conditions: conditions(pod, true, nowIso),
    containerStatuses: [containerStatus(pod, { ready: true, state: { running: { startedAt: nowIso } } })],
  };
}

export interface Ending {
  terminated: Omit<Terminated, "finishedAt" | "startedAt">;
  /** Set if it was not the Pod's own doing. */
  disruption?: { reason: string; message: string };
}

export function endedStatus(pod: Pod, { terminated, disruption }: Ending, nowIso: string): PodStatus {
  const startedAt = pod.status?.containerStatuses?.[0]?.state.running?.startedAt;
  const succeeded = terminated.exitCode === 0 && !disruption;
  return {
    ...pod.status,
    phase: succeeded ? "Succeeded" : "Failed",
    ...disruption,
    conditions: [
      ...conditions(pod, false, nowIso, succeeded ? "PodCompleted" : "PodFailed"),
      ...(disruption
        ? [
            {
              type: "DisruptionTarget",
              status: "True" as const,
              ...disruption,
              lastTransitionTime: nowIso,
            },
          ]
        : []),
    ],
    containerStatuses: [
      containerStatus(pod, {
        ready: false,
        state: { terminated: { ...terminated, ...(startedAt ? { startedAt } : {}), finishedAt: nowIso } },
      }),
    ],
  };
}

function conditions(pod: Pod, ready: boolean, nowIso: string, reason?: string): Condition[] {
  const wanted: Condition[] = [
    { type: "PodScheduled", status: "True" },
    { type: "Initialized", status: "True" },
    { type: "ContainersReady", status: ready ? "True" : "False", ...(reason ? { reason } : {}) },
    { type: "Ready", status: ready ? "True" : "False", ...(reason ? { reason } : {}) },
  ];
  return wanted.map((condition) => {
    const old = pod.status?.conditions?.find(({ type }) => type === condition.type);
    const same = old?.status === condition.status && old.lastTransitionTime !== undefined;
    return { ...condition, lastTransitionTime: same ? old.lastTransitionTime! : nowIso };
  });
}

function containerStatus(
  pod: Pod,
  { ready, state }: { ready: boolean; state: NonNullable<PodStatus["containerStatuses"]>[number]["state"] },
): NonNullable<PodStatus["containerStatuses"]>[number] {
  const container = pod.spec.containers?.[0];
  return {
    name: container?.name ?? "",
    image: container?.image ?? "",
    ready,
    started: ready,
    restartCount: 0,
    state,
  };
}
