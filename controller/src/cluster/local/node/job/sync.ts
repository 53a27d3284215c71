/** Carries out what `decideJob` says: Pods to delete, Pods to create, then the Job's status if it has changed. */
import { isDeepStrictEqual } from "node:util";
import type { Cluster, ObjectRef } from "../../../cluster.ts";
import { hasCode } from "../../../errors.ts";
import { marks, type Job, type Pod } from "../kube.ts";
import { newPod } from "../pod/new-pod.ts";
import { decideJob, type BackoffOptions } from "./decide.ts";

/** @returns milliseconds after which to look again */
export async function syncJob(
  job: Job,
  { cluster, nowMs, backoff }: { cluster: Cluster; nowMs: number; backoff?: BackoffOptions },
): Promise<number | undefined> {
  const { namespace, uid, resourceVersion } = job.metadata;
  // Read from the store and not from a cache: a Pod that was just created must be seen.
  const { items } = await cluster.list("v1", "Pod", { namespace, labels: { [marks.jobUid]: uid } });
  const decision = decideJob(job, items as Pod[], { nowMs, ...(backoff ? { backoff } : {}) });
  if (decision.deleteJob) {
    await cluster.delete(refOf(job), { uid });
    return undefined;
  }
  for (const pod of decision.delete) {
    await cluster.delete(refOf(pod), { uid: pod.metadata.uid });
  }
  for (const pod of decision.create) {
    try {
      await cluster.create(newPod(job, pod));
    } catch (error) {
      if (!hasCode(error, "E_ALREADY_EXISTS")) throw error;
    }
  }
  if (!isDeepStrictEqual(job.status, decision.status)) {
    await cluster.updateStatus(refOf(job), decision.status, { resourceVersion });
  }
  return decision.requeueAfterMs;
}

function refOf({ apiVersion, kind, metadata: { namespace, name } }: Job | Pod): ObjectRef {
  return { apiVersion, kind, namespace, name };
}
