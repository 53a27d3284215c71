/** What several panels and alerts ask for, worked out once: over five minutes, for a whole run. */
import { ofRun, type RecordingRule } from "./rule.ts";

const phaseMean = (sum: "sum" | "count"): string =>
  `sum by (${ofRun}, phase) (rate(plateau_worker_step_phase_seconds_${sum}[5m]))`;

export const recordingRules: readonly RecordingRule[] = [
  {
    record: "plateau_run_phase:step_phase_seconds:mean5m",
    expr: `${phaseMean("sum")} / ${phaseMean("count")}`,
  },
  {
    record: "plateau_run:flops_utilization:ratio5m",
    expr: `sum by (${ofRun}) (rate(plateau_worker_flops_total[5m])) / sum by (${ofRun}) (plateau_worker_peak_flops)`,
  },
  {
    record: "plateau_run:compression:ratio5m",
    expr: `sum by (${ofRun}) (rate(plateau_worker_gradient_bytes_total[5m])) / sum by (${ofRun}) (rate(plateau_worker_payload_bytes_total[5m]))`,
  },
  { record: "plateau_run:snr_decibels:avg10m", expr: "avg_over_time(plateau_run_snr_decibels[10m])" },
];
