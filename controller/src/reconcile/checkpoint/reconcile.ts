/**
 * Checkpoint: kept while anything holds it; when it is deleted and nothing does, a Job removes the blob, then the
 * finalizer goes. A removal that fails is tried a few times and then given up loudly: it never blocks a namespace for ever.
 *
 * Related: its removal Jobs, all Cooldowns and TrainingRuns of the namespace (its producer among them) and its study.
 */
import {
  apiVersion,
  kinds,
  type Checkpoint,
  type CheckpointStatus,
  type Cooldown,
  type TrainingRun,
} from "../../api/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { checkpointName } from "../children/checkpoint.ts";
import { removalJob } from "../children/job.ts";
import { childName, shortHash } from "../children/names.ts";
import { nextConditions, type Verdict } from "../conditions.ts";
import { holds } from "../cooldown/holds.ts";
import { announce } from "../events.ts";
import { refOf } from "../finish.ts";
import { blobFinalizer, labels } from "../labels.ts";
import { isOwnedBy, ofKind, timeMs, viewJob, type JobView } from "../observe.ts";
import type { Action, Decision, Reconciler, Snapshot } from "../reconciler.ts";
import { beginsWith } from "../training-run/begin.ts";

export const removalAttempts = 3;
const firstBackoffMs = 30_000;
/** News of a Cooldown made just before the deletion may come after that of the deletion: it must be seen first. */
const settleMs = 5_000;
/** Not every holder that goes can wake it. */
const lookAgainMs = 30_000;
/** Where no Job can be made (a quota, an admission policy), the finalizer goes after this time. */
const giveUpAfterMs = 3_600_000;

export const checkpointReconciler: Reconciler = {
  apiVersion,
  kind: "Checkpoint",
  watches: [
    { apiVersion: "batch/v1", kind: "Job", toKeys: (object) => checkpointKeys(object) },
    { apiVersion, kind: "Cooldown", toKeys: (object) => cooldownKeys(object as Cooldown) },
    { apiVersion, kind: "TrainingRun", toKeys: (object) => runKeys(object as TrainingRun) },
  ],
  relatedQueries: (object) => {
    const study = object.metadata.labels?.[labels.study];
    return [
      { apiVersion: "batch/v1", kind: "Job", labels: { [labels.checkpointUid]: object.metadata.uid } },
      { apiVersion, kind: "Cooldown" },
      { apiVersion, kind: "TrainingRun" },
      ...(study ? [{ apiVersion, kind: "ScalingStudy", name: study }] : []),
    ];
  },
  reconcile: (snapshot) => reconcileCheckpoint(snapshot as Snapshot<Checkpoint>),
};

export function reconcileCheckpoint(snapshot: Snapshot<Checkpoint>): Decision {
  const { object, related } = snapshot;
  const holders = holdersOf(object, related);
  const { deletionTimestamp, finalizers } = object.metadata;
  if (!deletionTimestamp) return kept(snapshot, holders);
  if (!finalizers?.includes(blobFinalizer)) return { actions: [] };
  // With its namespace everything goes that could hold it or remove it; the files stay where they are.
  if (snapshot.namespaceEnding) return letGo(snapshot, "NamespaceEnding");
  if (holders.length > 0) {
    const names = holders.map(({ kind, name }) => `${kind} ${name}`).join(", ");
    const message = `Deletion waits: held by ${names}.`;
    return {
      actions: [],
      status: statusOf(snapshot, holders, { Held: { status: "True", reason: "DeletionWaits", message } }),
      requeueAfterMs: lookAgainMs,
    };
  }
  return remove(snapshot);
}

type Holder = CheckpointStatus["heldBy"][number];

