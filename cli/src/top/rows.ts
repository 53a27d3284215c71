/** What `plateau top` shows: runs with their ranks, from the objects alone. Pure. */
import { labels } from "@plateau/controller/reconcile/labels.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { conditionOf } from "../live/observe-run.ts";
import { podState, podStatus, rankOf, type Run } from "../logs/run-pods.ts";
import { isFinished } from "../live/observe.ts";

/** As `-o json` writes it: numbers as numbers, units in the names. */
export interface RunRow {
  kind: string;
  namespace: string;
  name: string;
  /** Reason of the Progressing condition. */
  state: string;
  step?: number;
  stopAtStep?: number;
  /** Smoothed training loss, nats per token; of a finished cooldown its final validation loss. */
  loss?: number;
  tokensPerSecond?: number;
  ranksReady: number;
  ranksWanted: number;
  /** Gang that is at work; above 1 it has been started again. */
  attempt: number;
  ageSeconds: number;
  ranks: RankRow[];
}

export interface RankRow {
  rank: number;
  pod: string;
  state: string;
  restarts: number;
  node?: string;
  ageSeconds: number;
}

export interface Selected {
  /** Empty: all. */
  names: readonly string[];
  /** Also what is over. */
  finished: boolean;
}

/** Ordered by namespace and name; a rank's newest pod stands for it. */
export function topRows(
  { runs, pods, nowMs }: { runs: readonly Run[]; pods: readonly KubeObject[]; nowMs: number },
  { names, finished }: Selected,
): RunRow[] {
  const byRun = Map.groupBy(pods, ({ metadata }) => metadata.labels?.[labels.runUid] ?? "");
  return runs
    .filter(({ metadata }) => names.length === 0 || names.includes(metadata.name))
    .filter((run) => finished || names.length > 0 || !isFinished(run))
    .toSorted(
      (a, b) =>
        compare(a.metadata.namespace, b.metadata.namespace) || compare(a.metadata.name, b.metadata.name),
    )
    .map((run) => runRow(run, byRun.get(run.metadata.uid) ?? [], nowMs));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function runRow(run: Run, pods: readonly KubeObject[], nowMs: number): RunRow {
  const { kind, metadata, spec, status } = run;
  const { readyWorkers = 0, attempt = 0 } = status ?? {};
  return {
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    state: conditionOf(status, "Progressing")?.reason ?? "Waiting",
    ...numbers({
      step: status?.step,
      stopAtStep: status?.stopAtStep,
      loss: lossOf(run),
      tokensPerSecond: status?.tokensPerSecond,
    }),
    ranksReady: readyWorkers,
    ranksWanted: spec.workers.count,
    attempt,
    ageSeconds: age(metadata.creationTimestamp, nowMs),
    ranks: isFinished(run) ? [] : rankRows(pods, nowMs),
  };
}

function lossOf({ status }: Run): string | undefined {
  return status && "finalLoss" in status ? status.finalLoss : status?.loss;
}

function rankRows(pods: readonly KubeObject[], nowMs: number): RankRow[] {
  const newest = new Map<number, KubeObject>();
  for (const pod of pods) {
    const held = newest.get(rankOf(pod));
    if (!held || Date.parse(held.metadata.creationTimestamp) <= Date.parse(pod.metadata.creationTimestamp))
      newest.set(rankOf(pod), pod);
  }
  return [...newest]
    .toSorted(([a], [b]) => a - b)
    .map(([rank, pod]) => {
      const { nodeName } = (pod.spec ?? {}) as { nodeName?: string };
      const restarts = podStatus(pod).containerStatuses?.[0]?.restartCount ?? 0;
      return {
        rank,
        pod: pod.metadata.name,
        state: podState(pod),
        restarts,
        ...(nodeName ? { node: nodeName } : {}),
        ageSeconds: age(podStatus(pod).startTime ?? pod.metadata.creationTimestamp, nowMs),
      };
    });
}

/** Only what is a number: a status carries decimals as text, and none before the first step. */
function numbers<K extends string>(
  values: Record<K, string | number | undefined>,
): Partial<Record<K, number>> {
  return Object.fromEntries(
    Object.entries<string | number | undefined>(values)
      .filter(([, value]) => value !== undefined && Number.isFinite(Number(value)))
      .map(([key, value]) => [key, Number(value)]),
  ) as Partial<Record<K, number>>;
}

const age = (since: string, nowMs: number): number =>
  Math.max(0, Math.round((nowMs - Date.parse(since)) / 1000));
