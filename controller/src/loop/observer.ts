/** Who wants to know how the loop does: numbers only, told as they arise. */
import type { ReconcileResult } from "./metrics.ts";

export interface LoopObserver {
  reconciled(kind: string, result: ReconcileResult, seconds: number): void;
  /** An object was put into the queue. */
  queued(kind: string): void;
  /** It came back after an error. */
  retried(kind: string): void;
  /** From being ready to its reconcile. */
  waited(kind: string, seconds: number): void;
  statusWritten(kind: string): void;
}

export const nobody: LoopObserver = {
  reconciled() {},
  queued() {},
  retried() {},
  waited() {},
  statusWritten() {},
};
