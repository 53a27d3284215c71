/**
 * Progress events: what a worker tells the outside while it trains. They are news, not state: any of them may be lost or come
 * twice, and a restarted rank tells what is committed again. On one machine workers send them over the process channel, on a
 * cluster over TLS to the controller that leads (frames.ts).
 */
import type { CheckpointRef } from "../run-config.ts";
import type { EvaluationResult } from "../checkpoint-manifest.ts";

/** One optimizer update, from the rank that coordinates the group. Times in milliseconds of this step. */
export interface StepEvent {
  type: "step";
  /** Updates applied, this one included. */
  step: number;
  tokens: number;
  flops: number;
  /** Mean training loss of the global batch, nats per token. */
  loss: number;
  learningRate: number;
  gradientNorm: number;
  stepMs: number;
  phaseMs: PhaseMs;
  /** What the gradients of the rank's shards hold, 4 bytes an element. */
  rawBytes: number;
  /** What the codec made of them, norms and losses included. */
  payloadBytes: number;
  /** What went through the rank's sockets for it, headers included; 0 if it is alone. */
  sentBytes: number;
  receivedBytes: number;
  /** Of the received mean; absent on a noiseless channel. */
  snrDb?: number;
  /** L2 norm of what the codec has kept back; absent if it keeps nothing. */
  residualNorm?: number;
}

/** Where the time of a step goes. `wire`: sending, receiving and summing; `wait`: for ranks that come late to the exchange. */
export interface PhaseMs {
  compute: number;
  encode: number;
  wire: number;
  wait: number;
  decode: number;
  update: number;
}
export interface EvaluatedEvent {
  type: "evaluated";
  result: EvaluationResult;
}
/** A manifest has been committed. Also sent for every fork point found on start. */
export interface CheckpointEvent {
  type: "checkpoint";
  checkpoint: CheckpointRef & {
    step: number;
    tokens: number;
    flops: string;
    bytes: number;
    fork: boolean;
    holds: string[];
    parents: (CheckpointRef & { relation: "Continues" | "ForkOf" | "WeightsOf" })[];
  };
  /** How long the step path waited for the snapshot. 0 when found on start. */
  stallMs: number;
}
/** The life of a rank. `reason` is CamelCase, `message` a sentence for people. */
export interface LifecycleEvent {
  type: "lifecycle";
  state: "starting" | "joined" | "training" | "holding" | "finished" | "failed";
  reason: string;
  message: string;
  /** Step from which training goes on (state `training`). */
  step?: number;
  /** What computes on the rank, once it is known. */
  engine?: EngineNews;
}
export interface EngineNews {
  /** As in the run config. */
  name: string;
  /** Library, version, device. */
  description: string;
}
export type ProgressEvent = StepEvent | EvaluatedEvent | CheckpointEvent | LifecycleEvent;

/** Envelope: who says it. `sequence` counts from 1 within one process, so that losses can be counted. */
export interface ProgressMessage {
  runUid: string;
  rank: number;
  sequence: number;
  event: ProgressEvent;
}
