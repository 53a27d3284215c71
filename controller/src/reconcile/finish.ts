/** What is left to do for a finished run or study: nothing keeps running, and it goes when its time to live is over. */
import type { KubeObject, ObjectRef } from "../cluster/cluster.ts";
import { announce } from "./events.ts";
import { isOwnedBy, ofKind, timeMs, viewJob } from "./observe.ts";
import type { Action, Decision, Snapshot } from "./reconciler.ts";

type Finished = KubeObject & {
  spec: { ttlSecondsAfterFinished?: number | undefined };
  status?: { completionTime?: string | undefined };
};

export function refOf(object: KubeObject): ObjectRef {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

/** Actions for an object whose Succeeded or Failed is True. Its status stays as it is. */
export function afterFinish(snapshot: Snapshot<Finished>): Decision {
  const { object, related, nowMs } = snapshot;
  const actions: Action[] = ofKind(related, "Job")
    .filter((job) => isOwnedBy(job, object.metadata.uid))
    .map(viewJob)
    .filter((job) => !job.complete && !job.failed && !job.deleting)
    .map((job) => ({ kind: "Delete", ref: refOf(job.object), uid: job.uid, reason: "OwnerFinished" }));
  const ttl = object.spec.ttlSecondsAfterFinished;
  const endMs = timeMs(object.status?.completionTime);
  if (ttl === undefined || endMs === undefined) return { actions };
  const leftMs = endMs + ttl * 1000 - nowMs;
  if (leftMs > 0) return { actions, requeueAfterMs: leftMs };
  actions.push(announce("FinishedExpired", `Finished ${ttl} s ago (spec.ttlSecondsAfterFinished).`), {
    kind: "Delete",
    ref: refOf(object),
    uid: object.metadata.uid,
    reason: "TtlExpired",
  });
  return { actions };
}
