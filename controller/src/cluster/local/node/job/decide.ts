/**
 * The Job controller as a pure function: a Job, its Pods and the time → Pods to create and delete, and the status.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/job/. Differs: the wait before a replacement is short (1 s
 * doubling to 60 s; Kubernetes: 10 s to 6 min), because a local process starts in milliseconds.
 */
import { conditionOf, isTrue, type Condition, type Job, type JobStatus, type Pod } from "../kube.ts";
import { formatIndexes } from "./indexes.ts";
import { slotsOf, terminatedOf, type Slot } from "./slots.ts";

export interface BackoffOptions {
  firstMs: number;
  longestMs: number;
}
export const defaultBackoff: BackoffOptions = { firstMs: 1_000, longestMs: 60_000 };

export interface NewPod {
  index: number;
  ordinal: number;
  failures: number;
  ignored: number;
}

export interface JobDecision {
  create: NewPod[];
  delete: Pod[];
  /** Its time to live is over. */
  deleteJob: boolean;
  status: JobStatus;
  requeueAfterMs?: number;
}

interface View {
  job: Job;
  slots: Slot[];
  live: Pod[];
  nowMs: number;
  backoff: BackoffOptions;
}

export function decideJob(
  job: Job,
  pods: readonly Pod[],
  { nowMs, backoff = defaultBackoff }: { nowMs: number; backoff?: BackoffOptions },
): JobDecision {
  const slots = slotsOf(job.spec, pods);
  const view: View = { job, slots, live: slots.flatMap((slot) => slot.live), nowMs, backoff };
  const conditions = job.status?.conditions;
  if (isTrue(conditions, "Complete") || isTrue(conditions, "Failed")) return finished(view);
  if (job.metadata.deletionTimestamp) return stand({ status: statusOf(view) });
  if (job.spec.suspend) return suspended(view);
  const failure = failureOf(view);
  if (failure) return failing(view, failure);
  const wanted = slots.slice(0, job.spec.completions);
  if (wanted.every(({ succeeded }) => succeeded)) return completing(view);
  return running(view);
}

function stand(parts: Partial<JobDecision> & { status: JobStatus }): JobDecision {
  return { create: [], delete: [], deleteJob: false, ...parts };
}

function finished(view: View): JobDecision {
  const { job, live, nowMs } = view;
  const ttl = job.spec.ttlSecondsAfterFinished;
  const endMs = Math.max(
    0,
    ...(job.status?.conditions ?? [])
      .filter(({ type, status }) => (type === "Complete" || type === "Failed") && status === "True")
      .map(({ lastTransitionTime }) => Date.parse(lastTransitionTime ?? "") || 0),
  );
  const leftMs = ttl === undefined ? undefined : endMs + ttl * 1000 - nowMs;
  return stand({
    delete: live,
    deleteJob: leftMs !== undefined && leftMs <= 0,
    status: statusOf(view),
    ...(leftMs !== undefined && leftMs > 0 ? { requeueAfterMs: leftMs } : {}),
  });
}

function suspended(view: View): JobDecision {
  const status = statusOf(view, [
    { type: "Suspended", status: "True", reason: "JobSuspended", message: "Job suspended" },
  ]);
  // The deadline counts from the resumption.
  delete status.startTime;
  return stand({ delete: view.live, status });
}

function failing(view: View, failure: Failure): JobDecision {
  // First the intention, then the fact: Failed is only said once nothing runs any more.
  const conditions: Condition[] = [{ type: "FailureTarget", status: "True", ...failure }];
  if (view.live.length === 0) conditions.push({ type: "Failed", status: "True", ...failure });
  return stand({ delete: view.live, status: statusOf(view, conditions) });
}

function completing(view: View): JobDecision {
  const said = { reason: "CompletionsReached", message: "Reached expected number of succeeded pods" };
  const conditions: Condition[] = [{ type: "SuccessCriteriaMet", status: "True", ...said }];
  const over = view.live.length === 0;
  if (over) conditions.push({ type: "Complete", status: "True", ...said });
  const status = statusOf(view, conditions);
  if (over) status.completionTime = new Date(view.nowMs).toISOString();
  return stand({ delete: view.live, status });
}

function running(view: View): JobDecision {
  const { job, slots, live, nowMs, backoff } = view;
  const { completions, parallelism, activeDeadlineSeconds } = job.spec;
  const beyond = slots.slice(completions).flatMap((slot) => slot.live);
  const within = live.filter((pod) => !beyond.includes(pod));
  const surplus = within.length > parallelism ? within.slice(parallelism) : [];
  const room = Math.max(0, parallelism - within.length);
  const missing = slots
    .slice(0, completions)
    .filter((slot) => !slot.succeeded && !slot.failed && slot.live.length === 0);
  const waits = missing.map((slot) => ({ slot, waitMs: Math.max(0, readyAtMs(slot, backoff) - nowMs) }));
  const create = waits.filter(({ waitMs }) => waitMs <= 0).slice(0, room);
  const times = waits.filter(({ waitMs }) => waitMs > 0).map(({ waitMs }) => waitMs);
  const status = statusOf(view);
  if (activeDeadlineSeconds !== undefined) {
    times.push(Math.max(1, Date.parse(status.startTime!) + activeDeadlineSeconds * 1000 - nowMs));
  }
  return stand({
    create: create.map(({ slot: { index, nextOrdinal, failures, ignored } }) => ({
      index,
      ordinal: nextOrdinal,
      failures,
      ignored,
    })),
    delete: [...beyond, ...surplus, ...slots.flatMap((slot) => slot.spent)],
    status,
    ...(times.length > 0 ? { requeueAfterMs: Math.min(...times) } : {}),
  });
}

