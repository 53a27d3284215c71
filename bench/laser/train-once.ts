/**
 * One run of a task: the worker's own training step with the worker's exchange, all shards in this process, and the task's measure
 * on its validation set at the end.
 */
import { channelConfig, type OptimizerConfig } from "@plateau/proto";
import { createAverages } from "@plateau/worker/averaging/averages.ts";
import { validationBatches } from "@plateau/worker/data/validation.ts";
import type { Engine, EvaluationProgram, GradientProgram } from "@plateau/worker/engine/engine.ts";
import { createChannel } from "@plateau/worker/exchange/channels/index.ts";
import { createCodec, tensorLayouts } from "@plateau/worker/exchange/codecs/index.ts";
import { CompressedExchange } from "@plateau/worker/exchange/compressed.ts";
import { LocalExchange } from "@plateau/worker/exchange/local.ts";
import { createExchangeState, type ExchangeState } from "@plateau/worker/exchange/state.ts";
import { initialize } from "@plateau/worker/models/index.ts";
import { createOptimizer } from "@plateau/worker/optimizers/index.ts";
import { ShardGradients } from "@plateau/worker/train/shard-gradients.ts";
import { sharedVector } from "@plateau/worker/train/state.ts";
import { trainStep } from "@plateau/worker/train/train-step.ts";
import { methods, type MethodName } from "./methods.ts";
import type { Task } from "./tasks.ts";

export interface Run {
  method: MethodName;
  power: number;
  learningRate: number;
  /** Of initial weights, order of the data, noise, and random choices of the codec. */
  seed: number;
}

export interface Programs {
  gradients: GradientProgram;
  judge: EvaluationProgram;
}

/** Sequences of one call when a run is judged. */
const judgeBatch = 125;

export async function compile(engine: Engine, { model, judge, batch }: Task): Promise<Programs> {
  return {
    gradients: await engine.gradients(model, { batch: batch.microbatch, time: batch.sequenceLength }),
    judge: await engine.evaluation(judge, { batch: judgeBatch, time: batch.sequenceLength }),
  };
}

/** @returns mean of the task's measure over the validation set; that of guessing if the run diverged */
export async function trainOnce(task: Task, programs: Programs, run: Run): Promise<number> {
  const { model, batch, steps } = task;
  const { seed, learningRate } = run;
  const { exchange, exchangeState } = openExchange(task, run);
  const optimizerConfig = { ...task.optimizer, learningRate } as OptimizerConfig;
  const optimizer = createOptimizer(optimizerConfig, model.parameters);
  const state = {
    step: 0,
    parameters: initialize(model, seed, sharedVector(model.size)),
    slots: optimizer.slots.map(() => sharedVector(model.size)),
    averages: createAverages({}, model.size, 0),
    smoothedLoss: null,
    evaluations: [],
    exchange: exchangeState,
    extra: {},
    forkedFrom: undefined,
  };
  const data = await task.open(seed);
  try {
    const parts = {
      shardGradients: new ShardGradients({ batch, data, program: programs.gradients, size: model.size }),
      exchange,
      onNotFinite: "Stop",
      optimizer,
      optimizerConfig,
      schedule: { kind: "constant", warmupSteps: task.warmupSteps },
      mean: sharedVector(model.size),
    } as const;
    while (state.step < steps) await trainStep(state, parts);
    return await measure(task, programs, state.parameters, data);
  } catch (error) {
    if (isNotFinite(error)) return task.guessing;
    throw error;
  } finally {
    await data.close();
  }
}

/** All shards of a task in this process, over a channel of the given power. */
export function openExchange(
  { model, batch: { shards } }: Task,
  { method, power, seed }: Omit<Run, "learningRate">,
): { exchange: CompressedExchange; exchangeState: ExchangeState } {
  const codec = createCodec(methods[method], {
    tensors: tensorLayouts(model.parameters),
    size: model.size,
    shards,
    seed,
  });
  const noisy = { name: "awgn", budget: { kind: "power", power } };
  const channel = channelConfig.parse(power === Infinity ? { name: "noiseless" } : noisy);
  const inner = new LocalExchange({ shards, channel: createChannel(channel, { shards, seed }) });
  const exchangeState = createExchangeState(codec, inner.membership.shards);
  return {
    exchange: new CompressedExchange({ codec, exchange: inner, state: exchangeState }),
    exchangeState,
  };
}

async function measure(
  { batch: { sequenceLength }, validation, measure: kind, guessing }: Task,
  { judge }: Programs,
  parameters: Float32Array,
  data: Awaited<ReturnType<Task["open"]>>,
): Promise<number> {
  let [sum, sequences] = [0, 0];
  const shape = { batch: judgeBatch, sequenceLength, sequences: validation };
  for await (const { tokens, domains } of validationBatches(data, shape)) {
    const losses = await judge.run(parameters, tokens);
    for (let row = 0; row < domains.length; row++) sum += losses[row]!;
    sequences += domains.length;
  }
  const mean = sum / sequences / (kind === "loss" ? sequenceLength : 1);
  return mean < guessing ? mean : guessing;
}

function isNotFinite(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "E_NOT_FINITE";
}
