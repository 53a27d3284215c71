/**
 * Another number of ranks for a gang at work: its Job gets it in place (Kubernetes: elastic Indexed Jobs), so the ranks that stay
 * keep their processes. Ranks beyond are asked to leave, new ones join; the run goes on from the very step.
 *
 * The config is written first, for ranks that start later; those at work keep what they have read.
 */
import type { DesiredObject } from "../../cluster/cluster.ts";
import { configMap, type AttemptNote } from "../children/gang.ts";
import { gangJob } from "../children/job.ts";
import { announce } from "../events.ts";
import { ofKind, type JobView } from "../observe.ts";
import type { Action } from "../reconciler.ts";
import { minOf, type GangRequest } from "./request.ts";

export function rescale(request: GangRequest, job: JobView, note: AttemptNote): Action[] {
  const { snapshot, ranks } = request;
  return [
    {
      kind: "Apply",
      object: configMap(snapshot.object, request.config(), note),
      reason: "SnapshotRunConfig",
    },
    { kind: "Apply", object: rescaledJob(request, job), reason: "Rescale" },
    announce(
      "GangRescaled",
      `The number of workers changes from ${job.parallelism} to ${ranks}; those that stay go on.`,
    ),
  ];
}

/** As it is, pod template included: that of a Job cannot be changed, and a change of the run's counts from the next start on. */
function rescaledJob(request: GangRequest, { uid, attempt }: JobView): DesiredObject {
  const { snapshot, ranks } = request;
  const { object, related, platform } = snapshot;
  const wanted = gangJob(object, {
    attempt,
    ranks,
    platform,
    min: minOf(request),
    podTemplate: undefined,
  });
  const live = ofKind(related, "Job").find(({ metadata }) => metadata.uid === uid);
  const { template } = (live?.spec ?? {}) as { template?: unknown };
  return { ...wanted, spec: { ...(wanted["spec"] as object), ...(template ? { template } : {}) } };
}
