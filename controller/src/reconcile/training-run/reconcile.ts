/**
 * TrainingRun: keeps one gang of workers going until the last step is committed; records fork points as Checkpoints.
 *
 * Related: Jobs, Pods, ConfigMaps, Secrets, Services and Checkpoints that carry the run's uid as a label, and the Checkpoint that it
 * begins with.
 */
import {
  apiVersion,
  kinds,
  type Checkpoint,
  type TrainingRun,
  type TrainingRunStatus,
} from "../../api/index.ts";
import { forkSteps, stopAtStep, tokensPerStep, trainingRunConfig } from "../../api/run-config.ts";
import { checkpointName, checkpointsOf, recordCheckpoints } from "../children/checkpoint.ts";
import { isFinished, nextConditions } from "../conditions.ts";
import { announce } from "../events.ts";
import { afterFinish } from "../finish.ts";
import { decideGang, type GangDecision } from "../gang/decide.ts";
import { compact, runStatus } from "../gang/status.ts";
import { gangVerdicts, nothingFailed } from "../gang/verdicts.ts";
import { gangQueries, gangWatches, keysByRunLabel } from "../queries.ts";
import type { Action, Decision, Reconciler, Snapshot } from "../reconciler.ts";
import { beginningOf, type Beginning } from "./begin.ts";

/** While a run waits for its Checkpoint, it looks again by itself too. */
const waitMs = 15_000;

export const trainingRunReconciler: Reconciler = {
  apiVersion,
  kind: "TrainingRun",
  watches: [
    ...gangWatches("TrainingRun"),
    { apiVersion, kind: "Checkpoint", toKeys: (object) => keysByRunLabel(object, "TrainingRun") },
  ],
  relatedQueries: (object) => {
    const name = (object as TrainingRun).spec.startFrom?.checkpoint;
    return [
      ...gangQueries(object),
      ...(name === undefined ? [] : [{ apiVersion, kind: "Checkpoint", name }]),
    ];
  },
  reconcile: (snapshot) => reconcileTrainingRun(snapshot as Snapshot<TrainingRun>),
};

export function reconcileTrainingRun(snapshot: Snapshot<TrainingRun>): Decision {
  const { object, related } = snapshot;
  // Its children go by owner reference; its Checkpoints stay.
  if (object.metadata.deletionTimestamp) return { actions: [] };
  if (isFinished(object.status)) return afterFinish(snapshot);
  const beginning = beginningOf(object, related);
  return beginning.state === "Known" ? train(snapshot) : begin(snapshot, beginning);
}

function train(snapshot: Snapshot<TrainingRun>): Decision {
  const { object, related, progress, platform, nowMs } = snapshot;
  const { spec } = object;
  const stop = stopAtStep(spec);
  const forks = forkSteps(spec);
  const committed = progress[object.metadata.uid]?.checkpoints ?? [];
  // A controller that has lost what was told still finds what it recorded.
  const isCommitted = stepsCommitted(committed, checkpointsOf(related, object.metadata.uid));
  const kept = committed.filter(({ step }) => forks.includes(step) || step === stop);
  const records = recordCheckpoints(object, kept, {
    recipe: spec,
    phase: spec.schedule.cosine ? "Cosine" : "Plateau",
    related,
  });
  const ranks = Math.min(spec.workers.count, spec.batch.shards);
  const gang = decideGang({
    snapshot,
    ranks,
    config: () => trainingRunConfig(object, platform),
    resultReady: stop !== undefined && isCommitted(stop),
    result:
      stop === undefined ? "being asked to (the run has no stopAt)" : `committing the state at step ${stop}`,
  });
  const shared = runStatus(snapshot, gang, {
    ranks,
    stopAtStep: stop,
    startStep: 0,
    tokensPerStep: tokensPerStep(spec),
  });
  const over = gang.state === "Complete" || gang.state === "Failed";
  const status: TrainingRunStatus = compact({
    ...shared,
    ...nameOfLast(shared, object, kept),
    startedFrom: object.status?.startedFrom,
    completionTime: over ? (shared.completionTime ?? new Date(nowMs).toISOString()) : shared.completionTime,
    forkPoints: forks.map((step) => ({
      step,
      tokens: String(step * tokensPerStep(spec)),
      committed: isCommitted(step),
    })),
    conditions: nextConditions(kinds.TrainingRun.conditionTypes, gangVerdicts(gang, ranks), {
      previous: object.status?.conditions,
      generation: object.metadata.generation,
      nowMs,
    }),
  });
  return withRequeue(
    { actions: [...records, ...gang.actions, ...endEvents(gang)], status },
    gang.requeueAfterMs,
  );
}

/** Decided first, started in a later pass that reads it from the status: a crash in between cannot lead to two beginnings. */
function begin(snapshot: Snapshot<TrainingRun>, beginning: Exclude<Beginning, { state: "Known" }>): Decision {
  const { object, nowMs } = snapshot;
  const { state, message } = beginning;
  const { spec } = object;
  const shared = runStatus(snapshot, undefined, {
    ranks: Math.min(spec.workers.count, spec.batch.shards),
    stopAtStep: stopAtStep(spec),
    startStep: 0,
    tokensPerStep: tokensPerStep(spec),
  });
  const reason = state === "Found" ? "Starting" : "WaitingForCheckpoint";
  const status: TrainingRunStatus = compact({
    ...shared,
    startedFrom: state === "Found" ? beginning.startedFrom : undefined,
    forkPoints: object.status?.forkPoints ?? [],
    conditions: nextConditions(
      kinds.TrainingRun.conditionTypes,
      { Progressing: { status: "True", reason, message }, Failed: nothingFailed },
      { previous: object.status?.conditions, generation: object.metadata.generation, nowMs },
    ),
  });
  return state === "Found"
    ? { actions: [announce("CheckpointResolved", message)], status, requeueAfterMs: 1 }
    : { actions: [], status, requeueAfterMs: waitMs };
}

function stepsCommitted(
  told: readonly { step: number }[],
  recorded: readonly Checkpoint[],
): (step: number) => boolean {
  const there = recorded.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const steps = new Set([...told.map(({ step }) => step), ...there.map(({ spec }) => spec.step)]);
  return (step) => steps.has(step);
}

function nameOfLast(
  shared: Pick<TrainingRunStatus, "lastCheckpoint">,
  run: TrainingRun,
  kept: readonly { step: number }[],
): Pick<TrainingRunStatus, "lastCheckpoint"> {
  const last = shared.lastCheckpoint;
  if (!last || !kept.some(({ step }) => step === last.step)) return {};
  return { lastCheckpoint: { name: checkpointName(run, last.step), ...last } };
}

/** Said in the pass in which the status turns: afterwards the object is finished and this is not reached. */
export function endEvents(gang: GangDecision): Action[] {
  if (gang.state === "Complete") return [announce("RunSucceeded", gang.message)];
  if (gang.state === "Failed") return [announce("RunFailed", gang.message)];
  return [];
}

export function withRequeue(decision: Decision, requeueAfterMs: number | undefined): Decision {
  return requeueAfterMs === undefined ? decision : { ...decision, requeueAfterMs };
}
