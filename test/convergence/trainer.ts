/**
 * Trainer: the worker's own step (engine, data, optimizer, schedule, averages) on one rank without processes, for tests that
 * train something and look at what came out.
 */
import type {
  AveragingConfig,
  BatchConfig,
  DataConfig,
  ModelConfig,
  OptimizerConfig,
  ScheduleConfig,
} from "@plateau/proto";
import { createAverages, type AverageState } from "@plateau/worker/averaging/averages.ts";
import { openSource } from "@plateau/worker/data/index.ts";
import type { DataSource } from "@plateau/worker/data/source.ts";
import { validationBatches, ValidationSums } from "@plateau/worker/data/validation.ts";
import type { Engine, EvaluationProgram, TokenBatch } from "@plateau/worker/engine/engine.ts";
import { createChannel } from "@plateau/worker/exchange/channels/index.ts";
import { createCodec, tensorLayouts } from "@plateau/worker/exchange/codecs/index.ts";
import { CompressedExchange } from "@plateau/worker/exchange/compressed.ts";
import type { Exchange } from "@plateau/worker/exchange/exchange.ts";
import { LocalExchange } from "@plateau/worker/exchange/local.ts";
import { createExchangeState } from "@plateau/worker/exchange/state.ts";
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import type { Model } from "@plateau/worker/models/model.ts";
import { createOptimizer } from "@plateau/worker/optimizers/index.ts";
import type { Optimizer } from "@plateau/worker/optimizers/optimizer.ts";
import { ShardGradients } from "@plateau/worker/train/shard-gradients.ts";
import type { TrainingState } from "@plateau/worker/train/state.ts";
import { trainStep } from "@plateau/worker/train/train-step.ts";

export interface Recipe {
  model: ModelConfig;
  data: DataConfig;
  /** Chooses the samples; the initial weights if `seed` is left out. */
  dataSeed: number;
  seed?: number;
  batch: BatchConfig;
  optimizer: OptimizerConfig;
  schedule: ScheduleConfig;
  averaging?: AveragingConfig;
}

/** One rank hosts all shards: the mean in shard order, as the mesh computes it. */
function soloExchange(shards: number, model: Model): Exchange {
  const tensors = tensorLayouts(model.parameters);
  const codec = createCodec({ name: "none" }, { tensors, size: model.size, shards, seed: 0 });
  const channel = createChannel({ name: "noiseless" }, { shards, seed: 0 });
  const exchange = new LocalExchange({ shards, channel });
  return new CompressedExchange({
    codec,
    exchange,
    state: createExchangeState(codec, exchange.membership.shards),
  });
}

interface TrainerParts {
  recipe: Recipe;
  model: Model;
  optimizer: Optimizer;
  data: DataSource;
  shardGradients: ShardGradients;
  evaluation: EvaluationProgram;
}

/** What a branch takes over from its trunk. */
export type Snapshot = Pick<TrainingState, "step" | "parameters" | "slots" | "smoothedLoss">;

function initialState({ recipe, model, optimizer }: TrainerParts): TrainingState {
  const { averaging = {}, schedule, seed = recipe.dataSeed } = recipe;
  return {
    step: 0,
    parameters: initialize(model, seed),
    slots: optimizer.slots.map(() => new Float32Array(model.size)),
    averages: createAverages(averaging, model.size, schedule.warmupSteps),
    smoothedLoss: null,
    evaluations: [],
    // The exchange below keeps its own.
    exchange: { shared: {}, memory: new Map() },
    extra: {},
    forkedFrom: undefined,
  };
}

/** Everything that later updates depend on; averages begin anew, as in a branch. */
function copyOf(state: Snapshot, parts: TrainerParts): TrainingState {
  const { averaging = {}, schedule } = parts.recipe;
  return {
    ...initialState(parts),
    step: state.step,
    smoothedLoss: state.smoothedLoss,
    parameters: state.parameters.slice(),
    slots: state.slots.map((slot) => slot.slice()),
    averages: createAverages(averaging, parts.model.size, schedule.warmupSteps, state.step),
  };
}

export class Trainer {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly data: DataSource;
  readonly state: TrainingState;
  /** Training loss of every update. */
  readonly losses: number[] = [];
  readonly #parts: TrainerParts;

  /** @param from state to begin with, copied; default the initial weights */
  constructor(parts: TrainerParts, from?: Snapshot) {
    this.#parts = parts;
    this.model = parts.model;
    this.optimizer = parts.optimizer;
    this.data = parts.data;
    this.state = from ? copyOf(from, parts) : initialState(parts);
  }

  /** Train until `step` updates are applied. */
  async trainTo(step: number): Promise<this> {
    const { recipe, optimizer, shardGradients } = this.#parts;
    const parts = {
      shardGradients,
      exchange: soloExchange(recipe.batch.shards, this.model),
      optimizer,
      optimizerConfig: recipe.optimizer,
      schedule: recipe.schedule,
      onNotFinite: "Stop" as const,
      mean: new Float32Array(this.model.size),
    };
    while (this.state.step < step) {
      const numbers = await trainStep(this.state, parts);
      if ("loss" in numbers) this.losses.push(numbers.loss);
    }
    return this;
  }

  /** A run of its own from a copy of a state, this one's if left out, with another schedule and averages that begin anew. */
  branch(schedule: ScheduleConfig, from: Snapshot = this.state): Trainer {
    const recipe = { ...this.#parts.recipe, averaging: {}, schedule };
    return new Trainer({ ...this.#parts, recipe }, from);
  }

  /** The same run from a saved state, averages included. */
  resume(from: Snapshot & { averages: AverageState }): Trainer {
    const trainer = new Trainer(this.#parts, from);
    trainer.state.averages.restore(from.averages);
    return trainer;
  }

  /** Mean loss on the fixed validation set, nats per token. @param sequences how many of it, 0 = all */
  async validationLoss(parameters = this.state.parameters, sequences = 0): Promise<number> {
    const { microbatch: batch, sequenceLength } = this.#parts.recipe.batch;
    const sums = new ValidationSums(sequenceLength);
    for await (const { tokens, domains } of validationBatches(this.data, {
      batch,
      sequenceLength,
      sequences,
    })) {
      sums.add(await this.#parts.evaluation.run(parameters, tokens), domains);
    }
    return sums.result().loss;
  }

  /** Sum of the losses of each row, nats. */
  rowLosses(tokens: TokenBatch): Promise<Float32Array> {
    return this.#parts.evaluation.run(this.state.parameters, tokens);
  }
}

/** A trainer at step 0. */
export async function openTrainer(engine: Engine, recipe: Recipe): Promise<Trainer> {
  const { batch } = recipe;
  const model = createModel(recipe.model);
  const shape = { batch: batch.microbatch, time: batch.sequenceLength };
  const data = await openSource(recipe.data, {
    seed: recipe.dataSeed,
    sequenceLength: batch.sequenceLength,
    sequencesPerStep: batch.sequences,
    vocabulary: recipe.model.vocabulary,
  });
  const program = await engine.gradients(model, shape);
  return new Trainer({
    recipe,
    model,
    optimizer: createOptimizer(recipe.optimizer, model.parameters),
    data,
    shardGradients: new ShardGradients({ batch, data, program, size: model.size }),
    evaluation: await engine.evaluation(model, shape),
  });
}
