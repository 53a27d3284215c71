/** Alerts about one run. */
import { ofRun, theRun, whileTraining, type Alert } from "../rule.ts";

const notFinite = [
  "plateau_run_loss != plateau_run_loss",
  'plateau_run_failed{code="E_NOT_FINITE"} == 1',
  `sum by (${ofRun}) (increase(plateau_worker_skipped_steps_total[10m])) > 3`,
].map((expr) => `group by (${ofRun}) (${expr})`);

const phase = (phases: string): string =>
  `sum by (${ofRun}) (plateau_run_phase:step_phase_seconds:mean5m{phase=~"${phases}"})`;

export const runAlerts: readonly Alert[] = [
  {
    alert: "PlateauNoStep",
    expr: `(time() - plateau_run_last_step_timestamp_seconds > clamp_min(20 * plateau_run_step_seconds, 300)) ${whileTraining}`,
    for: "1m",
    severity: "warning",
    summary: `${theRun} trains but has made no step for {{ $value | humanizeDuration }}`,
    description:
      "Twenty of its median steps have gone by, and five minutes. A rank hangs, the data or the store does not answer, or the progress does not reach the controller. Look at plateau logs RUN and at the ranks' step phases; a rank that hangs for good may be killed: the others keep their state and it comes back.",
  },
  {
    alert: "PlateauWorkerMissing",
    expr: `plateau_run_workers < plateau_run_workers_wanted ${whileTraining}`,
    for: "10m",
    severity: "warning",
    summary: `${theRun} has been training with {{ $value }} ranks for ten minutes, fewer than it should have`,
    description:
      "It goes on to the same result, but slower. Look at the pods of the run (kubectl get pods -l plateau.dev/run=RUN): a pod that is Pending says what it waits for. If the machines are gone for good, lower spec.workers.count.",
  },
  {
    alert: "PlateauCheckpointOld",
    expr: `(time() - (plateau_run_last_checkpoint_timestamp_seconds or plateau_run_start_timestamp_seconds) > 600) and on (${ofRun}) (plateau_run_step - (plateau_run_checkpoint_step or 0 * plateau_run_step) > 2 * plateau_run_checkpoint_interval_steps) ${whileTraining}`,
    for: "5m",
    severity: "warning",
    summary: `The last checkpoint of ${theRun} is {{ $value | humanizeDuration }} old, and more than two were due since`,
    description:
      "Twice spec.checkpoints.everySteps have gone by, and ten minutes; all that would be lost if all its ranks were. The store takes nothing, or so slowly that checkpoints are overtaken: plateau logs RUN says which. A run without periodic checkpoints (everySteps: 0) is left alone.",
  },
  {
    alert: "PlateauNoFirstStep",
    expr: `(plateau_run_workers >= plateau_run_workers_wanted ${whileTraining}) unless on (${ofRun}) plateau_run_last_step_timestamp_seconds`,
    for: "15m",
    severity: "warning",
    summary: `${theRun} has had its {{ $value }} ranks for a quarter of an hour and has made no step`,
    description:
      "Its group is whole, so it is not waiting for machines: the first step is being compiled or the data are being opened, and neither should take so long. Look at plateau logs RUN for what the ranks said last; the data's store or a rank that hangs is the usual cause.",
  },
  {
    alert: "PlateauRunFailed",
    expr: "plateau_run_failed == 1",
    for: "1m",
    severity: "warning",
    summary: `${theRun} has failed: {{ $labels.reason }} {{ $labels.code }}`,
    description:
      "It will not go on by itself. plateau describe RUN says why and what to change. Its checkpoints are kept; the alert ends when the object is deleted.",
  },
  {
    alert: "PlateauLossNotFinite",
    expr: notFinite.join(" or "),
    for: "0m",
    severity: "critical",
    summary: `The loss or a gradient of ${theRun} is not finite`,
    description:
      "Training has diverged, or skips steps again and again (exchange.onNotFinite: SkipStep). Lower optimizer.learningRate, lengthen schedule.warmupSteps, or set optimizer.gradientClip, in a new run: a spec does not change once it trains.",
  },
  {
    alert: "PlateauSnrLow",
    expr: `plateau_run:snr_decibels:avg10m < plateau_run_snr_floor_decibels - 3 ${whileTraining}`,
    for: "10m",
    severity: "warning",
    summary: `Gradients of ${theRun} arrive with {{ $value | humanize }} dB, three less than its channel is set to`,
    description:
      "The noise takes more of the gradient than was planned, so the loss falls more slowly than the same run would at its set ratio. Compare the codec's settings and awgn.allocation with those of runs that do well.",
  },
  {
    alert: "PlateauExchangeSlow",
    expr: `${phase("encode|wire|wait|decode")} > ${phase("compute")}`,
    for: "15m",
    severity: "warning",
    summary: `${theRun} spends more time on the exchange than on computing`,
    description:
      "The network or the slowest rank sets the pace. If wait is the largest phase, one rank is late: look at its machine. If wire is, use a codec (exchange.codec), fewer ranks, or larger batches.",
  },
];
