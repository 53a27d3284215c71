/** For each alert what makes it fire, and what is nearly that and does not. Time begins at 0; a series has a value a minute. */

export interface RuleCase {
  alert: string;
  /** Series → values, in promtool's notation. */
  fires: Record<string, string>;
  /** What is otherwise in the near miss. */
  nearMiss: Record<string, string>;
  /** Minutes at which both are looked at. */
  atMinutes: number;
  /** Labels of the alert beside its severity. */
  labels: Record<string, string>;
}

const run = { namespace: "lab", kind: "TrainingRun", run: "a" };
const ofRun = 'namespace="lab",kind="TrainingRun",run="a"';
const training = `plateau_run_state{${ofRun},state="training"}`;
const study = { namespace: "lab", study: "s" };
const ofStudy = 'namespace="lab",study="s"';
const studyTrains = `plateau_study_state{${ofStudy},state="training"}`;
const rank = `${ofRun},rank="0"`;
const phase = (name: string, part: string): string =>
  `plateau_worker_step_phase_seconds_${part}{${rank},phase="${name}"}`;

const lastStep = `plateau_run_last_step_timestamp_seconds{${ofRun}}`;
const workers = `plateau_run_workers{${ofRun}}`;
const checkpoint = `plateau_run_last_checkpoint_timestamp_seconds{${ofRun}}`;
const checkpointStep = `plateau_run_checkpoint_step{${ofRun}}`;
const interval = `plateau_run_checkpoint_interval_steps{${ofRun}}`;
const step = `plateau_run_step{${ofRun}}`;
const workersWanted = `plateau_run_workers_wanted{${ofRun}}`;
const snr = `plateau_run_snr_decibels{${ofRun}}`;
const spent = `plateau_study_spent_flops{${ofStudy}}`;
const leader = 'leader_election_master_status{name="plateau-controller",pod="one"}';
const reconcileErrors = 'controller_runtime_reconcile_errors_total{controller="TrainingRun"}';