function holdersOf(checkpoint: Checkpoint, related: readonly KubeObject[]): Holder[] {
  const { producedBy } = checkpoint.spec;
  const study = checkpoint.metadata.labels?.[labels.studyUid];
  return related
    .filter((object) => {
      const { uid } = object.metadata;
      if (object.kind === "Cooldown") return uid === producedBy.uid || holds(object as Cooldown, checkpoint);
      if (object.kind === "TrainingRun")
        return uid === producedBy.uid || beginsWith(object as TrainingRun, checkpoint);
      return object.kind === "ScalingStudy" && uid === study;
    })
    .map(({ kind, metadata }) => ({ kind, name: metadata.name }))
    .sort((a, b) => (a.kind + a.name < b.kind + b.name ? -1 : 1));
}

function kept(snapshot: Snapshot<Checkpoint>, holders: Holder[]): Decision {
  const { object } = snapshot;
  const deletionPolicy = object.spec.recipe?.checkpoints.deletionPolicy ?? "Retain";
  if (holders.length === 0 && deletionPolicy === "Delete" && object.status) {
    const message = "Its run is gone and nothing refers to it (deletionPolicy Delete).";
    return {
      actions: [
        announce("ReleasedWithRun", message),
        { kind: "Delete", ref: refOf(object), uid: object.metadata.uid, reason: "Released" },
      ],
      status: statusOf(snapshot, holders, { Held: { status: "False", reason: "Released", message } }),
    };
  }
  const held: Verdict =
    holders.length > 0
      ? {
          status: "True",
          reason: "Held",
          message: `Held by ${holders.map(({ kind, name }) => `${kind} ${name}`).join(", ")}.`,
        }
      : {
          status: "False",
          reason: "Retained",
          message: "Nothing refers to it; it stays until it is deleted (deletionPolicy Retain).",
        };
  const decision = { actions: [], status: statusOf(snapshot, holders, { Held: held }) };
  return deletionPolicy === "Delete" ? { ...decision, requeueAfterMs: lookAgainMs } : decision;
}

function remove(snapshot: Snapshot<Checkpoint>): Decision {
  const { object, related, nowMs } = snapshot;
  const jobs = ofKind(related, "Job")
    .filter((job) => isOwnedBy(job, object.metadata.uid))
    .map((job) => ({ ...viewJob(job), number: Number(job.metadata.labels?.[labels.attempt] ?? 1) }))
    .sort((a, b) => a.number - b.number);
  const last = jobs.at(-1);
  if (jobs.some(({ complete }) => complete)) return letGo(snapshot, "Removed");
  const deletedMs = timeMs(object.metadata.deletionTimestamp) ?? nowMs;
  const giveUpMs = deletedMs + giveUpAfterMs;
  if (nowMs >= giveUpMs) return letGo(snapshot, "RemovalFailed", last);
  if (!last) {
    const settledMs = deletedMs + settleMs;
    return nowMs < settledMs ? waitFor(snapshot, 0, settledMs) : startRemoval(snapshot, 1);
  }
  if (!last.failed) return waitFor(snapshot, last.number, giveUpMs);
  if (last.number >= removalAttempts) return letGo(snapshot, "RemovalFailed", last);
  const notBeforeMs = last.failed.atMs + firstBackoffMs * 2 ** (last.number - 1);
  return nowMs < notBeforeMs
    ? waitFor(snapshot, last.number, notBeforeMs)
    : startRemoval(snapshot, last.number + 1);
}

function waitFor(snapshot: Snapshot<Checkpoint>, number: number, untilMs: number): Decision {
  return { actions: [], status: removing(snapshot, number), requeueAfterMs: untilMs - snapshot.nowMs };
}

function startRemoval(snapshot: Snapshot<Checkpoint>, number: number): Decision {
  const { object, platform } = snapshot;
  const { name, uid } = object.metadata;
  const job = removalJob(object, {
    name: childName(name, `rm-${shortHash(uid)}-${number}`),
    manifestUri: object.spec.manifest.uri,
    platform,
  });
  job.metadata.labels = { ...job.metadata.labels, [labels.attempt]: String(number) };
  return {
    actions: [
      { kind: "Apply", object: job, reason: "RemoveBlob" },
      announce(
        "RemovalStarted",
        `Removing ${object.spec.manifest.uri} (attempt ${number} of ${removalAttempts}).`,
      ),
    ],
    status: removing(snapshot, number),
    requeueAfterMs: firstBackoffMs,
  };
}

