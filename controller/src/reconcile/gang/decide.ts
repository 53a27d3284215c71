/**
 * One gang of workers from start to end, for TrainingRun and Cooldown alike: a checklist whose first match wins.
 *
 * The run config of attempt k is written before anything of attempt k − 1 is taken down, so a crash between any two actions
 * leaves a trace of how far it got. A Job is created only when no pod of another Job may still be running.
 */
import { exitCodes } from "@plateau/proto";
import type { ObjectRef } from "../../cluster/cluster.ts";
import { configMap, headlessService, type AttemptNote } from "../children/gang.ts";
import { gangJob } from "../children/job.ts";
import { announce } from "../events.ts";
import { timeMs, type JobView } from "../observe.ts";
import type { Action, Snapshot } from "../reconciler.ts";
import { eventsUntil, renewal, secretsOf } from "./credentials.ts";
import { minOf, type GangRequest } from "./request.ts";
import { rescale } from "./rescale.ts";
import { observeGang, type GangView } from "./observe.ts";

export type GangState =
  | "Starting"
  | "Queued"
  | "Training"
  | "Holding"
  | "Suspended"
  | "Stopping"
  | "BackingOff"
  | "Finishing"
  | "Complete"
  | "Failed";

export interface GangDecision {
  actions: Action[];
  state: GangState;
  reason: string;
  message: string;
  view: GangView;
  attempt: number;
  failures: number;
  requeueAfterMs?: number;
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;
/** How soon to look again where only time decides. */
const pollMs = 5_000;

export function decideGang(request: GangRequest): GangDecision {
  const view = observeGang(request.snapshot);
  const tidy = [...stopJobs(request, view.staleJobs, "EarlierAttempt"), ...dropConfigs(view)];
  const rules = [
    finished,
    suspended,
    pastDeadline,
    jobFailed,
    completeWithoutResult,
    queued,
    rescaled,
    neverReady,
    absent,
    present,
  ];
  for (const rule of rules) {
    const decision = rule(request, view);
    if (decision) {
      const { actions = [], ...rest } = decision;
      return {
        view,
        attempt: view.attempt,
        failures: view.failures,
        ...rest,
        actions: [...tidy, ...actions],
      };
    }
  }
  throw new Error("unreachable: the last rule always matches");
}

type Rule = (
  request: GangRequest,
  view: GangView,
) => (Omit<GangDecision, "view" | "attempt" | "failures" | "actions"> & Partial<GangDecision>) | undefined;

const finished: Rule = ({ resultReady }, { job }) => {
  if (!resultReady) return undefined;
  // Ranks leave after the last commit; they are given the time to do so.
  if (job && !job.complete && !job.failed) {
    return {
      state: "Finishing",
      reason: "Finishing",
      message: "The last state is committed; the workers are leaving.",
    };
  }
  return { state: "Complete", reason: "Completed", message: "The last state is committed." };
};

const suspended: Rule = (request, view) => {
  const { spec } = request.snapshot.object;
  if (!spec.suspend) return undefined;
  const { job, strayPods } = view;
  if (job) {
    return {
      state: "Stopping",
      reason: "Suspending",
      message: "The workers write a checkpoint and leave.",
      actions: [
        ...stopJobs(request, [job], "Suspended"),
        announce("GangSuspended", "Suspended: the workers write a checkpoint and leave."),
      ],
    };
  }
  if (strayPods.length > 0) return stopping(view);
  return {
    state: "Suspended",
    reason: "Suspended",
    message: "Suspended. Set spec.suspend to false to go on from the last checkpoint.",
  };
};

const pastDeadline: Rule = (request, { job }) => {
  const { object, nowMs } = request.snapshot;
  const start = timeMs(object.status?.startTime);
  const limit = object.spec.activeDeadlineSeconds;
  if (start === undefined || limit === undefined || nowMs < start + limit * 1000) return undefined;
  return {
    state: "Failed",
    reason: "DeadlineExceeded",
    message: `Not finished ${limit} s after its start (spec.activeDeadlineSeconds).`,
    actions: job ? stopJobs(request, [job], "DeadlineExceeded") : [],
  };
};

const jobFailed: Rule = (request, view) => {
  const { job, words } = view;
  if (!job?.failed) return undefined;
  const said = words
    ? `rank ${words.rank}: ${words.message} (${words.code})`
    : `${job.failed.message || job.failed.reason}`;
  if (words?.exitCode === exitCodes.badConfig || job.failed.reason === "PodFailurePolicy") {
    return { state: "Failed", reason: "BadConfig", message: `Trying again cannot help: ${said}` };
  }
  return anotherAttempt(request, view, {
    failure: true,
    reason: "GangFailed",
    because: said,
    fromMs: job.failed.atMs,
  });
};

const completeWithoutResult: Rule = (request, view) => {
  if (!view.job?.complete) return undefined;
  const because = `the workers ended without ${request.result}`;
  return anotherAttempt(request, view, {
    failure: true,
    reason: "ResultMissing",
    because,
    fromMs: request.snapshot.nowMs,
  });
};

/** We never suspend a Job ourselves: a queue does, by the labels that the run hands on. The guard's time does not run meanwhile. */
const queued: Rule = (_request, { job }) => {
  if (!job?.suspended || job.deleting) return undefined;
  const message = `Job ${job.name} is suspended by its queue; it starts, or goes on from the last checkpoint, when it is admitted.`;
  return { state: "Queued", reason: "Queued", message };
};

/** In place; everything else is as if nothing had happened. */
const rescaled: Rule = (request, view) => {
  const { job } = view;
  if (!job || job.deleting || job.parallelism === request.ranks) return undefined;
  const now = present(request, view)!;
  return { ...now, actions: [...(now.actions ?? []), ...rescale(request, job, noteOf(view))] };
};

/** Gang guard: ranks that wait for ranks that do not come must not hold their machines for ever. With `min` of them they train. */
const neverReady: Rule = (request, view) => {
  const { object, nowMs } = request.snapshot;
  const { job } = view;
  if (!job || view.readyWorkers >= request.ranks || view.trainingWorkers >= minOf(request)) return undefined;
  const limitMs = object.spec.startTimeoutSeconds * 1000;
  if (nowMs < waitingSince(request, job) + limitMs) return undefined;
  const { waiting } = view;
  const inTheWay = waiting ? `; rank ${waiting.rank}: ${waiting.why}` : "";
  const because = `${view.readyWorkers} of ${request.ranks} ranks were there after ${object.spec.startTimeoutSeconds} s (spec.startTimeoutSeconds)${inTheWay}`;
  return anotherAttempt(request, view, { failure: true, reason: "StartTimeout", because, fromMs: nowMs });
};

function waitingSince({ snapshot }: GangRequest, job: JobView): number {
  const ready = snapshot.object.status?.conditions.find(({ type }) => type === "WorkersReady");
  const lostMs = ready?.status === "False" ? (timeMs(ready.lastTransitionTime) ?? 0) : 0;
  // A queue has let it go and the Job's controller has not seen that yet: its wait begins then.
  return Math.max(job.startedAtMs ?? snapshot.nowMs, lostMs);
}

const absent: Rule = (request, view) => {
  const { snapshot } = request;
  if (view.job) return undefined;
  if (view.staleJobs.length > 0 || view.strayPods.length > 0) return stopping(view);
  const waitMs = view.notBeforeMs - snapshot.nowMs;
  if (waitMs > 0) {
    return {
      state: "BackingOff",
      reason: "BackingOff",
      message: `Attempt ${view.attempt} starts in ${Math.ceil(waitMs / 1000)} s, because ${view.because}.`,
      requeueAfterMs: waitMs,
    };
  }
  const attempt = Math.max(1, view.attempt);
  const note: AttemptNote = { attempt, failures: view.failures, notBeforeMs: 0, because: view.because };
  return {
    state: "Starting",
    reason: "Starting",
    message: beingStarted(attempt, request.ranks),
    attempt,
    requeueAfterMs: pollMs,
    actions: [
      ...furnish(request, view, note),
      {
        kind: "Apply",
        object: gangJob(snapshot.object, {
          attempt,
          ranks: request.ranks,
          min: minOf(request),
          podTemplate: snapshot.object.spec.podTemplate,
          platform: snapshot.platform,
        }),
        reason: "StartGang",
      },
      announce(
        "GangStarted",
        `Attempt ${attempt}: starting ${request.ranks} ${request.ranks === 1 ? "worker" : "workers"}.`,
      ),
    ],
  };
};

const present: Rule = (request, view) => {
  const { object, nowMs, progress } = request.snapshot;
  const { job, readyWorkers } = view;
  const steps = progress[object.metadata.uid]?.lastStep !== undefined;
  const { actions: renewed, againMs } = renewal(request.snapshot, view, noteOf(view));
  const actions = [...furnish(request, view, noteOf(view)), ...renewed];
  if (steps && readyWorkers >= request.ranks)
    return { state: "Training", reason: "Training", message: "Training.", actions, ...within(againMs) };
  // Who is left has taken over: the rest may come when it can.
  if (steps && view.trainingWorkers >= minOf(request)) {
    const message = `Training with ${view.trainingWorkers} of ${request.ranks} ranks.`;
    return { state: "Training", reason: "Training", message, actions, ...within(againMs, pollMs) };
  }
  const holding = steps && wasComplete(request);
  const guardMs = job ? waitingSince(request, job) + object.spec.startTimeoutSeconds * 1000 - nowMs : pollMs;
  return {
    state: holding ? "Holding" : "Starting",
    reason: holding ? "Holding" : "Starting",
    // The same words until there is something new to say: a status that says the same is not written.
    message: `${
      holding || readyWorkers > 0
        ? `${readyWorkers} of ${request.ranks} ranks have joined.`
        : beingStarted(view.attempt, request.ranks)
    }${obstacle(view)}`,
    ...within(againMs, Math.max(1000, guardMs)),
    actions,
  };
};

/** The soonest of these times; none if all are never. */
function within(...times: number[]): { requeueAfterMs?: number } {
  const soonest = Math.min(...times);
  return Number.isFinite(soonest) ? { requeueAfterMs: soonest } : {};
}

function obstacle({ waiting }: GangView): string {
  return waiting ? ` Rank ${waiting.rank} waits: ${waiting.why}.` : "";
}

function beingStarted(attempt: number, ranks: number): string {
  return `Attempt ${attempt}: ${ranks} ${ranks === 1 ? "worker is" : "workers are"} being started.`;
}

/** Whether all ranks were there once, so that what is missing has been lost. */
function wasComplete({ snapshot }: GangRequest): boolean {
  const conditions = snapshot.object.status?.conditions ?? [];
  return conditions.some(
    ({ type, status, reason }) => reason === "Holding" || (type === "WorkersReady" && status === "True"),
  );
}

function noteOf({ attempt, failures, because, eventsUntilMs }: GangView): AttemptNote {
  return { attempt, failures, notBeforeMs: 0, because, eventsUntilMs };
}

/**
 * Config and names of the attempt, as far as they are missing or edited by hand, and the key at every start. Else never rewritten: a
 * running gang keeps its config.
 */
function furnish(request: GangRequest, view: GangView, note: AttemptNote): Action[] {
  const { snapshot } = request;
  const { object } = snapshot;
  const actions: Action[] = [];
  if (!view.config) {
    // Before the Job is there, each pass writes the Secret as well.
    const noted = view.job ? note : { ...note, ...eventsUntil(snapshot) };
    actions.push({
      kind: "Apply",
      object: configMap(object, request.config(), noted),
      reason: "SnapshotRunConfig",
      beside: true,
    });
  }
  if (!view.job || !view.config) actions.push(...secretsOf(snapshot));
  if (!view.hasService)
    actions.push({ kind: "Apply", object: headlessService(object), reason: "StableNames", beside: true });
  return actions;
}

function anotherAttempt(
  request: GangRequest,
  view: GangView,
  why: { failure: boolean; reason: string; because: string; fromMs: number },
): ReturnType<Rule> {
  const { object } = request.snapshot;
  const failures = view.failures + (why.failure ? 1 : 0);
  const limit = object.spec.maxAttempts;
  if (why.failure && failures >= limit) {
    return {
      state: "Failed",
      reason: "AttemptsExhausted",
      message: `Gave up after ${failures} lost ${failures === 1 ? "gang" : "gangs"} (spec.maxAttempts ${limit}); the last one: ${why.because}`,
      failures,
      actions:
        view.job && !view.job.failed && !view.job.complete ? stopJobs(request, [view.job], why.reason) : [],
    };
  }
  const backoffMs = why.failure ? Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failures - 1)) : 0;
  const note: AttemptNote = {
    attempt: view.attempt + 1,
    failures,
    notBeforeMs: why.failure ? why.fromMs + backoffMs : 0,
    because: why.because,
  };
  return {
    state: "Stopping",
    reason: why.reason,
    message: `Attempt ${view.attempt} is over: ${why.because}. Attempt ${note.attempt} follows.`,
    attempt: note.attempt,
    failures,
    actions: [
      { kind: "Apply", object: configMap(object, request.config(), note), reason: "SnapshotRunConfig" },
      ...(view.job ? stopJobs(request, [view.job], why.reason) : []),
      announce(
        why.failure ? "GangRestarted" : "GangRescaled",
        `Attempt ${view.attempt} is over: ${why.because}. Attempt ${note.attempt} follows.`,
      ),
    ],
    requeueAfterMs: Math.max(pollMs, backoffMs),
  };
}

function stopping(view: GangView): ReturnType<Rule> {
  const pods = view.strayPods.length;
  return {
    state: "Stopping",
    reason: "Stopping",
    message: `Waiting for ${pods} ${pods === 1 ? "pod" : "pods"} of an earlier gang to end.`,
    requeueAfterMs: pollMs,
  };
}

function stopJobs({ snapshot }: GangRequest, jobs: readonly JobView[], reason: string): Action[] {
  return jobs
    .filter((job) => !job.deleting)
    .map((job) => ({ kind: "Delete", ref: refOf(snapshot, job), uid: job.uid, reason }));
}

/** Configs of earlier attempts go once nothing of these attempts is left. */
function dropConfigs(view: GangView): Action[] {
  if (view.staleJobs.length > 0 || view.strayPods.length > 0) return [];
  return view.staleConfigs.map(({ apiVersion, kind, metadata: { namespace, name, uid } }) => ({
    kind: "Delete",
    ref: { apiVersion, kind, namespace, name },
    uid,
    reason: "EarlierAttempt",
  }));
}

function refOf(snapshot: Snapshot, job: JobView): ObjectRef {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    namespace: snapshot.object.metadata.namespace,
    name: job.name,
  };
}
