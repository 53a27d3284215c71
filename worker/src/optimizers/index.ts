/**
 * Optimizers by name: the in-place loop and the recorded program of each.
 */
import type { OptimizerConfig } from "@plateau/proto";
import type { Parameter } from "../models/model.ts";
import { createAdamw } from "./adamw/adamw.ts";
import { adamwProgram } from "./adamw/program.ts";
import type { Optimizer, OptimizerFactory } from "./optimizer.ts";
import type { OptimizerProgram } from "./program.ts";
import { sgdProgram } from "./sgd/program.ts";
import { createSgd } from "./sgd/sgd.ts";

type ConfigOf<N extends OptimizerConfig["name"]> = Extract<OptimizerConfig, { name: N }>;

interface Member<C extends OptimizerConfig> {
  create: OptimizerFactory<C>;
  program: (config: C) => OptimizerProgram;
}

export const optimizers = {
  adamw: { create: createAdamw, program: adamwProgram },
  sgd: { create: createSgd, program: sgdProgram },
} as const satisfies { [N in OptimizerConfig["name"]]: Member<ConfigOf<N>> };

/**
 * The optimizer of a configuration. Clipping is the caller's: `clipScale(globalNorm(gradient), config.gradientClip)`.
 *
 * @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range
 */
export function createOptimizer(config: OptimizerConfig, parameters: readonly Parameter[]): Optimizer {
  return (optimizers[config.name] as Member<OptimizerConfig>).create(config, parameters);
}

/** The same optimizer as a program for engines whose state stays on a device. */
export function optimizerProgram(config: OptimizerConfig): OptimizerProgram {
  return (optimizers[config.name] as Member<OptimizerConfig>).program(config);
}

export { clipScale, globalNorm } from "./clip.ts";
