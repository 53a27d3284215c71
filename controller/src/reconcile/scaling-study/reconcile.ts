/**
 * ScalingStudy: plan → runs and branches, a few at a time → final losses → fit.
 *
 * Related: all TrainingRuns and Cooldowns of the namespace (to see names that are taken), Checkpoints of the study.
 */
import { apiVersion, kinds, type ScalingStudy, type ScalingStudyStatus } from "../../api/index.ts";
import { isFinished, isTrue, nextConditions, type Verdict } from "../conditions.ts";
import { announce } from "../events.ts";
import { compact } from "../gang/status.ts";
import { labels } from "../labels.ts";
import { keysByOwner } from "../queries.ts";
import type { Action, Decision, Reconciler, Snapshot } from "../reconciler.ts";
import { withSuspend } from "./children.ts";
import { decideFit, isPreciseEnough, type FitDecision } from "./fit.ts";
import { meter } from "./meter.ts";
import { observeStudy, type BranchState, type StudyView } from "./observe.ts";
import { planOf, type Plan } from "./plan.ts";
import { startNext } from "./start.ts";

export const scalingStudyReconciler: Reconciler = {
  apiVersion,
  kind: "ScalingStudy",
  watches: [
    { apiVersion, kind: "TrainingRun", toKeys: (object) => keysByOwner(object, "ScalingStudy") },
    { apiVersion, kind: "Cooldown", toKeys: (object) => keysByOwner(object, "ScalingStudy") },
    {
      apiVersion,
      kind: "Checkpoint",
      toKeys: ({ metadata }) => {
        const name = metadata.labels?.[labels.study];
        return name ? [{ apiVersion, kind: "ScalingStudy", namespace: metadata.namespace, name }] : [];
      },
    },
  ],
  relatedQueries: (object) => [
    { apiVersion, kind: "TrainingRun" },
    { apiVersion, kind: "Cooldown" },
    { apiVersion, kind: "Checkpoint", labels: { [labels.studyUid]: object.metadata.uid } },
  ],
  reconcile: (snapshot) => reconcileScalingStudy(snapshot as Snapshot<ScalingStudy>),
};

/** Time left and pace are refreshed at least so often while something runs. */
const refreshMs = 10_000;

export function reconcileScalingStudy(snapshot: Snapshot<ScalingStudy>): Decision {
  const { object, related, computed } = snapshot;
  if (object.metadata.deletionTimestamp) return { actions: [] };
  const result = planOf(object);
  if (!result.ok) return planImpossible(snapshot, result.message);
  const view = observeStudy(object, result.plan, related);
  const finished = isFinished(object.status);
  const enough = finished || isPreciseEnough(object, object.status?.fit);
  const starts = finished || enough || object.spec.suspend ? [] : startNext(object, view);
  const settled =
    view.active.length === 0 && (enough || view.branches.every(({ state }) => isSettled(state)));
  const fit = decideFit(object, view, { results: computed, last: settled });
  const outcome = judge({ snapshot, view, fit, settled, enough });
  const actions = [
    ...suspendChildren(object, view),
    ...starts,
    ...fit.actions,
    ...events(snapshot, outcome, fit),
  ];
  const status = statusOf(snapshot, { plan: result.plan, view, fit, outcome, enough, starts: starts.length });
  return outcome.over ? { actions, status } : { actions, status, requeueAfterMs: refreshMs };
}

const isSettled = (state: BranchState): boolean =>
  state === "Done" || state === "Failed" || state === "Skipped";

function suspendChildren(study: ScalingStudy, view: StudyView): Action[] {
  return view.active
    .filter((child) => child.spec.suspend !== study.spec.suspend)
    .map((child) => ({
      kind: "Apply",
      object: withSuspend(study, child),
      reason: study.spec.suspend ? "Suspend" : "Resume",
    }));
}

interface Outcome {
  over: boolean;
  progressing: Verdict;
  succeeded: Verdict;
  failed: Verdict;
}

interface Judged {
  snapshot: Snapshot<ScalingStudy>;
  view: StudyView;
  fit: FitDecision;
  settled: boolean;
  enough: boolean;
}

function judge({ snapshot: { object }, view, fit, settled, enough }: Judged): Outcome {
  const count = (state: BranchState): number =>
    view.branches.filter((branch) => branch.state === state).length;
  const done = count("Done");
  const lost = count("Failed") + count("Skipped");
  const losses =
    lost > 0 ? ` ${lost} ${lost === 1 ? "point is" : "points are"} lost: ${lostNames(view)}.` : "";
  const noFailure: Verdict = {
    status: "False",
    reason: "NoFailure",
    message: `Nothing has failed for good.${losses}`,
  };
  if (settled && done === 0) {
    const message = `No point could be had.${losses}`;
    return {
      over: true,
      progressing: { status: "False", reason: "Failed", message },
      succeeded: { status: "False", reason: "NoPoints", message },
      failed: { status: "True", reason: "NoPoints", message },
    };
  }
  if (settled && fit.current) {
    const early = enough && done + lost < view.branches.length;
    const reason = early ? "PreciseEnough" : lost > 0 ? "CompletedWithLosses" : "Completed";
    const message = `${done} of ${view.branches.length} points are in.${losses}`;
    return {
      over: true,
      progressing: { status: "False", reason: "Completed", message },
      succeeded: { status: "True", reason, message },
      failed: noFailure,
    };
  }
  return {
    over: false,
    progressing: progress(object, view, { done, settled, losses }),
    succeeded: {
      status: "Unknown",
      reason: "NotFinished",
      message: `${done} of ${view.branches.length} points are in.`,
    },
    failed: noFailure,
  };
}