export const ruleCases: readonly RuleCase[] = [
  {
    alert: "PlateauNoStep",
    // 20 × 30 s: after ten minutes, and for one.
    fires: { [training]: "1x20", [lastStep]: "0x20", [`plateau_run_step_seconds{${ofRun}}`]: "30x20" },
    nearMiss: { [`plateau_run_step_seconds{${ofRun}}`]: "40x20" },
    atMinutes: 12,
    labels: run,
  },
  {
    alert: "PlateauNoStep",
    fires: { [training]: "1x20", [lastStep]: "0x20", [`plateau_run_step_seconds{${ofRun}}`]: "0.01x20" },
    // A short step is given five minutes; and one that is not training makes none.
    nearMiss: { [training]: "0x20" },
    atMinutes: 7,
    labels: run,
  },
  {
    alert: "PlateauWorkerMissing",
    fires: { [training]: "1x20", [workers]: "3x20", [`plateau_run_workers_wanted{${ofRun}}`]: "4x20" },
    nearMiss: { [workers]: "3x5 4x15" },
    atMinutes: 11,
    labels: run,
  },
  {
    alert: "PlateauCheckpointOld",
    fires: {
      [training]: "1x80",
      [checkpoint]: "0x80",
      [checkpointStep]: "1000x80",
      [step]: "2201x80",
      [interval]: "600x80",
    },
    // As old, but not two have been due: it is slow, or was suspended.
    nearMiss: { [step]: "2200x80" },
    atMinutes: 17,
    labels: run,
  },
  {
    alert: "PlateauCheckpointOld",
    // None yet: since its start. Quick runs overtake their checkpoints, which is no harm for ten minutes.
    fires: {
      [training]: "1x80",
      [`plateau_run_start_timestamp_seconds{${ofRun}}`]: "0x80",
      [step]: "1201x80",
      [interval]: "600x80",
    },
    nearMiss: { [checkpoint]: "600x80" },
    atMinutes: 17,
    labels: run,
  },
  {
    alert: "PlateauCheckpointOld",
    fires: { [training]: "1x80", [checkpoint]: "0x80", [step]: "1201x80", [interval]: "600x80" },
    // It was never to make any.
    nearMiss: { [interval]: "_x80" },
    atMinutes: 17,
    labels: run,
  },
  {
    alert: "PlateauNoFirstStep",
    fires: { [training]: "1x40", [workers]: "4x40", [workersWanted]: "4x40" },
    nearMiss: { [lastStep]: "_x14 840x26" },
    atMinutes: 16,
    labels: run,
  },
  {
    alert: "PlateauNoFirstStep",
    fires: { [training]: "1x40", [workers]: "4x40", [workersWanted]: "4x40" },
    // Another alert tells of ranks that are missing.
    nearMiss: { [workers]: "3x40" },
    atMinutes: 16,
    labels: run,
  },
  {
    alert: "PlateauRunFailed",
    fires: { [`plateau_run_failed{${ofRun},reason="BadConfig",code="E_MODEL"}`]: "1x5" },
    nearMiss: { [`plateau_run_failed{${ofRun},reason="BadConfig",code="E_MODEL"}`]: "_x5" },
    atMinutes: 3,
    labels: { ...run, reason: "BadConfig", code: "E_MODEL" },
  },
  {
    alert: "PlateauLossNotFinite",
    fires: { [`plateau_run_loss{${ofRun}}`]: "2 NaN" },
    nearMiss: { [`plateau_run_loss{${ofRun}}`]: "2 1e30" },
    atMinutes: 1,
    labels: run,
  },
  {
    alert: "PlateauLossNotFinite",
    fires: { [`plateau_run_failed{${ofRun},reason="BadConfig",code="E_NOT_FINITE"}`]: "1x5" },
    nearMiss: { [`plateau_run_failed{${ofRun},reason="BadConfig",code="E_NOT_FINITE"}`]: "_x5" },
    atMinutes: 2,
    labels: run,
  },
  {
    alert: "PlateauLossNotFinite",
    fires: { [`plateau_worker_skipped_steps_total{${rank}}`]: "0+1x10" },
    nearMiss: { [`plateau_worker_skipped_steps_total{${rank}}`]: "0x5 1x10" },
    atMinutes: 10,
    labels: run,
  },
  {
    alert: "PlateauSnrLow",
    fires: { [training]: "1x30", [snr]: "8x30", [`plateau_run_snr_floor_decibels{${ofRun}}`]: "12x30" },
    nearMiss: { [snr]: "9.5x30" },
    atMinutes: 25,
    labels: run,
  },
  {
    alert: "PlateauExchangeSlow",
    fires: {
      [phase("compute", "sum")]: "0+60x40",
      [phase("compute", "count")]: "0+60x40",
      [phase("wire", "sum")]: "0+40x40",
      [phase("wire", "count")]: "0+60x40",
      [phase("wait", "sum")]: "0+30x40",
      [phase("wait", "count")]: "0+60x40",
    },
    nearMiss: { [phase("wait", "sum")]: "0+10x40" },
    atMinutes: 25,
    labels: run,
  },
  {
    alert: "PlateauBudgetOverrun",
    fires: { [spent]: "103x5", [`plateau_study_budget_flops{${ofStudy}}`]: "100x5" },
    nearMiss: { [spent]: "101x5" },
    atMinutes: 3,
    labels: study,
  },
  {
    alert: "PlateauBudgetOverrun",
    fires: { [spent]: "103x5", [`plateau_study_planned_flops{${ofStudy}}`]: "100x5" },
    // The budget goes before the plan.
    nearMiss: { [`plateau_study_budget_flops{${ofStudy}}`]: "200x5" },
    atMinutes: 3,
    labels: study,
  },
  {
    alert: "PlateauStudyStalled",
    fires: {
      [studyTrains]: "1x60",
      [`plateau_study_last_step_timestamp_seconds{${ofStudy}}`]: "0x60",
    },
    nearMiss: { [studyTrains]: "0x60" },
    atMinutes: 37,
    labels: study,
  },
  {
    alert: "PlateauStudyNoFirstStep",
    fires: { [studyTrains]: "1x60" },
    nearMiss: { [`plateau_study_last_step_timestamp_seconds{${ofStudy}}`]: "_x29 1740x30" },
    atMinutes: 31,
    labels: { ...study, state: "training" },
  },
  {
    alert: "PlateauControllerDown",
    fires: { 'plateau_build_info{version="1"}': "1 _x20" },
    nearMiss: { 'plateau_build_info{version="1"}': "1x20" },
    atMinutes: 15,
    labels: {},
  },
  {
    alert: "PlateauNoLeader",
    fires: { [leader]: "0x5", [leader.replace("one", "two")]: "0x5" },
    nearMiss: { [leader]: "1x5" },
    atMinutes: 4,
    labels: { name: "plateau-controller" },
  },
  {
    alert: "PlateauTwoLeaders",
    fires: { [leader]: "1x5", [leader.replace("one", "two")]: "1x5" },
    nearMiss: { [leader]: "0x5" },
    atMinutes: 3,
    labels: { name: "plateau-controller" },
  },
  {
    alert: "PlateauReconcileErrors",
    fires: { [reconcileErrors]: "0+1x40" },
    nearMiss: { [reconcileErrors]: "0+0.2x40" },
    atMinutes: 30,
    labels: { controller: "TrainingRun" },
  },
  {
    alert: "PlateauEventsDisconnected",
    fires: { plateau_events_connected: "0x10" },
    nearMiss: { plateau_events_connected: "0x3 1x7" },
    atMinutes: 6,
    labels: {},
  },
  {
    alert: "PlateauEventsBehind",
    fires: { plateau_events_pending: "20000x20" },
    nearMiss: { plateau_events_pending: "9000x20" },
    atMinutes: 12,
    labels: {},
  },
  {
    alert: "PlateauEventsLost",
    fires: { plateau_events_lost_total: "0x5 2x5" },
    nearMiss: { plateau_events_lost_total: "2x10" },
    atMinutes: 8,
    labels: {},
  },
  {
    alert: "PlateauEventsLost",
    fires: { [`plateau_worker_progress_dropped_total{${rank},to="events"}`]: "0x5 2000x5" },
    nearMiss: { [`plateau_worker_progress_dropped_total{${rank},to="events"}`]: "2000x10" },
    atMinutes: 8,
    labels: run,
  },
];
