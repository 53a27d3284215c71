/**
 * Engine: runs the two programs of a training step over flat float32 vectors.
 *
 *   gradients(parameters, batch) → loss, G        recorded once from the model's tfjs-core operations, then compiled
 *   [ the exchange averages G over the shards ]
 *   update(parameters, moments, mean gradient)    see optimizers/
 *
 * Whatever changes between steps is an input of the program, never a number baked into the record. Shapes are static.
 */
import type { Model } from "../models/model.ts";

/** One microbatch: B·T token ids and the ids that should follow them. */
export interface TokenBatch {
  /** [B·T] int32, row-major [B,T]. */
  inputs: Int32Array;
  /** [B·T] int32; −1 marks a position that is not scored. */
  targets: Int32Array;
}

export interface ProgramShape {
  /** B: sequences of one call. */
  batch: number;
  /** T: tokens of one sequence. */
  time: number;
}

export interface GradientProgram {
  /**
   * Mean loss of a microbatch and its gradient.
   *
   * @param parameters flat float32 [model.size], the model's parameter order; not modified; may lie on a SharedArrayBuffer
   * @param gradient   flat float32 [model.size]; overwritten
   * @returns mean cross-entropy over the scored positions, nats per token
   * @throws EngineError E_SHAPE if a length is wrong, E_ENGINE if the runtime fails (its message included)
   */
  run(parameters: Float32Array, batch: TokenBatch, gradient: Float32Array): Promise<number>;
}

export interface EvaluationProgram {
  /**
   * Losses of a microbatch.
   *
   * @returns float32 [B]: per sequence the *sum* of the cross-entropy over its scored positions, nats
   */
  run(parameters: Float32Array, batch: TokenBatch): Promise<Float32Array>;
}

export interface EngineOptions {
  /** Threads of one call. */
  threads: number;
}

export interface Engine {
  readonly name: string;
  /** What is computing, for the log: library, version, device, threads. */
  readonly description: string;
  gradients(model: Model, shape: ProgramShape): Promise<GradientProgram>;
  evaluation(model: Model, shape: ProgramShape): Promise<EvaluationProgram>;
  /** Frees sessions and native memory. Programs are unusable afterwards. */
  close(): Promise<void>;
}

export type EngineFactory = (options: EngineOptions) => Promise<Engine>;