function letGo(
  snapshot: Snapshot<Checkpoint>,
  reason: "Removed" | "RemovalFailed" | "NamespaceEnding",
  last?: JobView,
): Decision {
  const { object } = snapshot;
  const { uri } = object.spec.manifest;
  const why = last?.failed ? ` (${last.failed.message || last.failed.reason})` : "";
  const finalizer: Action = {
    kind: "SetFinalizer",
    ref: refOf(object),
    finalizer: blobFinalizer,
    present: false,
    reason,
  };
  if (reason === "NamespaceEnding") return { actions: [finalizer] };
  const event =
    reason === "Removed"
      ? announce("BlobRemoved", `Removed ${uri} and what lay beside it.`)
      : announce(
          "RemovalFailed",
          `${uri} could not be removed${why}; the record goes all the same. Remove its folder by hand.`,
        );
  return {
    actions: [event, finalizer],
  };
}

function removing(snapshot: Snapshot<Checkpoint>, number: number): CheckpointStatus {
  const status = statusOf(snapshot, [], {
    Held: {
      status: "False",
      reason: "Removing",
      message: "Nothing refers to it; the blob is being removed.",
    },
    Removed: { status: "False", reason: "Removing", message: `Attempt ${number} of ${removalAttempts}.` },
  });
  return { ...status, removalAttempts: number };
}

function statusOf(
  { object, nowMs }: Snapshot<Checkpoint>,
  holders: Holder[],
  verdicts: Record<string, Verdict>,
): CheckpointStatus {
  return {
    observedGeneration: object.metadata.generation,
    heldBy: holders.slice(0, 64),
    holders: holders.length,
    removalAttempts: object.status?.removalAttempts ?? 0,
    conditions: nextConditions(
      kinds.Checkpoint.conditionTypes,
      {
        Committed: {
          status: "True",
          reason: "ManifestCommitted",
          message: "The worker has committed the manifest.",
        },
        Removed: { status: "False", reason: "Kept", message: "The blob is there." },
        ...verdicts,
      },
      { previous: object.status?.conditions, generation: object.metadata.generation, nowMs },
    ),
  };
}

/** A removal Job wakes its Checkpoint. */
function checkpointKeys(object: KubeObject): Keys {
  return (object.metadata.ownerReferences ?? [])
    .filter(({ kind }) => kind === "Checkpoint")
    .map(({ name }) => ({ apiVersion, kind: "Checkpoint", namespace: object.metadata.namespace, name }));
}

type Keys = ReturnType<Reconciler["watches"][number]["toKeys"]>;

/** A Cooldown wakes the Checkpoint that it came from and the one that it made: when it goes, they may be free. */
function cooldownKeys(cooldown: Cooldown): Keys {
  const { spec, status } = cooldown;
  const made = status?.stopAtStep === undefined ? undefined : checkpointName(cooldown, status.stopAtStep);
  return keysOf(cooldown, [status?.checkpoint?.name ?? spec.from.checkpoint, made]);
}

/** A run wakes the Checkpoints of its fork points, and the one that it began with. */
function runKeys(run: TrainingRun): Keys {
  const steps = [...(run.status?.forkPoints ?? []).map(({ step }) => step), run.status?.stopAtStep];
  return keysOf(run, [
    run.spec.startFrom?.checkpoint,
    ...[...new Set(steps)].map((step) => (step === undefined ? undefined : checkpointName(run, step))),
  ]);
}

function keysOf({ metadata: { namespace } }: KubeObject, names: readonly (string | undefined)[]): Keys {
  return names
    .filter((name) => name !== undefined)
    .map((name) => ({ apiVersion, kind: "Checkpoint", namespace, name }));
}
