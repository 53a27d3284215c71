/** Reading what Kubernetes' own kinds tell: Jobs and Pods, as far as the reconcilers look at them. */
import type { TerminationMessage } from "@plateau/proto";
import type { KubeObject } from "../cluster/cluster.ts";
import { labels } from "./labels.ts";

/** Of the container that trains, in every pod of ours. */
export const workerContainerName = "worker";

interface JobCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface JobView {
  object: KubeObject;
  name: string;
  uid: string;
  attempt: number;
  parallelism: number;
  createdAtMs: number;
  /** When its pods were first wanted, or wanted again after a suspension; undefined between its admission and that. */
  startedAtMs: number | undefined;
  /** Somebody else (a queue) has said that it may not start, or go on, yet. */
  suspended: boolean;
  deleting: boolean;
  /** Set once all indexes are done. */
  complete: boolean;
  /** Set once the Job has given up. */
  failed?: { reason: string; message: string; atMs: number };
}

export function viewJob(object: KubeObject): JobView {
  const spec = (object.spec ?? {}) as { parallelism?: number; suspend?: boolean };
  const status = (object.status ?? {}) as { conditions?: JobCondition[]; startTime?: string };
  const condition = (type: string): JobCondition | undefined =>
    status.conditions?.find((entry) => entry.type === type && entry.status === "True");
  const failed = condition("Failed");
  const createdAtMs = timeMs(object.metadata.creationTimestamp) ?? 0;
  return {
    object,
    name: object.metadata.name,
    uid: object.metadata.uid,
    attempt: Number(object.metadata.labels?.[labels.attempt] ?? 0),
    parallelism: spec.parallelism ?? 1,
    createdAtMs,
    startedAtMs: timeMs(status.startTime) ?? (condition("Suspended") ? undefined : createdAtMs),
    suspended: spec.suspend === true,
    deleting: object.metadata.deletionTimestamp !== undefined,
    complete: condition("Complete") !== undefined,
    ...(failed ? { failed: failureOf(failed, createdAtMs) } : {}),
  };
}

const failureOf = (
  { reason, message, lastTransitionTime }: JobCondition,
  createdAtMs: number,
): { reason: string; message: string; atMs: number } => ({
  reason: reason ?? "Failed",
  message: message ?? "",
  atMs: timeMs(lastTransitionTime) ?? createdAtMs,
});

export interface PodView {
  name: string;
  jobUid: string | undefined;
  rank: number;
  phase: string;
  /** How its container ended, if it has. */
  terminated?: { exitCode: number; words?: TerminationMessage };
  /** Why it does not start, in words; undefined while nothing is known to be in its way. */
  waits?: string;
}

interface PodStatus {
  phase?: string;
  conditions?: { type: string; status: string; reason?: string; message?: string }[];
  containerStatuses?: ContainerStatus[];
}

interface ContainerStatus {
  name?: string;
  image?: string;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { exitCode?: number; message?: string };
  };
}

export function viewPod(object: KubeObject): PodView {
  const status = (object.status ?? {}) as PodStatus;
  const { labels: has = {}, annotations: notes = {}, ownerReferences } = object.metadata;
  // A user's template may add containers beside it.
  const worker = status.containerStatuses?.find(({ name }) => name === workerContainerName);
  return {
    name: object.metadata.name,
    jobUid: ownerReferences?.find(({ kind }) => kind === "Job")?.uid,
    rank: Number({ ...notes, ...has }[labels.completionIndex] ?? 0),
    phase: status.phase ?? "Pending",
    ...howItEnded(worker),
    ...whyItWaits(status, worker),
  };
}

const imageTroubles = new Set(["ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"]);
/** On its way. */
const passing = new Set(["ContainerCreating", "PodInitializing"]);

function whyItWaits({ conditions }: PodStatus, worker: ContainerStatus | undefined): { waits?: string } {
  const unplaced = conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unplaced) return { waits: `no node takes it: ${sentence(unplaced)}` };
  const { reason, message } = worker?.state?.waiting ?? {};
  if (reason === undefined || passing.has(reason)) return {};
  // In turns of failure and pause; the words stay the same.
  if (imageTroubles.has(reason)) return { waits: `its image ${worker?.image ?? ""} cannot be pulled` };
  return { waits: message === undefined ? reason : `${reason}: ${sentence({ message })}` };
}

/** Without its full stop, to go on with. */
function sentence({ reason, message }: { reason?: string; message?: string }): string {
  return (message ?? reason ?? "no reason was given").slice(0, 512).replace(/\.$/, "");
}

function howItEnded(worker: ContainerStatus | undefined): Pick<PodView, "terminated"> {
  const terminated = worker?.state?.terminated;
  if (!terminated) return {};
  const { exitCode = 1, message } = terminated;
  const words = parseWords(message);
  return { terminated: { exitCode, ...(words ? { words } : {}) } };
}

/** Whether a pod may still be running. */
export function isLive({ phase }: PodView): boolean {
  return phase !== "Succeeded" && phase !== "Failed";
}

/** The last words are JSON by contract, but a crash may have left anything there: then they are the message. */
function parseWords(text: string | undefined): TerminationMessage | undefined {
  if (!text) return undefined;
  try {
    const value = JSON.parse(text) as Partial<TerminationMessage>;
    if (typeof value.code === "string" && typeof value.message === "string")
      return value as TerminationMessage;
  } catch {
    // Not JSON.
  }
  return { code: "E_UNKNOWN", message: text.slice(0, 1024) };
}

export function timeMs(text: string | undefined): number | undefined {
  const value = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(value) ? undefined : value;
}

export function ofKind(related: readonly KubeObject[], kind: string): KubeObject[] {
  return related.filter((object) => object.kind === kind);
}

export function isOwnedBy(object: KubeObject, uid: string): boolean {
  return object.metadata.ownerReferences?.some((owner) => owner.uid === uid) ?? false;
}
