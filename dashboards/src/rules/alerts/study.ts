/** Alerts about a study. */
import type { Alert } from "../rule.ts";

const theStudy = "ScalingStudy {{ $labels.namespace }}/{{ $labels.study }}";
const whileTraining = 'and on (namespace, study) plateau_study_state{state="training"} == 1';

export const studyAlerts: readonly Alert[] = [
  {
    alert: "PlateauBudgetOverrun",
    expr: "plateau_study_spent_flops > 1.02 * (plateau_study_budget_flops or plateau_study_planned_flops)",
    for: "1m",
    severity: "warning",
    summary: `${theStudy} has spent {{ $value | humanize }} FLOPs, more than its budget or plan`,
    description:
      "Steps were computed again after ranks with codec memory were lost, or gangs were started anew from old checkpoints. Suspend the study (spec.suspend: true) if it must not go on, and lower checkpoints.everySteps.",
  },
  {
    alert: "PlateauStudyStalled",
    expr: `(time() - plateau_study_last_step_timestamp_seconds > 1800) ${whileTraining}`,
    for: "5m",
    severity: "warning",
    summary: `No run of ${theStudy} has made a step for {{ $value | humanizeDuration }}`,
    description:
      "Its runs wait for machines or a queue, or all of them hold. plateau top STUDY shows what each waits for.",
  },
  {
    alert: "PlateauStudyNoFirstStep",
    expr: 'plateau_study_state{state="training"} == 1 unless on (namespace, study) plateau_study_last_step_timestamp_seconds',
    for: "30m",
    severity: "warning",
    summary: `${theStudy} has been at work for half an hour and none of its runs has made a step`,
    description:
      "Its first runs wait for machines or a queue, cannot be started, or hang before their first step. plateau top STUDY shows what each waits for.",
  },
];
