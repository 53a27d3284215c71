/** Progress of runs: from the workers' news to durable history, and to the numbers that reconcilers and people read. */
export {
  openHistory,
  SqliteHistory,
  type CheckpointRecord,
  type Delivery,
  type EvaluationRecord,
  type History,
  type LifecycleRecord,
  type StepRecord,
} from "./history.ts";
export { ProgressRecorder, type RecorderOptions } from "./recorder.ts";
export { parseProgressMessage } from "./message.ts";
