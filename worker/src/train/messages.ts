/** What the training thread and the main thread of a worker say to each other. */
import type { ProgressEvent } from "@plateau/proto";
import { NotFiniteError } from "../exchange/errors.ts";
import type { Membership, PayloadCall, PayloadResult, Wishes } from "../exchange/exchange.ts";
import type { SentState } from "../exchange/mesh/transfer.ts";
import type { WorkerSetup } from "../config/load.ts";
import type { RankNews } from "../telemetry/rank-metrics.ts";

/** Calls that the training thread makes on the main thread. */
export interface MainCalls {
  /**
   * Wait for a group and be in it. `length` is that of the vectors to reduce, so that the main thread need not load the model.
   */
  join(call: { length: number }): Promise<Membership>;
  /** `isOver`: the group has ended with this step, by agreement. `agreed`: what all ranks do after it. */
  reducePayloads(call: PayloadCall): Promise<{ result: PayloadResult; isOver: boolean; agreed: Wishes }>;
  /** Wait after a step that all hold after, until the group goes on. `step`: updates applied. */
  hold(call: { step: number }): Promise<void>;
  gather(call: { label: string; value: Uint8Array }): Promise<Uint8Array[]>;
  /** Send the training state to ranks of the group, which fetch it. It must not change meanwhile. */
  serveState(call: { to: number[]; state: SentState }): Promise<void>;
  /** The training state of a rank of the group, on shared memory. */
  fetchState(call: { from: number }): Promise<SentState>;
  /** Be in no group any more. Resolves when the others need nothing of this rank. */
  leave(call: { finished: boolean }): Promise<void>;
}

export type MainCall = {
  [K in keyof MainCalls]: { method: K; argument: Parameters<MainCalls[K]>[0] };
}[keyof MainCalls];

export interface ErrorReport {
  name: string;
  code: string;
  message: string;
  stack: string;
  /** Of a NotFiniteError. */
  shards?: readonly number[];
}

export type FromTraining =
  | { kind: "call"; id: number; call: MainCall }
  | { kind: "event"; event: ProgressEvent }
  /** For the metrics of this rank; of a step that is `told`, also an event. */
  | { kind: "measured"; news: RankNews; told: boolean }
  /** A checkpoint that was asked for is on its way. */
  | { kind: "committing"; step: number }
  /** A checkpoint, perhaps one that was asked for, will not be. */
  | { kind: "not-committed"; step: number; reason: string }
  | { kind: "log"; level: "info" | "warn"; message: string; fields: Record<string, unknown> }
  /** Training is over: complete, or interrupted after a checkpoint. */
  | { kind: "ended"; outcome: "finished" | "interrupted"; step: number }
  | { kind: "failed"; error: ErrorReport; step: number };

export type ToTraining =
  | { kind: "reply"; id: number; value?: unknown; error?: ErrorReport }
  /** Finish the step, write a checkpoint, end. */
  | { kind: "stop" };

/** What the training thread is started with. */
export type TrainingSetup = Pick<WorkerSetup, "config" | "rank" | "engines"> & {
  /** Somebody keeps metrics: steps that are not told are measured, too. */
  isMeasured: boolean;
};

export function reportError(error: unknown): ErrorReport {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = "code" in known && typeof known.code === "string" ? known.code : "E_UNEXPECTED";
  const shards = error instanceof NotFiniteError ? { shards: error.shards } : {};
  return { name: known.name, code, message: known.message, stack: known.stack ?? "", ...shards };
}

/** An error that crossed a thread, with its code. */
export class ReportedError extends Error {
  readonly code: string;
  /** Of a NotFiniteError; none of others. */
  readonly shards: readonly number[];

  constructor(report: ErrorReport) {
    super(report.message);
    this.shards = report.shards ?? [];
    this.name = report.name;
    this.code = report.code;
    this.stack = report.stack;
  }
}
