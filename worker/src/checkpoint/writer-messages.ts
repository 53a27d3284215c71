/** Messages between the checkpoint writer and its thread. Errors cross as plain data, because a clone loses class and code. */
import type { CheckpointContents } from "./contents.ts";
import { CheckpointError, StoreError, type CheckpointErrorCode, type StoreErrorCode } from "./errors.ts";
import type { CommittedCheckpoint } from "./save.ts";

export interface SaveRequest {
  contents: CheckpointContents;
  storeUri: string;
  keepLast: number;
  forkSteps: readonly number[];
}

/** Replies to a request, in this order: `saved` then `pruned`, or `failed` alone. The last one ends it. */
export type SaveReply =
  | { type: "saved"; committed: CommittedCheckpoint; writeMs: number }
  | {
      type: "pruned";
      removed: number[];
      damaged: { step: number; message: string }[];
      /** Old ones could not be looked at or removed. */
      error?: PlainError;
    }
  | { type: "failed"; error: PlainError };

export type PlainError =
  | { type: "store"; code: StoreErrorCode; message: string }
  | { type: "checkpoint"; code: CheckpointErrorCode; file: string; message: string }
  | { type: "other"; message: string; stack: string };

export function plainError(error: unknown): PlainError {
  if (error instanceof StoreError) return { type: "store", code: error.code, message: error.message };
  if (error instanceof CheckpointError)
    return { type: "checkpoint", code: error.code, file: error.file, message: error.message };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { type: "other", message, stack: stack ?? "" };
}

export function reviveError(plain: PlainError): Error {
  if (plain.type === "store") return new StoreError(plain.code, plain.message);
  if (plain.type === "checkpoint") return new CheckpointError(plain.code, plain.file, plain.message);
  return new Error(plain.message, { cause: plain.stack });
}
