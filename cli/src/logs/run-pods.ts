/** The pods of a run's workers: which run a word means, which rank a pod is, whether there is a log to read. */
import { apiVersion, type Cooldown, type TrainingRun } from "@plateau/controller/api/index.ts";
import type { Cluster, KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import { CliError } from "../errors.ts";
import { resolveKind } from "../kinds/resolve.ts";

export type Run = TrainingRun | Cooldown;

export const workerContainer = "worker";
const runKinds = ["TrainingRun", "Cooldown"];

interface PodStatus {
  phase?: string;
  reason?: string;
  startTime?: string;
  containerStatuses?: { name: string; restartCount?: number; state?: ContainerState }[];
}

interface ContainerState {
  running?: object;
  terminated?: { exitCode?: number; reason?: string };
  waiting?: { reason?: string; message?: string };
}

/** @throws CliError E_NOT_FOUND; E_USAGE if there is a TrainingRun and a Cooldown of that name */
export async function findRun(cluster: Cluster, namespace: string, word: string): Promise<Run> {
  const [first = "", second] = word.split("/", 2);
  const name = second ?? first;
  const wanted = second === undefined ? runKinds : [resolveKind(first).kind];
  const odd = wanted.find((kind) => !runKinds.includes(kind));
  if (odd) throw new CliError("E_USAGE", `A ${odd} has no workers; name a TrainingRun or a Cooldown.`);
  const found = await Promise.all(wanted.map((kind) => cluster.get({ apiVersion, kind, namespace, name })));
  const runs = found.filter((run) => run !== undefined) as unknown as Run[];
  if (runs.length === 2)
    throw new CliError(
      "E_USAGE",
      `There is a TrainingRun and a Cooldown "${name}"; write trainingrun/${name} or cooldown/${name}.`,
    );
  if (runs[0]) return runs[0];
  throw new CliError(
    "E_NOT_FOUND",
    `${wanted.join(" or ")} "${name}" does not exist in namespace ${namespace}; "plateau get trainingruns" lists what does.`,
  );
}

export function rankOf({ metadata }: KubeObject): number {
  return Number(
    metadata.labels?.[labels.completionIndex] ?? metadata.annotations?.[labels.completionIndex] ?? 0,
  );
}

export function podStatus(pod: KubeObject): PodStatus {
  return (pod.status ?? {}) as PodStatus;
}

const workerState = (pod: KubeObject): ContainerState =>
  podStatus(pod).containerStatuses?.find(({ name }) => name === workerContainer)?.state ?? {};

export function hasStarted(pod: KubeObject): boolean {
  const { running, terminated } = workerState(pod);
  return running !== undefined || terminated !== undefined;
}

/** Whether its worker will write no more. */
export function isOver(pod: KubeObject): boolean {
  const { phase } = podStatus(pod);
  return phase === "Succeeded" || phase === "Failed" || workerState(pod).terminated !== undefined;
}

/** One word for people, as `kubectl get pods` has it: why it waits or how it ended, else the phase. */
export function podState(pod: KubeObject): string {
  const { phase = "Unknown", reason } = podStatus(pod);
  const { waiting, terminated } = workerState(pod);
  if (pod.metadata.deletionTimestamp !== undefined && terminated === undefined) return "Terminating";
  return waiting?.reason ?? terminated?.reason ?? reason ?? phase;
}

/** Oldest first, then by rank. */
export function inOrder(pods: readonly KubeObject[]): KubeObject[] {
  return pods.toSorted(
    (a, b) =>
      Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp) ||
      rankOf(a) - rankOf(b),
  );
}
