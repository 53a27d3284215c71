/** What the CLI and the tests use of the controller. */
export * from "./api/index.ts";
export type * from "./cluster/cluster.ts";
export { ClusterError, hasCode, type ClusterErrorCode } from "./cluster/errors.ts";
export { openMemoryCluster, type Admit } from "./cluster/local/index.ts";
export {
  openLocal,
  HomeError,
  type LocalPlateau,
  type OpenLocalOptions,
  type LogsRequest,
} from "./local/index.ts";
export type {
  CheckpointRecord,
  Delivery,
  EvaluationRecord,
  History,
  LifecycleRecord,
  StepRecord,
} from "./progress/index.ts";
export { ManualClock, systemClock, type Clock } from "./loop/clock.ts";
