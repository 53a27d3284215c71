/**
 * START HERE: one step of training, from the batch to the new parameters.
 *
 *   microbatches → gradients of my shards → exchange: the mean over all shards → clip → optimizer
 *
 * Until the exchange has succeeded nothing of the state has changed, so a step that fails there can be repeated by another group.
 */
import type { OptimizerConfig, ScheduleConfig, StepEvent } from "@plateau/proto";
import { learningRateFactor } from "@plateau/scaling";
import { clipScale, globalNorm } from "../optimizers/index.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { notFinite } from "./finite.ts";
import type { GatheringExchange } from "./remote-exchange.ts";
import type { ShardGradients } from "./shard-gradients.ts";
import { smoothLoss, type TrainingState } from "./state.ts";

export interface StepParts {
  shardGradients: ShardGradients;
  exchange: GatheringExchange;
  optimizer: Optimizer;
  optimizerConfig: OptimizerConfig;
  schedule: ScheduleConfig;
  /** float32 [n], scratch for the mean gradient. */
  mean: Float32Array;
}

export type StepNumbers = Omit<StepEvent, "type" | "step" | "tokens" | "flops">;

/**
 * Apply update number `state.step`.
 *
 * @throws PeerLostError if the group broke: nothing was applied
 * @throws TrainError E_NOT_FINITE naming step, shard and rank: nothing was applied
 */
export async function trainStep(state: TrainingState, parts: StepParts): Promise<StepNumbers> {
  const { exchange, optimizer, optimizerConfig, mean } = parts;
  const { shards } = exchange.membership;
  const started = performance.now();

  const contributions = await parts.shardGradients.compute(state.step, shards, state.parameters);
  const computed = performance.now();

  const reduced = await exchange.reduce(state.step, contributions, mean);
  const exchanged = performance.now();

  const gradientNorm = globalNorm(mean);
  if (!Number.isFinite(gradientNorm + reduced.loss))
    throw await notFinite(state.step, exchange, contributions);
  const learningRate = optimizerConfig.learningRate * learningRateFactor(state.step, parts.schedule);
  const gradientScale = clipScale(gradientNorm, optimizerConfig.gradientClip);
  optimizer.update(state.parameters, mean, state.slots, { step: state.step, learningRate, gradientScale });

  state.step += 1;
  state.smoothedLoss = smoothLoss(state.smoothedLoss, reduced.loss);
  state.evaluations = [];
  state.averages.observe(state.step, state.parameters);
  const ended = performance.now();
  return {
    loss: reduced.loss,
    learningRate,
    gradientNorm,
    stepMs: ended - started,
    phaseMs: {
      compute: computed - started,
      exchange: exchanged - computed - reduced.waitMs,
      wait: reduced.waitMs,
      update: ended - exchanged,
    },
    rawBytes: reduced.rawBytes,
    sentBytes: reduced.sentBytes,
  };
}
