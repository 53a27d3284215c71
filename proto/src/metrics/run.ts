/**
 * Metrics of runs and studies, told by the controller that leads; a series goes with its object. A run is a TrainingRun or a Cooldown
 * (`kind`); runs of a study are found by plateau_run_info.
 */
import type { Metrics } from "./definition.ts";

export const runLabels = ["namespace", "kind", "run"] as const;
export const studyLabels = ["namespace", "study"] as const;

export const runMetrics = {
  plateau_run_info: {
    type: "gauge",
    help: "1; the study that the run belongs to and its size there (empty for a run of its own), its codec and channel",
    labels: [...runLabels, "study", "size", "codec", "channel"],
  },
  plateau_run_state: {
    type: "gauge",
    help: "1 for what the run is doing: pending, queued, training, suspended, succeeded or failed; 0 for the others",
    labels: [...runLabels, "state"],
  },
  plateau_run_failed: {
    type: "gauge",
    help: "1 for a run that has failed, with the reason of its condition and the code of what it ended with (empty if there is none)",
    labels: [...runLabels, "reason", "code"],
  },
  plateau_run_step: { type: "gauge", help: "Optimizer updates applied", labels: runLabels },
  plateau_run_stop_at_step: { type: "gauge", help: "Updates after which it is complete", labels: runLabels },
  plateau_run_tokens: { type: "gauge", help: "Training tokens consumed", labels: runLabels },
  plateau_run_flops: {
    type: "gauge",
    help: "Training FLOPs spent, by the detailed count",
    labels: runLabels,
  },
  plateau_run_loss: {
    type: "gauge",
    help: "Training loss of the last step, nats per token; NaN if it was none",
    labels: runLabels,
  },
  plateau_run_smoothed_loss: {
    type: "gauge",
    help: "Smoothed training loss, nats per token",
    labels: runLabels,
  },
  plateau_run_validation_loss: {
    type: "gauge",
    help: "Loss on the validation set, nats per token, by the weights that were scored: raw, swa or ema",
    labels: [...runLabels, "weights"],
  },
  plateau_run_learning_rate: { type: "gauge", help: "Learning rate of the last step", labels: runLabels },
  plateau_run_gradient_norm: {
    type: "gauge",
    help: "L2 norm of the last mean gradient before clipping",
    labels: runLabels,
  },
  plateau_run_step_seconds: {
    type: "gauge",
    help: "Median time of the last steps",
    labels: runLabels,
  },
  plateau_run_tokens_per_second: {
    type: "gauge",
    help: "Throughput since the last start",
    labels: runLabels,
  },
  plateau_run_last_step_timestamp_seconds: {
    type: "gauge",
    help: "When the last step was told",
    labels: runLabels,
  },
  plateau_run_last_checkpoint_timestamp_seconds: {
    type: "gauge",
    help: "When the last checkpoint was committed",
    labels: runLabels,
  },
  plateau_run_checkpoint_step: {
    type: "gauge",
    help: "Step of the last committed checkpoint; of a branch that has none yet, of the one that it comes from",
    labels: runLabels,
  },
  plateau_run_checkpoint_interval_steps: {
    type: "gauge",
    help: "Steps from one periodic checkpoint to the next; absent if the run makes none",
    labels: runLabels,
  },
  plateau_run_checkpoints: { type: "gauge", help: "Fork points that are committed", labels: runLabels },
  plateau_run_workers: { type: "gauge", help: "Ranks that have joined the group", labels: runLabels },
  plateau_run_workers_wanted: { type: "gauge", help: "Ranks that there should be", labels: runLabels },
  plateau_run_attempt: {
    type: "gauge",
    help: "Gang that is running or was the last to run; the first is 1",
    labels: runLabels,
  },
  plateau_run_gang_failures: {
    type: "gauge",
    help: "Gangs lost to failures of the machinery",
    labels: runLabels,
  },
  plateau_run_start_timestamp_seconds: {
    type: "gauge",
    help: "When the first gang was started",
    labels: runLabels,
  },
  plateau_run_snr_decibels: {
    type: "gauge",
    help: "Signal-to-noise ratio of the mean gradient received in the last step; absent on a noiseless channel",
    labels: runLabels,
  },
  plateau_run_snr_floor_decibels: {
    type: "gauge",
    help: "Signal-to-noise ratio that the run's channel is set to; absent if it has none",
    labels: runLabels,
  },
} as const satisfies Metrics;

export const studyMetrics = {
  plateau_study_state: {
    type: "gauge",
    help: "1 for what the study is doing: pending, training, suspended, succeeded or failed; 0 for the others",
    labels: [...studyLabels, "state"],
  },
  plateau_study_spent_flops: { type: "gauge", help: "Training FLOPs spent so far", labels: studyLabels },
  plateau_study_planned_flops: { type: "gauge", help: "Training FLOPs of the plan", labels: studyLabels },
  plateau_study_budget_flops: {
    type: "gauge",
    help: "Training FLOPs that the spec allows; absent if it gives no budget",
    labels: studyLabels,
  },
  plateau_study_independent_flops: {
    type: "gauge",
    help: "Training FLOPs if every point were a run of its own",
    labels: studyLabels,
  },
  plateau_study_points: {
    type: "gauge",
    help: "Points of the plan by state: waiting, training, done, failed or skipped",
    labels: [...studyLabels, "state"],
  },
  plateau_study_point_loss: {
    type: "gauge",
    help: "Final validation loss of a point, nats per token",
    labels: [...studyLabels, "size", "point"],
  },
  plateau_study_envelope_loss: {
    type: "gauge",
    help: "Final validation loss of a point that no cheaper one beats, nats per token",
    labels: [...studyLabels, "size", "point"],
  },
  plateau_study_point_flops: {
    type: "gauge",
    help: "What a point would cost as a run of its own",
    labels: [...studyLabels, "size", "point"],
  },
  plateau_study_point_tokens: {
    type: "gauge",
    help: "Training tokens of a point's whole horizon",
    labels: [...studyLabels, "size", "point"],
  },
  plateau_study_fit_value: {
    type: "gauge",
    help: "A constant of the fitted law (parameter) and its interval (bound: low, estimate, high)",
    labels: [...studyLabels, "parameter", "bound"],
  },
  plateau_study_remaining_seconds: {
    type: "gauge",
    help: "Time to the end at the present pace",
    labels: studyLabels,
  },
  plateau_study_last_step_timestamp_seconds: {
    type: "gauge",
    help: "When any of its runs told of a step",
    labels: studyLabels,
  },
} as const satisfies Metrics;
