/**
 * SGD with momentum, as PyTorch defines it: momentum ← μ·momentum + g, parameters ← parameters − rate·momentum, where g is the
 * clipped gradient plus decay × parameter (matrices only). The decay is part of the gradient here, not decoupled.
 */
import type { OptimizerConfig } from "@plateau/proto";
import { totalSize } from "../../models/parameters.ts";
import { checkLengths, checkRange } from "../check.ts";
import type { OptimizerFactory } from "../optimizer.ts";
import { segmentsOf, within } from "../segments.ts";

export type SgdConfig = Extract<OptimizerConfig, { name: "sgd" }>;

interface SgdVectors {
  parameters: Float32Array;
  gradient: Float32Array;
  momentum: Float32Array;
}

interface SgdNumbers {
  learningRate: number;
  gradientScale: number;
  momentum: number;
  decay: number;
}

/** Overwrites parameters and momentum in [from, to), element by element: independent of how threads share the vector. */
function sgdSlice(vectors: SgdVectors, numbers: SgdNumbers, from: number, to: number): void {
  const { parameters, gradient, momentum } = vectors;
  const { learningRate, gradientScale, decay } = numbers;
  const inertia = numbers.momentum;
  for (let i = from; i < to; i++) {
    const value = parameters[i]!;
    const velocity = inertia * momentum[i]! + gradient[i]! * gradientScale + decay * value;
    momentum[i] = velocity;
    parameters[i] = value - learningRate * velocity;
  }
}

/** @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range */
export function checkSgd({ momentum, weightDecay }: SgdConfig): void {
  checkRange("momentum", momentum, { from: 0, below: 1 });
  checkRange("weightDecay", weightDecay, { from: 0, below: Infinity });
}

/**
 * Slot: `momentum`.
 *
 * @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range
 */
export const createSgd: OptimizerFactory<SgdConfig> = (config, parameters) => {
  checkSgd(config);
  const segments = segmentsOf(parameters);
  const size = totalSize(parameters);
  return {
    slots: ["momentum"],
    // oxlint-disable-next-line max-params -- the hot path takes its vectors plainly; `range` is for threads only
    update(values, gradient, state, { learningRate, gradientScale }, range = { from: 0, to: size }) {
      const [momentum] = state;
      checkLengths(size, { parameters: values, gradient, momentum });
      const vectors = { parameters: values, gradient, momentum: momentum! };
      for (const { from, to, decay } of within(segments, range)) {
        const numbers = {
          learningRate,
          gradientScale,
          momentum: config.momentum,
          decay: decay ? config.weightDecay : 0,
        };
        sgdSlice(vectors, numbers, from, to);
      }
    },
  };
};
