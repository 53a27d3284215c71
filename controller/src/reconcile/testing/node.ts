/**
 * The node of the test world: plays Job controller, kubelet and workers, one small event at a time, chosen by a number.
 * Workers train by the run config of their ConfigMap, commit states as blobs, go on from the last one after a restart.
 */
import { exitCodes, runConfig, type RunConfig } from "@plateau/proto";
import type { KubeObject } from "../../cluster/cluster.ts";
import { labels } from "../labels.ts";
import type { RunProgress } from "../reconciler.ts";
import { all, apply, keyOf, remove, type World } from "./world.ts";

export interface NodeOptions {
  /** Runs (by name) whose workers always find a mistake in their config. */
  badConfig?: ReadonlySet<string>;
  /** Every gang that has started fails. */
  alwaysFail?: boolean;
  /** Whether machinery may fail: pods, whole Jobs, removals. */
  failures: boolean;
}

interface Step {
  what: string;
  happen(): void;
}

/** Everything that could happen next. Empty = the node has nothing to do. */
export function nodeEvents(world: World, options: NodeOptions): Step[] {
  const jobs = all(world, "Job");
  const pods = all(world, "Pod");
  return [
    ...jobs.flatMap((job) => jobEvents(world, job, options)),
    ...pods.flatMap((pod) => strayEvents(world, pod)),
  ];
}

function jobEvents(world: World, job: KubeObject, options: NodeOptions): Step[] {
  if (isOver(job)) return [];
  if (job.metadata.labels?.[labels.checkpointUid]) return removalEvents(world, job, options);
  const config = configOf(world, job);
  if (!config) return [];
  const pods = podsOf(world, job);
  const { completions = 1 } = job.spec as { completions?: number };
  const missing = Array.from({ length: completions }, (_, rank) => rank).filter(
    (rank) => !pods.some((pod) => rankOf(pod) === rank),
  );
  const waiting = pods.filter((pod) => phase(pod) === "Pending");
  const steps: Step[] = [
    ...missing.map((rank) => ({ what: `start pod ${rank}`, happen: () => startPod(world, job, rank) })),
    ...waiting.map((pod) => ({ what: "run pod", happen: () => runPod(world, job, pod) })),
  ];
  const everyone = missing.length === 0 && waiting.length === 0;
  return [...steps, ...workEvents(world, { job, pods, config, everyone, options })];
}

interface Work {
  job: KubeObject;
  pods: KubeObject[];
  config: RunConfig;
  everyone: boolean;
  options: NodeOptions;
}

function workEvents(world: World, { job, pods, config, everyone, options }: Work): Step[] {
  const { failures, alwaysFail = false, badConfig } = options;
  const fail = (exitCode: number, reason: string): Step => ({
    what: reason,
    happen: () => failJob(job, pods, { exitCode, reason }),
  });
  if (everyone && badConfig?.has(config.run.name)) return [fail(exitCodes.badConfig, "PodFailurePolicy")];
  const mayFail = everyone ? failures || alwaysFail : failures && pods.length > 0;
  return [
    ...(everyone && !alwaysFail
      ? [{ what: "train", happen: () => train(world, { job, pods, config }) }]
      : []),
    ...(mayFail ? [fail(exitCodes.failure, "MaxFailedIndexesExceeded")] : []),
  ];
}

/** A pod whose Job has gone: it stops some time. */
function strayEvents(world: World, pod: KubeObject): Step[] {
  const owner = pod.metadata.ownerReferences?.[0]?.uid;
  if (all(world, "Job").some((job) => job.metadata.uid === owner)) return [];
  return [{ what: "stray pod ends", happen: () => remove(world, pod) }];
}

function removalEvents(world: World, job: KubeObject, { failures }: NodeOptions): Step[] {
  const env = JSON.stringify(job.spec);
  const uri = [...world.blobs].find((blob) => env.includes(blob));
  const done: Step = {
    what: "blob removed",
    happen: () => {
      if (uri !== undefined) world.blobs.delete(uri);
      finish(job, "Complete");
    },
  };
  return failures
    ? [done, { what: "removal fails", happen: () => finish(job, "Failed", world.nowMs) }]
    : [done];
}

