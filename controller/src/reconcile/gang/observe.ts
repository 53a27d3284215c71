/** What is there of a run's gang: its attempt, Job, live pods, ready ranks, and what the last failure said. */
import { exitCodes, type LifecycleEvent } from "@plateau/proto";
import type { Cooldown, TrainingRun } from "../../api/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { isConfigAsWritten, selectsRanksOf } from "../children/gang.ts";
import { annotations, labels } from "../labels.ts";
import { isLive, isOwnedBy, ofKind, viewJob, viewPod, type JobView, type PodView } from "../observe.ts";
import type { Snapshot } from "../reconciler.ts";

export interface GangView {
  /** Newest attempt that has left a trace; 0 = none yet. */
  attempt: number;
  failures: number;
  notBeforeMs: number;
  /** Why the attempt before this one ended; "" for the first. */
  because: string;
  /** Job of the newest attempt. */
  job: JobView | undefined;
  /** Jobs of earlier attempts that are still there. */
  staleJobs: JobView[];
  /** Pods that may still run and do not belong to `job`. */
  strayPods: PodView[];
  readyWorkers: number;
  /** Of these, the ones that are in a group and train. */
  trainingWorkers: number;
  /** The lowest rank whose pod does not start, and why. */
  waiting: { rank: number; why: string } | undefined;
  /** The most telling last words among the pods of `job`. */
  words: { rank: number; exitCode: number; code: string; message: string } | undefined;
  /** Run config of the newest attempt, if it is as we wrote it. */
  config: (KubeObject & { data?: Record<string, string> }) | undefined;
  /** Whether the ranks find each other by it. */
  hasService: boolean;
  /** As the run config's note says. */
  eventsUntilMs: number | undefined;
  staleConfigs: KubeObject[];
}

const joinedStates: ReadonlySet<LifecycleEvent["state"]> = new Set([
  "joined",
  "training",
  "holding",
  "finished",
]);

export function observeGang(snapshot: Snapshot<TrainingRun | Cooldown>): GangView {
  const { object, related, progress } = snapshot;
  const { uid } = object.metadata;
  const own = related.filter((child) => isOwnedBy(child, uid));
  const configs = ofKind(own, "ConfigMap");
  const jobs = ofKind(own, "Job").map(viewJob);
  const attempt = Math.max(
    object.status?.attempt ?? 0,
    ...jobs.map((job) => job.attempt),
    ...configs.map((config) => attemptOf(config)),
    0,
  );
  const job = jobs.find((candidate) => candidate.attempt === attempt);
  const config = configs.find((candidate) => attemptOf(candidate) === attempt);
  const note = config?.metadata.annotations ?? {};
  const pods = ofKind(related, "Pod")
    .filter((pod) => pod.metadata.labels?.[labels.runUid] === uid)
    .map(viewPod);
  const mine = pods.filter((pod) => job !== undefined && pod.jobUid === job.uid);
  const ranks = progress[uid]?.ranks ?? {};
  const running = mine.filter((pod) => pod.phase === "Running");
  const count = (is: (state: LifecycleEvent["state"]) => boolean): number =>
    new Set(running.filter((pod) => is(ranks[pod.rank]?.state ?? "starting")).map((pod) => pod.rank)).size;
  return {
    attempt,
    failures: Number(note[annotations.failures] ?? object.status?.failures ?? 0),
    notBeforeMs: Number(note[annotations.notBefore] ?? 0),
    because: note[annotations.because] ?? "",
    job,
    staleJobs: jobs.filter((candidate) => candidate !== job),
    strayPods: pods.filter((pod) => isLive(pod) && (job === undefined || pod.jobUid !== job.uid)),
    readyWorkers: count((state) => joinedStates.has(state)),
    trainingWorkers: count((state) => state === "training"),
    waiting: firstWaiting(mine),
    words: lastWords(mine),
    config: asWritten(config),
    hasService: ofKind(own, "Service").some((service) => selectsRanksOf(uid, service)),
    eventsUntilMs: numberOf(note[annotations.eventsUntil]),
    staleConfigs: configs.filter((candidate) => attemptOf(candidate) < attempt),
  };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function asWritten(config: KubeObject | undefined): KubeObject | undefined {
  return config && isConfigAsWritten(config) ? config : undefined;
}

function attemptOf(object: KubeObject): number {
  return Number(object.metadata.labels?.[labels.attempt] ?? 0);
}

function firstWaiting(pods: readonly PodView[]): GangView["waiting"] {
  const [first] = pods
    .flatMap(({ rank, waits: why }) => (why === undefined ? [] : [{ rank, why }]))
    .sort((a, b) => a.rank - b.rank);
  return first;
}

/** What happens to a rank because of something else. */
const consequences: ReadonlySet<number> = new Set([
  exitCodes.peerLost,
  exitCodes.interrupted,
  exitCodes.terminated,
]);

/** Bad config before any other failure (it is the cause, lost peers are the consequence), then the lowest rank. */
function lastWords(pods: readonly PodView[]): GangView["words"] {
  const weight = (exitCode: number): number =>
    exitCode === exitCodes.badConfig ? 0 : consequences.has(exitCode) ? 2 : 1;
  const failed = pods
    .flatMap(({ rank, terminated }) =>
      terminated && terminated.exitCode !== exitCodes.ok ? [{ rank, ...terminated }] : [],
    )
    .sort(
      (a, b) =>
        weight(a.exitCode) - weight(b.exitCode) || Number(!a.words) - Number(!b.words) || a.rank - b.rank,
    );
  const first = failed[0];
  if (!first) return undefined;
  const { rank, exitCode, words } = first;
  return {
    rank,
    exitCode,
    code: words?.code ?? "E_UNKNOWN",
    message: words?.message ?? `ended with exit code ${exitCode} and left no message`,
  };
}