/** When the next Pod of a slot may start. */
function readyAtMs({ last, failures, ignored }: Slot, { firstMs, longestMs }: BackoffOptions): number {
  const count = failures + ignored;
  if (!last || last.verdict.disrupted || count === 0) return 0;
  return last.atMs + Math.min(longestMs, firstMs * 2 ** Math.min(count - 1, 40));
}

interface Failure {
  reason: string;
  message: string;
}

/** The first of these that has something to say. */
function failureOf(view: View): Failure | undefined {
  return (
    decidedFailure(view) ??
    ruleFailure(view) ??
    deadlineFailure(view) ??
    limitFailure(view) ??
    indexFailure(view)
  );
}

function decidedFailure({ job }: View): Failure | undefined {
  if (!isTrue(job.status?.conditions, "FailureTarget")) return undefined;
  const target = conditionOf(job.status?.conditions, "FailureTarget");
  return { reason: target?.reason ?? "Failed", message: target?.message ?? "" };
}

function ruleFailure({ slots }: View): Failure | undefined {
  const last = slots.find((slot) => slot.last?.verdict.action === "FailJob")?.last;
  return last ? policyFailure(last.pod, last.verdict.rule ?? 0) : undefined;
}

function deadlineFailure({ job, nowMs }: View): Failure | undefined {
  const limit = job.spec.activeDeadlineSeconds;
  const startMs = Date.parse(job.status?.startTime ?? "");
  if (limit === undefined || !(nowMs >= startMs + limit * 1000)) return undefined;
  return {
    reason: "DeadlineExceeded",
    message: `Job was active longer than specified deadline of ${limit} s`,
  };
}

function limitFailure({ job, slots }: View): Failure | undefined {
  const failures = slots.reduce((sum, slot) => sum + slot.failures, 0);
  if (failures <= job.spec.backoffLimit) return undefined;
  return {
    reason: "BackoffLimitExceeded",
    message: `Job has reached the specified backoff limit of ${job.spec.backoffLimit}`,
  };
}

function indexFailure({ job, slots }: View): Failure | undefined {
  const { spec } = job;
  const failed = slots.filter((slot) => slot.failed && slot.index < spec.completions);
  if (failed.length === 0) return undefined;
  if (spec.maxFailedIndexes !== undefined && failed.length > spec.maxFailedIndexes) {
    return {
      reason: "MaxFailedIndexesExceeded",
      message: `Job has exceeded the specified maximal number of failed indexes (${spec.maxFailedIndexes})`,
    };
  }
  const open = slots.filter((slot) => slot.index < spec.completions && !slot.succeeded && !slot.failed);
  return open.length > 0 ? undefined : { reason: "FailedIndexes", message: "Job has failed indexes" };
}

function policyFailure(pod: Pod, rule: number): Failure {
  const { namespace, name } = pod.metadata;
  const container = pod.status?.containerStatuses?.[0]?.name ?? "worker";
  return {
    reason: "PodFailurePolicy",
    message: `Container ${container} for pod ${namespace}/${name} failed with exit code ${terminatedOf(pod)?.exitCode} matching FailJob rule at index ${rule}`,
  };
}

function statusOf(view: View, set: readonly Condition[] = []): JobStatus {
  const { job, slots, live, nowMs } = view;
  const within = slots.slice(0, job.spec.completions);
  const nowIso = new Date(nowMs).toISOString();
  const old = job.status;
  const resumed = !job.spec.suspend && isTrue(old?.conditions, "Suspended");
  const conditions = mergeConditions(old?.conditions, resumed ? [...set, jobResumed] : set, nowIso);
  return {
    active: live.filter((pod) => !pod.metadata.deletionTimestamp).length,
    terminating: live.filter((pod) => pod.metadata.deletionTimestamp).length,
    ready: live.filter((pod) => isTrue(pod.status?.conditions, "Ready")).length,
    succeeded: within.filter(({ succeeded }) => succeeded).length,
    failed: slots.reduce((sum, slot) => sum + slot.failures, 0),
    ...indexesOf(job, within),
    startTime: (resumed ? undefined : old?.startTime) ?? nowIso,
    ...(old?.completionTime ? { completionTime: old.completionTime } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

const jobResumed: Condition = {
  type: "Suspended",
  status: "False",
  reason: "JobResumed",
  message: "Job resumed",
};

function indexesOf({ spec }: Job, slots: readonly Slot[]): Partial<JobStatus> {
  if (spec.completionMode !== "Indexed") return {};
  const completed = slots.filter(({ succeeded }) => succeeded).map(({ index }) => index);
  const failed = slots.filter((slot) => slot.failed).map(({ index }) => index);
  return {
    completedIndexes: formatIndexes(completed),
    ...(spec.backoffLimitPerIndex === undefined ? {} : { failedIndexes: formatIndexes(failed) }),
  };
}

/** `lastTransitionTime` moves only when a status turns. */
function mergeConditions(
  old: readonly Condition[] = [],
  set: readonly Condition[],
  nowIso: string,
): Condition[] {
  const merged = old.map((condition) => {
    const next = set.find(({ type }) => type === condition.type);
    if (!next) return condition;
    const same = next.status === condition.status;
    return { ...condition, ...next, lastTransitionTime: same ? condition.lastTransitionTime! : nowIso };
  });
  const known = new Set(old.map(({ type }) => type));
  const added = set
    .filter(({ type }) => !known.has(type))
    .map((condition) => ({ ...condition, lastTransitionTime: nowIso }));
  return [...merged, ...added];
}
