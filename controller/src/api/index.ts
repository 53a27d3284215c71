/** What the rest of the controller and the CLI use of the kinds. */
export { kinds, type KindName } from "./kinds.ts";
export { admit, isKind } from "./admit.ts";
export { AdmissionError, type AdmissionIssue } from "./errors.ts";
export { apiGroup, apiVersion, type KindDefinition, type PrinterColumn } from "./kind.ts";
export { parseManifests, type Manifest } from "./manifests.ts";
export { decimalText, decimalValue } from "./schema/decimal.ts";
export type { Condition, ConditionStatus } from "./conditions.ts";
export type {
  TrainingRun,
  TrainingRunSpec,
  TrainingRunStatus,
  TrainingRunTemplateSpec,
} from "./training-run.ts";
export type { Cooldown, CooldownSpec, CooldownStatus, CooldownTemplateSpec } from "./cooldown.ts";
export type { Checkpoint, CheckpointSpec, CheckpointStatus } from "./checkpoint.ts";
export type { ScalingStudy, ScalingStudySpec, ScalingStudyStatus } from "./scaling-study.ts";
