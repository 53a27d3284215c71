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
import type { Exchange, ReduceResult } from "../exchange/exchange.ts";
import { TrainError } from "./errors.ts";
import type { ShardGradients } from "./shard-gradients.ts";
import { smoothLoss, type TrainingState } from "./state.ts";

export interface StepParts {
  shardGradients: ShardGradients;
  exchange: Exchange;
  /** What to do about a loss or gradient that is not finite. */
  onNotFinite: "Stop" | "SkipStep";
  /** Finds out where it began, on the state before the step, with the shards that brought it: sentences for the message. */
  trace?: (state: TrainingState, shards: readonly number[], reason: string) => Promise<string>;
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
 * @returns its numbers; or, if it was skipped because something was not finite, what: then the step counts, on every rank alike,
 *          but parameters, moments and codec memory are as before
 * @throws PeerLostError if the group broke: nothing was applied
 * @throws TrainError E_NOT_FINITE naming step, shard and rank, if steps are not to be skipped: nothing was applied
 */
export async function trainStep(
  state: TrainingState,
  parts: StepParts,
): Promise<StepNumbers | { skipped: string }> {
  const { exchange, optimizer, optimizerConfig, mean } = parts;
  const { shards } = exchange.membership;
  const started = performance.now();

  const contributions = await parts.shardGradients.compute(state.step, shards, state.parameters);
  const computed = performance.now();

  let reduced: ReduceResult;
  let gradientNorm: number;
  try {
    reduced = await exchange.reduce(state.step, contributions, mean);
    gradientNorm = finiteNorm(state.step, mean, reduced.loss);
  } catch (error) {
    if (!isNotFinite(error)) throw error;
    const began = await parts.trace?.(state, error.shards ?? [], error.message);
    const reason = began ? `${error.message} ${began}` : error.message;
    if (parts.onNotFinite === "Stop") throw new TrainError("E_NOT_FINITE", reason, { cause: error });
    passStep(state);
    return { skipped: reason };
  }
  const exchanged = performance.now();

  const learningRate = optimizerConfig.learningRate * learningRateFactor(state.step, parts.schedule);
  const gradientScale = clipScale(gradientNorm, optimizerConfig.gradientClip);
  optimizer.update(state.parameters, mean, state.slots, { step: state.step, learningRate, gradientScale });

  state.smoothedLoss = smoothLoss(state.smoothedLoss, reduced.loss);
  passStep(state);
  const ended = performance.now();
  return {
    loss: reduced.loss,
    learningRate,
    gradientNorm,
    stepMs: ended - started,
    phaseMs: {
      compute: computed - started,
      encode: reduced.encodeMs,
      // What is between the threads belongs to the way.
      wire: exchanged - computed - reduced.encodeMs - reduced.waitMs - reduced.decodeMs,
      wait: reduced.waitMs,
      decode: reduced.decodeMs,
      update: ended - exchanged,
    },
    rawBytes: reduced.rawBytes,
    payloadBytes: reduced.payloadBytes,
    sentBytes: reduced.sentBytes,
    receivedBytes: reduced.receivedBytes,
    ...(reduced.snrDb === undefined ? {} : { snrDb: reduced.snrDb }),
    ...(reduced.residualNorm === undefined ? {} : { residualNorm: reduced.residualNorm }),
  };
}

/** The step counts. */
function passStep(state: TrainingState): void {
  state.step += 1;
  state.evaluations = [];
  state.averages.observe(state.step, state.parameters);
}

/** L2 norm of the mean gradient; all ranks have the same. */
function finiteNorm(step: number, mean: Float32Array, loss: number): number {
  const norm = globalNorm(mean);
  if (Number.isFinite(norm + loss)) return norm;
  throw new TrainError(
    "E_NOT_FINITE",
    `The mean over the shards of step ${step} is not finite, though each shard's part is. Nothing was applied. Lower optimizer.learningRate or lengthen schedule.warmupSteps.`,
  );
}

/** Errors lose their class when they cross a thread; the code stays. */
function isNotFinite(error: unknown): error is Error & { shards?: readonly number[] } {
  return error instanceof Error && "code" in error && error.code === "E_NOT_FINITE";
}
