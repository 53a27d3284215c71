/**
 * AdamW (Loshchilov, Hutter 2019): Adam with bias correction; weight decay shrinks matrices directly, by rate × decay.
 */
import type { OptimizerConfig } from "@plateau/proto";
import { totalSize } from "../../models/parameters.ts";
import { checkLengths, checkRange } from "../check.ts";
import type { OptimizerFactory, UpdateScalars } from "../optimizer.ts";
import { segmentsOf, within } from "../segments.ts";
import { adamwSlice, type AdamwNumbers } from "./loop.ts";

export type AdamwConfig = Extract<OptimizerConfig, { name: "adamw" }>;

/** @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range */
export function checkAdamw({ beta1, beta2, epsilon, weightDecay }: AdamwConfig): void {
  checkRange("beta1", beta1, { from: 0, below: 1 });
  checkRange("beta2", beta2, { from: 0, below: 1 });
  checkRange("epsilon", epsilon, { from: 0, below: Infinity });
  checkRange("weightDecay", weightDecay, { from: 0, below: Infinity });
}

/** The numbers of one update, for parameters without decay. */
export function adamwNumbers(
  { beta1, beta2, epsilon }: AdamwConfig,
  { step, learningRate, gradientScale }: UpdateScalars,
): AdamwNumbers {
  return {
    beta1,
    beta2,
    epsilon,
    gradientScale,
    stepSize: learningRate / (1 - beta1 ** (step + 1)),
    rootCorrection: Math.sqrt(1 - beta2 ** (step + 1)),
    shrink: 1,
  };
}

/**
 * Slots: `m` and `v`, the running means of the gradient and of its square.
 *
 * @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range
 */
export const createAdamw: OptimizerFactory<AdamwConfig> = (config, parameters) => {
  checkAdamw(config);
  const segments = segmentsOf(parameters);
  const size = totalSize(parameters);
  return {
    slots: ["m", "v"],
    // oxlint-disable-next-line max-params -- the hot path takes its vectors plainly; `range` is for threads only
    update(values, gradient, state, scalars, range = { from: 0, to: size }) {
      const [m, v] = state;
      checkLengths(size, { parameters: values, gradient, m, v });
      const vectors = { parameters: values, gradient, m: m!, v: v! };
      const numbers = adamwNumbers(config, scalars);
      const decaying = { ...numbers, shrink: 1 - scalars.learningRate * config.weightDecay };
      for (const { from, to, decay } of within(segments, range)) {
        adamwSlice(vectors, decay ? decaying : numbers, from, to);
      }
    },
  };
};
