/**
 * Reconciler: a pure function from what is there to what should be done. No clock, no client, no randomness: time, progress
 * and finished computations come in with the snapshot; every action carries its reason. `loop/` gathers the snapshot and
 * carries out the actions; applying them to a cluster until nothing changes must end from any start.
 */
import type {
  CheckpointEvent,
  EngineNews,
  EvaluationResult,
  LifecycleEvent,
  StepEvent,
} from "@plateau/proto";
import type { DesiredObject, KubeObject, ObjectRef } from "../cluster/cluster.ts";

/** What the workers of a run have told so far (`progress/` keeps it; survives a controller restart). */
export interface RunProgress {
  lastStep?: StepEvent;
  /** Exponentially smoothed training loss. */
  smoothedLoss?: number;
  checkpoints: CheckpointEvent["checkpoint"][];
  evaluations: EvaluationResult[];
  /** Last lifecycle event of each rank. */
  ranks: Record<number, LifecycleEvent>;
  finished: boolean;
  /** What computes, as a rank has last told it. */
  engine?: EngineNews;
  /** When the first and the last step event arrived, for throughput and stall detection. */
  firstStepAtMs?: number;
  lastStepAtMs?: number;
  /** Of the last steps' times. */
  medianStepMs?: number;
  /** When the newest checkpoint was first told of. */
  lastCheckpointAtMs?: number;
}

export interface Snapshot<T extends KubeObject = KubeObject> {
  nowMs: number;
  object: T;
  /** Objects that this one owns, of every kind, and those it refers to (each reconciler says which in its header). */
  related: readonly KubeObject[];
  /** By uid of a TrainingRun or Cooldown. */
  progress: Readonly<Record<string, RunProgress>>;
  /** Results of `Compute` actions asked for earlier, by key. */
  computed: Readonly<Record<string, unknown>>;
  /** The namespace is being deleted: nothing can be made in it, and nothing should keep it. */
  namespaceEnding: boolean;
  /** What this installation adds to pods: command of the worker, address template of peers, base of relative URIs. */
  platform: Platform;
}

export interface Platform {
  /** Container image and command of the worker program. */
  image: string;
  command: string[];
  /** Turns a relative store or data URI of a spec into an absolute one. */
  resolveUri(uri: string): string;
  /** gRPC address of rank `{rank}` of a run's gang, whose pods Job `job` and headless Service `service` name. */
  peers(gang: { namespace: string; uid: string; job: string; service: string }): string;
  /** Secret material for a run, derived from its uid by the installation's key. */
  membershipKey(runUid: string): string;
  /** Where workers tell their events besides; not all installations have it. */
  events?: EventAccess;
  /** What every pod gets besides: volumes and where they are mounted, the store's credentials. */
  pod?: {
    volumes: Record<string, unknown>[];
    volumeMounts: Record<string, unknown>[];
    envFrom: Record<string, unknown>[];
    securityContext: Record<string, unknown>;
  };
  /** Where a worker that trains serves its metrics, as a port of its container. */
  metricsPort?: number;
  /** More variables of a worker that trains. */
  trainingEnv?: { name: string; value?: string; valueFrom?: unknown }[];
}

/** The event stream, as pods and people reach it. */
export interface EventAccess {
  /** URLs with commas between. */
  url: string;
  /** Of the credentials that a run's workers should have at this time. */
  workerTerm(run: { runUid: string }, nowMs: number): { expiresAtMs: number; renewAtMs: number };
  /** Credentials of a run's workers: the same all through a term. */
  worker(run: { namespace: string; runUid: string }, nowMs: number): string;
  /** Credentials of people who read a namespace, written whenever workers there get theirs. */
  reader(namespace: string, nowMs: number): string;
}

export type Action =
  /** `beside`: neighbours that say so need not wait for each other, and come to pass in any order; whatever follows waits for all. */
  | { kind: "Apply"; object: DesiredObject; reason: string; beside?: true }
  | { kind: "Delete"; ref: ObjectRef; uid?: string; reason: string }
  | { kind: "SetFinalizer"; ref: ObjectRef; finalizer: string; present: boolean; reason: string }
  /** An Event on the object, for people; `reason` is one of the constants paired with it in `events.ts`. */
  | { kind: "Announce"; type: "Normal" | "Warning"; reason: string; message: string }
  /** A long computation (a fit) to be run off the loop; its result comes back in `computed[key]`. */
  | { kind: "Compute"; key: string; computation: Computation; reason: string };

/** Computations by name; arguments are plain data (they cross a thread). */
export interface Computation {
  name: "fit-study";
  input: unknown;
}

export interface Decision {
  actions: Action[];
  /** The whole status as it should be; undefined = leave it. Written at most every 10 s unless a condition changed. */
  status?: unknown;
  requeueAfterMs?: number;
}

export interface Reconciler {
  apiVersion: string;
  kind: string;
  /** Kinds whose objects wake the owner, or whoever refers to them by the given function. */
  watches: { apiVersion: string; kind: string; toKeys(object: KubeObject): ObjectRef[] }[];
  /** What to gather into `related`, as a pure function of the object and of what has been gathered already. */
  relatedQueries(
    object: KubeObject,
  ): { apiVersion: string; kind: string; labels?: Record<string, string>; name?: string }[];
  reconcile(snapshot: Snapshot): Decision;
}
