/** Builders for table tests: a snapshot of one object with only what matters said. */
import type { Cooldown, Condition, TrainingRun } from "../../api/index.ts";
import { cooldownManifest, trainingRunManifest } from "../../api/testing/manifests.ts";
import type { DesiredObject, KubeObject } from "../../cluster/cluster.ts";
import { configMap, gangLabels, headlessService } from "../children/gang.ts";
import { gangJob } from "../children/job.ts";
import { labels } from "../labels.ts";
import type { Decision, RunProgress, Snapshot } from "../reconciler.ts";
import { emptyProgress } from "./node.ts";
import { testPlatform } from "./world.ts";

export const startMs = Date.parse("2026-11-25T10:00:00Z");
export const at = (seconds: number): string => new Date(startMs + seconds * 1000).toISOString();

let counter = 0;
export function stored<T extends KubeObject>(
  desired: DesiredObject,
  over: { uid?: string; status?: unknown } = {},
): T {
  const uid = over.uid ?? `${String(++counter).padStart(8, "0")}-0000-4000-8000-000000000000`;
  return {
    ...desired,
    metadata: { ...desired.metadata, uid, resourceVersion: "1", generation: 1, creationTimestamp: at(0) },
    ...(over.status === undefined ? {} : { status: over.status }),
  } as unknown as T;
}

export const runUid = "aaaaaaaa-0000-4000-8000-000000000000";

/** A TrainingRun with two ranks and fork points at 160, 320 and 640, and what belongs to it. */
export class RunScene {
  run: TrainingRun = stored<TrainingRun>(trainingRunManifest(), { uid: runUid });
  related: KubeObject[] = [];
  progress: RunProgress = emptyProgress();
  nowMs: number = startMs;

  withSpec(spec: Partial<TrainingRun["spec"]>): this {
    this.run = { ...this.run, spec: { ...this.run.spec, ...spec } };
    return this;
  }

  /** Status of an earlier pass, as far as it matters. */
  withStatus(status: Partial<NonNullable<TrainingRun["status"]>>): this {
    const base = { readyWorkers: 0, attempt: 1, failures: 0, forkPoints: [], conditions: [] };
    this.run = { ...this.run, status: { ...base, ...status } };
    return this;
  }

  at(seconds: number): this {
    this.nowMs = startMs + seconds * 1000;
    return this;
  }

  /** Config, key, names and Job of a gang, as the reconciler makes them. */
  withGang(
    options: {
      attempt?: number;
      ranks?: number;
      failures?: number;
      job?: "running" | "complete" | { failed: string } | "none";
    } = {},
  ): this {
    const { attempt = 1, ranks = 2, failures = 0, job = "running" } = options;
    const note = { attempt, failures, notBeforeMs: 0, because: "" };
    this.related.push(
      stored(configMap(this.run, { stopAtStep: 640 } as never, note)),
      stored(headlessService(this.run)),
    );
    if (job === "none") return this;
    const object = stored<KubeObject>(
      gangJob(this.run, { attempt, ranks, min: ranks, podTemplate: undefined, platform: testPlatform }),
      { uid: `job-${attempt}` },
    );
    const conditions =
      job === "complete"
        ? [{ type: "Complete", status: "True" }]
        : typeof job === "object"
          ? [{ type: "Failed", status: "True", reason: job.failed, lastTransitionTime: at(0) }]
          : [];
    this.related.push({ ...object, status: { conditions } });
    return this;
  }

  withPod(
    rank: number,
    options: {
      phase?: string;
      exitCode?: number;
      message?: string;
      attempt?: number;
      joined?: boolean;
      status?: object;
    } = {},
  ): this {
    const { phase = "Running", exitCode, message, attempt = 1, joined = phase === "Running" } = options;
    const terminated =
      exitCode === undefined ? [] : [{ name: "worker", state: { terminated: { exitCode, message } } }];
    this.related.push(
      stored<KubeObject>(
        {
          apiVersion: "v1",
          kind: "Pod",
          metadata: {
            name: `pod-${attempt}-${rank}`,
            namespace: "default",
            labels: { ...gangLabels(this.run), [labels.completionIndex]: String(rank) },
            ownerReferences: [{ apiVersion: "batch/v1", kind: "Job", name: "job", uid: `job-${attempt}` }],
          },
        },
        { status: { phase, containerStatuses: terminated, ...options.status } },
      ),
    );
    if (joined)
      this.progress.ranks[rank] = { type: "lifecycle", state: "training", reason: "Training", message: "" };
    return this;
  }

  /** Rank 0 has told of this step. */
  atStep(step: number): this {
    this.progress.lastStep = {
      type: "step",
      step,
      tokens: step * 2048,
      flops: step * 1e6,
      loss: 3.25,
      learningRate: 1e-3,
      gradientNorm: 1,
      stepMs: 20,
      phaseMs: { compute: 16, encode: 0, wire: 2, wait: 1, decode: 0, update: 1 },
      rawBytes: 1,
      payloadBytes: 1,
      sentBytes: 1,
      receivedBytes: 1,
    };
    return this;
  }

  on(engine: { name: string; description: string }): this {
    this.progress.engine = engine;
    return this;
  }

  committed(...steps: number[]): this {
    for (const step of steps) {
      this.progress.checkpoints.push({
        manifestUri: `/c/step-${step}/manifest.json`,
        sha256: "ab".repeat(32),
        step,
        tokens: step * 2048,
        flops: String(step * 1e6),
        bytes: 5,
        fork: true,
        holds: ["Weights"],
        parents: [],
      });
    }
    return this;
  }

  get snapshot(): Snapshot<TrainingRun> {
    return {
      nowMs: this.nowMs,
      object: this.run,
      related: this.related,
      progress: { [this.run.metadata.uid]: this.progress },
      computed: {},
      platform: testPlatform,
      namespaceEnding: false,
    };
  }
}

export function cooldownFrom(from: Cooldown["spec"]["from"], status?: unknown): Cooldown {
  const manifest = cooldownManifest();
  return stored<Cooldown>({ ...manifest, spec: { ...manifest.spec, from } } as unknown as DesiredObject, {
    status,
  });
}

/** What a decision does, in short: `Apply Job x`, `Delete ConfigMap y`, `Announce Reason`. */
export function summary({ actions }: Decision): string[] {
  return actions.map((action) => {
    if (action.kind === "Apply") return `Apply ${String(action.object.kind)} ${action.object.metadata.name}`;
    if (action.kind === "Delete") return `Delete ${action.ref.kind} ${action.ref.name}`;
    return action.kind === "Announce" ? `Announce ${action.reason}` : action.kind;
  });
}

export function condition(
  decision: Decision,
  type: string,
): Pick<Condition, "status" | "reason" | "message"> | undefined {
  const list = (decision.status as { conditions?: Condition[] } | undefined)?.conditions;
  return list?.find((entry) => entry.type === type);
}