function progress(
  study: ScalingStudy,
  view: StudyView,
  seen: { done: number; settled: boolean; losses: string },
): Verdict {
  const message = `${seen.done} of ${view.branches.length} points are in, ${view.active.length} of ${study.spec.parallelRuns} places are taken.${seen.losses}`;
  if (study.spec.suspend) return { status: "False", reason: "Suspended", message };
  if (view.taken.length > 0 && view.active.length === 0) {
    return {
      status: "False",
      reason: "NameTaken",
      message: `${view.taken.join(", ")} exists already and does not belong to this study; delete it or rename the study.`,
    };
  }
  return { status: "True", reason: seen.settled ? "Fitting" : "Training", message };
}

function lostNames(view: StudyView): string {
  return view.branches
    .filter(({ state }) => state === "Failed" || state === "Skipped")
    .map(({ plan, state, size }) =>
      state === "Failed"
        ? `Cooldown ${plan.name} failed`
        : `${plan.name}, because TrainingRun ${size.runName} failed`,
    )
    .slice(0, 8)
    .join("; ");
}

/** Said in the pass in which the status turns. */
function events({ object }: Snapshot<ScalingStudy>, outcome: Outcome, fit: FitDecision): Action[] {
  const said: Action[] = [];
  if (!isTrue(object.status, "Planned"))
    said.push(announce("StudyPlanned", "Fork points and lengths of all runs are settled."));
  if (fit.status && fit.status.key !== object.status?.fit?.key)
    said.push(announce("FitUpdated", fit.verdict.message));
  if (!outcome.over || isFinished(object.status)) return said;
  const { succeeded, failed } = outcome;
  said.push(
    succeeded.status === "True"
      ? announce("StudySucceeded", succeeded.message)
      : announce("StudyFailed", failed.message),
  );
  return said;
}

interface StatusParts {
  plan: Plan;
  view: StudyView;
  fit: FitDecision;
  outcome: Outcome;
  enough: boolean;
  starts: number;
}

function statusOf({ object, nowMs }: Snapshot<ScalingStudy>, parts: StatusParts): ScalingStudyStatus {
  const { plan, view, fit, outcome, enough } = parts;
  const old = object.status;
  const now = new Date(nowMs).toISOString();
  const done = view.branches.filter(({ state }) => state === "Done").length;
  const leftOut = plan.totals.leftOut.length;
  const numbers = meter(object, plan, view, nowMs);
  if (outcome.over) delete numbers.estimatedSecondsLeft;
  return compact<ScalingStudyStatus>({
    observedGeneration: object.metadata.generation,
    ...numbers,
    running: `${view.active.length}/${object.spec.parallelRuns}`,
    pointsDone: done,
    pointsPlanned: view.branches.length,
    points: view.branches.map(({ plan: branch, size, state, loss }) =>
      compact({
        name: branch.name,
        size: size.size.name,
        parameters: String(size.planned.parameters),
        tokens: String(branch.horizon.tokens),
        flops: String(branch.horizon.flops),
        loss,
        state: state === "Waiting" && enough ? "Skipped" : state,
      }),
    ),
    fit: fit.status,
    startTime: old?.startTime ?? (parts.starts > 0 || view.active.length > 0 ? now : undefined),
    completionTime: outcome.over ? (old?.completionTime ?? now) : undefined,
    conditions: nextConditions(
      kinds.ScalingStudy.conditionTypes,
      {
        Planned: {
          status: "True",
          reason: leftOut > 0 ? "FitsBudget" : "Planned",
          message: `${plan.sizes.length} plateau runs, ${view.branches.length} cooldowns${leftOut > 0 ? `; ${leftOut} horizons left out to stay within spec.budget` : ""}.`,
        },
        Progressing: outcome.progressing,
        FitReady: fit.verdict,
        Succeeded: outcome.succeeded,
        Failed: outcome.failed,
      },
      { previous: old?.conditions, generation: object.metadata.generation, nowMs },
    ),
  });
}

function planImpossible({ object, nowMs }: Snapshot<ScalingStudy>, message: string): Decision {
  const verdict = (status: Verdict["status"], reason = "PlanImpossible"): Verdict => ({
    status,
    reason,
    message,
  });
  const status: ScalingStudyStatus = {
    observedGeneration: object.metadata.generation,
    pointsDone: 0,
    pointsPlanned: 0,
    points: [],
    completionTime: object.status?.completionTime ?? new Date(nowMs).toISOString(),
    conditions: nextConditions(
      kinds.ScalingStudy.conditionTypes,
      {
        Planned: verdict("False"),
        Progressing: verdict("False", "Failed"),
        FitReady: verdict("False"),
        Succeeded: verdict("False"),
        Failed: verdict("True"),
      },
      { previous: object.status?.conditions, generation: object.metadata.generation, nowMs },
    ),
  };
  return { actions: isFinished(object.status) ? [] : [announce("StudyFailed", message)], status };
}