function startPod(world: World, job: KubeObject, rank: number): void {
  apply(world, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${job.metadata.name}-${rank}-${world.counter}`,
      namespace: job.metadata.namespace,
      labels: { ...job.metadata.labels, [labels.completionIndex]: String(rank) },
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "Job",
          name: job.metadata.name,
          uid: job.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: {},
    status: { phase: "Pending" },
  }).status = { phase: "Pending" };
}

function runPod(world: World, job: KubeObject, pod: KubeObject): void {
  pod.status = { phase: "Running" };
  const progress = progressOf(world, job);
  progress.ranks[rankOf(pod)] = { type: "lifecycle", state: "joined", reason: "Joined", message: "" };
}

/** Some steps, the commits on the way, and at the end the evaluation, the last commit and the exit. */
function train(
  world: World,
  { job, pods, config }: { job: KubeObject; pods: KubeObject[]; config: RunConfig },
): void {
  const progress = progressOf(world, job);
  const start = config.startFrom ? Number(/step-0*(\d+)/.exec(config.startFrom.manifestUri)?.[1]) : 0;
  if (config.startFrom && !world.blobs.has(config.startFrom.manifestUri)) {
    throw new Error(`${config.run.name} starts from ${config.startFrom.manifestUri}, which is not committed`);
  }
  const committed = Math.max(start, ...progress.checkpoints.map(({ step }) => step));
  const from = Math.max(committed, progress.lastStep?.step ?? 0);
  if (from >= config.stopAtStep) {
    pods.forEach((pod) => (pod.status = { phase: "Succeeded" }));
    return finish(job, "Complete");
  }
  const marks = [...config.checkpoints.forkSteps, config.stopAtStep]
    .filter((step) => step > from)
    .sort((a, b) => a - b);
  const step = Math.min(marks[0] ?? config.stopAtStep, from + 97);
  const tokens = step * config.batch.sequences * config.batch.sequenceLength;
  progress.lastStep = {
    type: "step",
    step,
    tokens,
    flops: step * 1e6,
    loss: 3,
    learningRate: 1e-3,
    gradientNorm: 1,
    stepMs: 10,
    phaseMs: { compute: 8, encode: 0, wire: 1, wait: 0, decode: 0, update: 1 },
    rawBytes: 1,
    payloadBytes: 1,
    sentBytes: 1,
    receivedBytes: 1,
  };
  progress.smoothedLoss = 3 - step / 10_000;
  if (step === config.stopAtStep && !progress.evaluations.some((result) => result.step === step)) {
    progress.evaluations.push({ step, weights: "raw", loss: 2 + 1 / step, tokens: 1000, domains: {} });
  }
  if (marks.includes(step)) commit(world, config, step);
}

function commit(world: World, config: RunConfig, step: number): void {
  const manifestUri = `${config.checkpoints.storeUri}/step-${String(step).padStart(9, "0")}/manifest.json`;
  world.blobs.add(manifestUri);
  const progress = (world.progress[config.run.uid] ??= emptyProgress());
  if (progress.checkpoints.some((state) => state.step === step)) return;
  progress.checkpoints.push({
    manifestUri,
    sha256: "0".repeat(64),
    step,
    tokens: step * config.batch.sequences * config.batch.sequenceLength,
    flops: String(step * 1e6),
    bytes: 1000,
    fork: config.checkpoints.forkSteps.includes(step),
    holds: ["Weights", "OptimizerState"],
    parents: [],
  });
}

/** Ends everything that runs of this Job: pods first, then the Job's own verdict. */
function failJob(
  job: KubeObject,
  pods: KubeObject[],
  { exitCode, reason }: { exitCode: number; reason: string },
): void {
  for (const pod of pods) {
    const message = JSON.stringify({ code: "E_TEST", message: "it was told to fail" });
    pod.status = {
      phase: "Failed",
      containerStatuses: [{ name: "worker", state: { terminated: { exitCode, message } } }],
    };
  }
  job.status = {
    conditions: [
      {
        type: "Failed",
        status: "True",
        reason,
        message: "the gang failed",
        lastTransitionTime: job.metadata.creationTimestamp,
      },
    ],
  };
}

function finish(job: KubeObject, type: "Complete" | "Failed", atMs?: number): void {
  job.status = {
    conditions: [
      {
        type,
        status: "True",
        reason: type,
        message: type,
        ...(atMs ? { lastTransitionTime: new Date(atMs).toISOString() } : {}),
      },
    ],
  };
}

function isOver(job: KubeObject): boolean {
  return ((job.status as { conditions?: unknown[] } | undefined)?.conditions?.length ?? 0) > 0;
}

const parsed = new WeakMap<KubeObject, RunConfig>();

function configOf(world: World, job: KubeObject): RunConfig | undefined {
  const { namespace, name } = job.metadata;
  const map = world.objects.get(keyOf({ kind: "ConfigMap", namespace, name }));
  if (!map) return undefined;
  const known =
    parsed.get(map) ?? runConfig.parse(JSON.parse((map.data as Record<string, string>)["run.json"] ?? ""));
  parsed.set(map, known);
  return known;
}

const podsOf = (world: World, job: KubeObject): KubeObject[] =>
  all(world, "Pod").filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === job.metadata.uid);
const rankOf = (pod: KubeObject): number => Number(pod.metadata.labels?.[labels.completionIndex]);
export const phase = (pod: KubeObject): string =>
  (pod.status as { phase?: string } | undefined)?.phase ?? "Pending";

function progressOf(world: World, job: KubeObject): RunProgress {
  return (world.progress[job.metadata.labels?.[labels.runUid] ?? ""] ??= emptyProgress());
}

export function emptyProgress(): RunProgress {
  return { checkpoints: [], evaluations: [], ranks: {}, finished: false };
}
