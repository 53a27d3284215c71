/** Checkpoints: what the training loop, evaluation and the remove job use. */
export { openStore } from "./stores/index.ts";
export { saveCheckpoint, type CommittedCheckpoint } from "./save.ts";
export {
  loadCheckpoint,
  loadLatestGood,
  loadReference,
  type LoadOptions,
  type LoadedCheckpoint,
  type Skipped,
} from "./load.ts";
export { verifyCheckpoint } from "./verify.ts";
export { listCheckpoints, prune, removeCheckpoint, type Retention } from "./retention.ts";
export {
  compareIdentity,
  identityOf,
  requireIdentity,
  requireModel,
  type Difference,
  type Identity,
} from "./identity.ts";
export { splitManifestUri, stepDirectory } from "./names.ts";
export type {
  CheckpointContents,
  CheckpointFacts,
  CheckpointState,
  Layout,
  LayoutEntry,
} from "./contents.ts";
export { PartWriter, partName, type ManifestFile } from "./part-writer.ts";
export { CheckpointError, StoreError } from "./errors.ts";
export {
  CheckpointWriter,
  type CheckpointWriterOptions,
  type Submitted,
  type WriterEvents,
} from "./writer.ts";
