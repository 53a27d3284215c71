/** Failures of checkpoints and of the stores that hold them: each names the file and what to do. */

export type CheckpointErrorCode =
  /** Nothing there, or files without the manifest that would make them a checkpoint. */
  | "E_CHECKPOINT_MISSING"
  /** Bytes differ from what was committed. */
  | "E_CHECKPOINT_DAMAGED"
  /** Readable, but of a version or type that this program does not know. */
  | "E_CHECKPOINT_FORMAT"
  /** Intact, but of another model, optimizer, batch or data. */
  | "E_CHECKPOINT_MISMATCH"
  /** The caller's vectors do not fit the layout: a bug, not damage. */
  | "E_CHECKPOINT_CONTENTS";

export class CheckpointError extends Error {
  readonly code: CheckpointErrorCode;
  /** File at fault, relative to the store: `step-000000120/model.safetensors`. */
  readonly file: string;

  constructor(code: CheckpointErrorCode, file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CheckpointError";
    this.code = code;
    this.file = file;
  }
}

export type StoreErrorCode =
  | "E_STORE_FULL"
  | "E_STORE_READ_ONLY"
  | "E_STORE_UNAVAILABLE"
  | "E_STORE_SCHEME"
  /** The address, region or certificate is wrong. */
  | "E_STORE_CONFIG"
  | "E_STORE_BUCKET"
  | "E_STORE_DENIED"
  | "E_STORE_CLOCK"
  | "E_BLOB_MISSING"
  | "E_BLOB_NAME";

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}
