/** Series of one run, from its object and what its workers have told. What is not known has no series. */
import type { runLabels, runMetrics } from "@plateau/proto/metrics/index.ts";
import type { Cooldown, TrainingRun } from "../api/index.ts";
import { conditionOf, isTrue } from "../reconcile/conditions.ts";
import { labels } from "../reconcile/labels.ts";
import { timeMs } from "../reconcile/observe.ts";
import type { RunProgress } from "../reconcile/reconciler.ts";
import type { Teller } from "./series-text.ts";

export type Run = TrainingRun | Cooldown;
export type RunTeller = Teller<typeof runMetrics, (typeof runLabels)[number]>;

export const runStates = ["pending", "queued", "training", "suspended", "succeeded", "failed"] as const;
export type RunState = (typeof runStates)[number];

/** Codec and channel by name, and the signal-to-noise ratio that the channel is set to. */
export interface Link {
  codec: string;
  channel: string;
  awgn?: { snrDb?: number | string | undefined } | undefined;
}

/** Reasons of Progressing that are not a wait for something. */
const states: Readonly<Record<string, RunState>> = {
  Queued: "queued",
  Training: "training",
  Holding: "training",
  Finishing: "training",
  Suspended: "suspended",
  Suspending: "suspended",
};

export function runState(status: unknown): RunState {
  if (isTrue(status, "Succeeded")) return "succeeded";
  if (isTrue(status, "Failed")) return "failed";
  return states[conditionOf(status, "Progressing")?.reason ?? ""] ?? "pending";
}

/** What a run does as its spec says, or that of the run which a branch comes from; undefined if that is not known. */
export interface Ways {
  link: Link | undefined;
  checkpointEverySteps: number | undefined;
}

export function tellRun(tell: RunTeller, run: Run, progress: RunProgress, ways: Ways): void {
  const { link } = ways;
  const own = run.metadata.labels;
  tell("plateau_run_info", 1, {
    study: own?.[labels.study] ?? "",
    size: own?.[labels.size] ?? "",
    codec: link?.codec ?? "",
    channel: link?.channel ?? "",
  });
  const floor = link?.channel === "AWGN" ? link.awgn?.snrDb : undefined;
  tell("plateau_run_snr_floor_decibels", numberOf(floor));
  tellState(tell, run);
  tellProgress(tell, progress);
  tellStatus(tell, run, progress);
  tellCheckpoints(tell, run, progress);
  tellInterval(tell, ways);
}

/** 0 = none but at fork points and at the end. */
function tellInterval(tell: RunTeller, { checkpointEverySteps }: Ways): void {
  tell("plateau_run_checkpoint_interval_steps", checkpointEverySteps || undefined);
}

function tellState(tell: RunTeller, { status }: Run): void {
  const now = runState(status);
  for (const state of runStates) tell("plateau_run_state", state === now ? 1 : 0, { state });
  if (now !== "failed") return;
  const { reason = "", message = "" } = conditionOf(status, "Failed") ?? {};
  tell("plateau_run_failed", 1, { reason, code: /\b(E_[A-Z_]+)\b/.exec(message)?.[1] ?? "" });
}

function tellProgress(tell: RunTeller, progress: RunProgress): void {
  const { lastStep: step, lastStepAtMs, medianStepMs } = progress;
  tell("plateau_run_loss", step?.loss);
  tell("plateau_run_smoothed_loss", progress.smoothedLoss);
  tell("plateau_run_learning_rate", step?.learningRate);
  tell("plateau_run_gradient_norm", step?.gradientNorm);
  tell("plateau_run_snr_decibels", step?.snrDb);
  tell("plateau_run_step_seconds", seconds(medianStepMs));
  tell("plateau_run_last_step_timestamp_seconds", seconds(lastStepAtMs));
  const scored = new Map(progress.evaluations.map(({ weights, loss }) => [weights as string, loss]));
  for (const [weights, loss] of scored) tell("plateau_run_validation_loss", loss, { weights });
}

/** What stays known when the history is gone. */
function tellStatus(tell: RunTeller, { status }: Run, { evaluations, lastStep }: RunProgress): void {
  if (!status) return;
  // The status may be written ten seconds after the step was told.
  tell("plateau_run_step", Math.max(status.step ?? 0, lastStep?.step ?? 0));
  tell("plateau_run_tokens", numberOf(lastStep?.tokens ?? status.tokens));
  tell("plateau_run_flops", numberOf(lastStep?.flops ?? status.flops));
  tell("plateau_run_stop_at_step", status.stopAtStep);
  tell("plateau_run_tokens_per_second", numberOf(status.tokensPerSecond));
  tell("plateau_run_workers", status.readyWorkers);
  tell("plateau_run_workers_wanted", numberOf(status.workers?.split("/")[1]));
  tell("plateau_run_attempt", status.attempt);
  tell("plateau_run_gang_failures", status.failures);
  tell("plateau_run_start_timestamp_seconds", seconds(timeMs(status.startTime)));
  const { evaluation } = status;
  if (evaluation && evaluations.length === 0)
    tell("plateau_run_validation_loss", numberOf(evaluation.loss), { weights: evaluation.weights });
}

function tellCheckpoints(tell: RunTeller, run: Run, progress: RunProgress): void {
  tell("plateau_run_last_checkpoint_timestamp_seconds", seconds(progress.lastCheckpointAtMs));
  const own = Math.max(
    run.status?.lastCheckpoint?.step ?? -1,
    ...progress.checkpoints.slice(-1).map(({ step }) => step),
  );
  const forkedAt = run.kind === "Cooldown" ? run.status?.checkpoint?.step : undefined;
  tell("plateau_run_checkpoint_step", own < 0 ? forkedAt : own);
  if (run.kind !== "TrainingRun") return;
  tell("plateau_run_checkpoints", run.status?.forkPoints.filter(({ committed }) => committed).length);
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

/** Of a decimal string; a loss that was no number is written as NaN. */
export function numberOf(text: string | number | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
