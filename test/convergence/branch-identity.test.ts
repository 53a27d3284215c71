/**
 * A branch equals a run, bit for bit (design idea 3): plateau to step 80 and a cooldown to step 100 give what one run of 100
 * steps gives, in memory and through a checkpoint on disk; and a run resumed at any step goes on as if it had not stopped.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { gpt2Config, llamaConfig, type OptimizerConfig, type ScheduleConfig } from "@plateau/proto";
import { loadCheckpoint, openStore, saveCheckpoint } from "@plateau/worker/checkpoint/index.ts";
import type { Engine } from "@plateau/worker/engine/engine.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { openTrainer, type Recipe, type Trainer } from "./trainer.ts";

const plateau: ScheduleConfig = { kind: "constant", warmupSteps: 10 };
const cooldown: ScheduleConfig = {
  kind: "cooldown",
  warmupSteps: 10,
  totalSteps: 100,
  cooldownSteps: 20,
  shape: "1-sqrt",
  finalFactor: 0,
};

const adamw: OptimizerConfig = {
  name: "adamw",
  learningRate: 5e-3,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  gradientClip: 1,
};
const sgd: OptimizerConfig = {
  name: "sgd",
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 0.01,
  gradientClip: 0,
};

const shape = { layers: 2, width: 16, heads: 2, feedForward: 24, context: 16, vocabulary: 5 };
const models = {
  llama: llamaConfig.parse({ family: "llama", ...shape, tieEmbeddings: true }),
  gpt2: gpt2Config.parse({ family: "gpt2", ...shape, tieEmbeddings: false }),
};

function recipeOf(family: keyof typeof models, optimizer: OptimizerConfig, schedule: ScheduleConfig): Recipe {
  return {
    model: models[family],
    data: {
      source: "markov",
      chain: "symmetric",
      p: 0.3,
      q: 0.3,
      lag: 1,
      states: 5,
      validationSequences: 8,
    },
    dataSeed: 5,
    seed: 6,
    batch: { sequences: 8, sequenceLength: 16, shards: 2, microbatch: 2 },
    optimizer,
    schedule,
  };
}

/** Everything that training goes on from. */
const essence = ({ state }: Trainer): unknown => ({
  step: state.step,
  parameters: state.parameters,
  slots: state.slots,
  averages: state.averages.state(),
});

describe("on the default engine", () => {
  let engine: Engine;
  let directory: string;
  beforeAll(async () => {
    engine = await openEngine("onnxruntime", { threads: 2 });
    directory = await mkdtemp(join(tmpdir(), "plateau-branch-"));
  });
  afterAll(async () => {
    await engine.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Through the checkpoint format and back. */
  async function throughDisk(
    trainer: Trainer,
    { recipe, name }: { recipe: Recipe; name: string },
  ): Promise<Parameters<Trainer["resume"]>[0]> {
    const { model, state, optimizer, data } = trainer;
    const store = await openStore(join(directory, name));
    const { sequences, sequenceLength, shards } = recipe.batch;
    await saveCheckpoint(store, {
      facts: {
        run: { kind: "TrainingRun", namespace: "test", name, uid: "1" },
        step: state.step,
        tokens: state.step * sequences * sequenceLength,
        flops: "0",
        identity: {
          model: recipe.model,
          optimizer: recipe.optimizer,
          batch: { sequences, sequenceLength, shards },
          data: data.identity,
          dataSeed: recipe.dataSeed,
          seed: recipe.seed ?? recipe.dataSeed,
          warmupSteps: recipe.schedule.warmupSteps,
          codec: "none",
        },
        parents: [],
        engine: engine.description,
        evaluations: [],
        smoothedLoss: state.smoothedLoss,
      },
      layout: model.parameters.map(({ name: parameter, shape: lengths }) => ({
        name: parameter,
        shape: lengths,
      })),
      state: {
        parameters: state.parameters,
        slots: Object.fromEntries(optimizer.slots.map((slot, i) => [slot, state.slots[i]!])),
        averages: state.averages.state(),
        extra: {},
      },
    });
    const { manifest, state: loaded } = await loadCheckpoint(store, state.step);
    return {
      step: manifest.step,
      parameters: loaded.parameters,
      slots: optimizer.slots.map((slot) => loaded.slots[slot]!),
      averages: loaded.averages,
      smoothedLoss: manifest.smoothedLoss,
    };
  }

  it.each([
    { family: "llama", optimizer: adamw },
    { family: "gpt2", optimizer: adamw },
    { family: "llama", optimizer: sgd },
  ] as const)(
    "plateau and cooldown equal one run: $family, $optimizer.name",
    async ({ family, optimizer }) => {
      const whole = await (await openTrainer(engine, recipeOf(family, optimizer, cooldown))).trainTo(100);
      const recipe = recipeOf(family, optimizer, plateau);
      const trunk = await (await openTrainer(engine, recipe)).trainTo(80);
      const saved = await throughDisk(trunk, { recipe, name: `${family}-${optimizer.name}` });
      for (const branch of [trunk.branch(cooldown), trunk.branch(cooldown, saved)]) {
        await branch.trainTo(100);
        expect(branch.losses).toEqual(whole.losses.slice(80));
        expect(essence(branch)).toEqual(essence(whole));
      }
      // The branches have not moved their trunk, which goes on: another rate, so another end.
      await trunk.trainTo(100);
      expect(trunk.state.parameters).not.toEqual(whole.state.parameters);
    },
    60_000,
  );

  it("goes on from a checkpoint at any step, averages included", async () => {
    const recipe: Recipe = {
      ...recipeOf("llama", adamw, plateau),
      averaging: {
        swa: { intervalSteps: 3, windowSteps: 12, keepWindows: 2 },
        ema: { intervalSteps: 2, decay: 0.9, startStep: 5 },
      },
    };
    const straight = await (await openTrainer(engine, recipe)).trainTo(60);
    const first = await openTrainer(engine, recipe);
    for (const step of [4, 11, 27, 46]) {
      await first.trainTo(step);
      const resumed = first.resume(await throughDisk(first, { recipe, name: "resumed" }));
      await resumed.trainTo(60);
      expect(essence(resumed)).toEqual(essence(straight));
      expect(resumed.state.averages.weights("swa", 2)).toEqual(straight.state.averages.weights("swa", 2));
    }
  }, 60_000);
});
