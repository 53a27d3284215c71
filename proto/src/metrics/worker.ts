/**
 * Metrics of one rank. `namespace`, `kind` (TrainingRun or Cooldown), `run` and `rank` are the same on all of them; they go with the
 * process. What belongs to the whole run (loss, step) is told by the rank that coordinates, as run.ts has it.
 */
import { stepBuckets, type Metrics } from "./definition.ts";

export const rankLabels = ["namespace", "kind", "run", "rank"] as const;

/** Where the time of a step goes (PhaseMs). */
export const stepPhases = ["compute", "encode", "wire", "wait", "decode", "update"] as const;

export const workerMetrics = {
  plateau_worker_info: {
    type: "gauge",
    help: "1; version and engine of the rank",
    labels: [...rankLabels, "version", "engine"],
  },
  plateau_worker_steps_total: {
    type: "counter",
    help: "Optimizer updates that this process applied",
    labels: rankLabels,
  },
  plateau_worker_skipped_steps_total: {
    type: "counter",
    help: "Steps that were passed over because loss or gradient was not finite (exchange.onNotFinite: SkipStep)",
    labels: rankLabels,
  },
  plateau_worker_tokens_total: {
    type: "counter",
    help: "Training tokens of the rank's own shards",
    labels: rankLabels,
  },
  plateau_worker_flops_total: {
    type: "counter",
    help: "Training FLOPs of the rank's own shards, by the detailed count",
    labels: rankLabels,
  },
  plateau_worker_step_seconds: {
    type: "histogram",
    help: "Time of a step",
    labels: rankLabels,
    buckets: stepBuckets,
  },
  plateau_worker_step_phase_seconds: {
    type: "histogram",
    help: "Time of a step by phase: compute, encode, wire, wait, decode, update",
    labels: [...rankLabels, "phase"],
    buckets: stepBuckets,
  },
  plateau_worker_gradient_bytes_total: {
    type: "counter",
    help: "Gradients of the rank's shards before the codec, 4 bytes an element",
    labels: rankLabels,
  },
  plateau_worker_payload_bytes_total: {
    type: "counter",
    help: "What the codec made of the gradients",
    labels: rankLabels,
  },
  plateau_worker_sent_bytes_total: {
    type: "counter",
    help: "Bytes sent to other ranks, counted at the socket",
    labels: rankLabels,
  },
  plateau_worker_received_bytes_total: {
    type: "counter",
    help: "Bytes received from other ranks, counted at the socket",
    labels: rankLabels,
  },
  plateau_worker_snr_decibels: {
    type: "gauge",
    help: "Signal-to-noise ratio of the mean gradient received in the last step; absent on a noiseless channel",
    labels: rankLabels,
  },
  plateau_worker_residual_norm: {
    type: "gauge",
    help: "L2 norm of what the codec has kept back; absent if it keeps nothing",
    labels: rankLabels,
  },
  plateau_worker_peak_flops: {
    type: "gauge",
    help: "FLOPs a second that the rank's device can do at best, as given by the run; absent if not given",
    labels: rankLabels,
  },
  plateau_worker_checkpoint_stall_seconds: {
    type: "histogram",
    help: "How long a step waited for the snapshot of a checkpoint",
    labels: rankLabels,
    buckets: stepBuckets,
  },
  plateau_worker_checkpoint_write_seconds: {
    type: "histogram",
    help: "From the snapshot to the committed manifest",
    labels: rankLabels,
    buckets: stepBuckets,
  },
  plateau_worker_checkpoint_bytes_total: {
    type: "counter",
    help: "Bytes of committed checkpoints that this rank wrote",
    labels: rankLabels,
  },
  plateau_worker_group_changes_total: {
    type: "counter",
    help: "Times that the group of ranks was formed anew, by why it had to",
    labels: [...rankLabels, "cause"],
  },
  plateau_worker_progress_waiting: {
    type: "gauge",
    help: "Messages that nobody has taken yet, by where they go: controller or events",
    labels: [...rankLabels, "to"],
  },
  plateau_worker_progress_dropped_total: {
    type: "counter",
    help: "Messages given up because a buffer was full, by where they were to go: controller or events",
    labels: [...rankLabels, "to"],
  },
} as const satisfies Metrics;
