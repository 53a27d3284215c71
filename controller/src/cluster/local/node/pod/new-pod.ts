/** The Pod object for one slot of a Job, made from the Job's template. */
import { createHash } from "node:crypto";
import type { DesiredObject } from "../../../cluster.ts";
import type { NewPod } from "../job/decide.ts";
import { marks, type Job } from "../kube.ts";

export const nodeName = "local";

/** The name follows from what the Pod is, so a creation that is tried twice finds the first. */
export function newPod(job: Job, { index, ordinal, failures, ignored }: NewPod): DesiredObject {
  const { template, completionMode } = job.spec;
  const { name, namespace, uid } = job.metadata;
  const indexed = completionMode === "Indexed";
  const tail = createHash("sha256").update(`${uid}/${index}/${ordinal}`).digest("hex").slice(0, 5);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: indexed ? `${name}-${index}-${tail}` : `${name}-${tail}`,
      namespace,
      labels: {
        ...template.metadata?.labels,
        [marks.jobName]: name,
        [marks.jobUid]: uid,
        ...(indexed ? { [marks.index]: String(index) } : {}),
      },
      annotations: {
        ...template.metadata?.annotations,
        ...(indexed ? { [marks.index]: String(index) } : {}),
        [marks.slot]: String(index),
        [marks.ordinal]: String(ordinal),
        [marks.failures]: String(failures),
        [marks.ignored]: String(ignored),
      },
      finalizers: [marks.processFinalizer],
      ownerReferences: [
        { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      ...template.spec,
      nodeName,
      hostname: indexed ? `${name}-${index}` : name,
    },
  };
}
