/**
 * Optimizer: mean gradient → parameters, in place on flat float32 vectors.
 *
 * On CPU engines the in-place loop copies nothing and is memory-bound; devices will use a recorded program that must agree.
 * Slots (moments) are flat vectors of the model's size, named so that a checkpoint can name them.
 */
import type { OptimizerConfig } from "@plateau/proto";
import type { Parameter } from "../models/model.ts";

export interface UpdateScalars {
  /** Updates applied before this one; bias correction uses step + 1. */
  step: number;
  /** Rate of this update: peak × schedule factor. */
  learningRate: number;
  /** Factor that clipping gave: the gradient is multiplied by it. 1 = untouched. */
  gradientScale: number;
}

export interface Optimizer {
  /** Names of the state vectors: `m` and `v` for AdamW, `momentum` for SGD. Each starts at 0. */
  readonly slots: readonly string[];
  /**
   * Apply one update.
   *
   * @param parameters, gradient float32 [n]; `parameters` and `state` are overwritten, `gradient` is not
   * @param state one float32 [n] per slot, in slot order
   * @param range half-open slice [from, to) to work on, so that threads can share one vector; default all of it
   */
  update(
    parameters: Float32Array,
    gradient: Float32Array,
    state: readonly Float32Array[],
    scalars: UpdateScalars,
    range?: { from: number; to: number },
  ): void;
}

export type OptimizerFactory<C extends OptimizerConfig = OptimizerConfig> = (
  config: C,
  parameters: readonly Parameter[],
) => Optimizer;
