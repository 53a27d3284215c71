/**
 * Learning as an equality test: one-layer models on chains whose best possible loss is known (Makkuva et al. 2024; the numbers
 * are this project's own measurements in PyTorch, float32).
 *
 * Losses are compared with what the chain's own kernel scores on the same validation symbols, so that sampling noise cancels.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Gpt2Config } from "@plateau/proto";
import { entropyRate, gapClosed, stationary, type Chain } from "@plateau/worker/data/markov/chain.ts";
import type { Engine } from "@plateau/worker/engine/engine.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import {
  adamwRecipe,
  chainOf,
  firstBelow,
  oneLayer,
  sgdRecipe,
  transitionProbability,
  validationLossOf,
} from "./markov.ts";
import { openTrainer, type Recipe, type Trainer } from "./trainer.ts";

const minutes = 60_000;
const switching = { p: 0.5, q: 0.8 };
const staying = { p: 0.2, q: 0.3 };
const steps = 800;

interface Outcome {
  trainer: Trainer;
  /** Validation loss above that of the true kernel. */
  excess: number;
  /** Validation loss above that of the stationary distribution. */
  overUnigram: number;
  /** 0 = unigram, 1 = solved. */
  gap: number;
}

describe("on Markov chains", () => {
  // Two runs side by side, one thread each: as fast as two threads, which these small products cannot use.
  const engines: Engine[] = [];
  beforeAll(async () => {
    for (let i = 0; i < 2; i++) engines.push(await openEngine("onnxruntime", { threads: 1 }));
  });
  afterAll(async () => {
    for (const engine of engines) await engine.close();
  });

  async function outcomeOf(trainer: Trainer, chain: Chain): Promise<Outcome> {
    const loss = await trainer.validationLoss();
    const best = await validationLossOf(trainer, chain.kernel);
    const unigram = await validationLossOf(trainer, [stationary(chain), stationary(chain)]);
    return {
      trainer,
      excess: loss - best,
      overUnigram: loss - unigram,
      gap: (unigram - loss) / (unigram - best),
    };
  }

  /** Train two recipes at the same time. */
  async function train(chain: Chain, recipes: [Recipe, Recipe], to: number): Promise<[Outcome, Outcome]> {
    const runs = recipes.map(async (recipe, i) =>
      outcomeOf(await (await openTrainer(engines[i]!, recipe)).trainTo(to), chain),
    );
    return (await Promise.all(runs)) as [Outcome, Outcome];
  }

  const tiedAndUntied = (changes: Partial<Gpt2Config>): [Gpt2Config, Gpt2Config] => [
    oneLayer({ ...changes, tieEmbeddings: true }),
    oneLayer({ ...changes, tieEmbeddings: false }),
  ];

  it(
    "SGD without norms: tied weights stay at the unigram, untied ones find the bigram within 100 steps",
    async () => {
      const models = tiedAndUntied({ norm: "none", activation: "relu" });
      const [tied, untied] = await train(
        chainOf(switching),
        models.map((model) => sgdRecipe(switching, model, { seed: 1 })) as [Recipe, Recipe],
        1000,
      );
      expect(Math.abs(tied.overUnigram)).toBeLessThan(0.002);
      expect(Math.abs(untied.excess)).toBeLessThan(0.002);
      // Midway between the two losses: 0.643.
      expect(firstBelow(untied.trainer.losses, 0.643)).toBeLessThan(100);
      expect(firstBelow(tied.trainer.losses, 0.643)).toBe(Infinity);
    },
    5 * minutes,
  );

  it(
    "AdamW on a chain that stays: tied and untied reach the entropy rate and the chain's own probabilities",
    async () => {
      const chain = chainOf(staying);
      const recipes = tiedAndUntied({}).map((model) => adamwRecipe(staying, model, { seed: 1, steps }));
      for (const { trainer, excess, gap } of await train(chain, recipes as [Recipe, Recipe], steps)) {
        // A loss below the kernel's own would mean that the model sees its targets.
        expect(excess).toBeGreaterThan(-0.0005);
        expect(excess).toBeLessThan(0.002);
        expect(gap).toBeGreaterThan(0.97);
        // Three standard errors of 65 536 symbols.
        expect(Math.abs((await trainer.validationLoss()) - entropyRate(chain))).toBeLessThan(0.006);
        const switches = await transitionProbability(trainer, { symbol: 0, next: 1 });
        const returns = await transitionProbability(trainer, { symbol: 1, next: 0 });
        expect(Math.abs(switches - staying.p)).toBeLessThan(0.01);
        expect(Math.abs(returns - staying.q)).toBeLessThan(0.01);
      }
    },
    5 * minutes,
  );

  it(
    "AdamW on a chain that switches: tied weights wait on a plateau, untied ones do not, both solve it",
    async () => {
      const recipes = tiedAndUntied({}).map((model) => adamwRecipe(switching, model, { seed: 1, steps }));
      const [tied, untied] = await train(chainOf(switching), recipes as [Recipe, Recipe], steps);
      expect(firstBelow(untied.trainer.losses, 0.64)).toBeLessThan(60);
      expect(firstBelow(tied.trainer.losses, 0.64)).toBeGreaterThan(70);
      expect(firstBelow(tied.trainer.losses, 0.64)).toBeLessThan(300);
      for (const { gap, excess } of [tied, untied]) {
        expect(gap).toBeGreaterThan(0.97);
        expect(excess).toBeGreaterThan(-0.0005);
      }
    },
    5 * minutes,
  );

  it(
    "two tied layers, and one tied layer without attention, solve the switching chain",
    async () => {
      const models = [oneLayer({ layers: 2 }), oneLayer({ attention: false })];
      const recipes = models.map((model) => adamwRecipe(switching, model, { seed: 1, steps }));
      const outcomes = await train(chainOf(switching), recipes as [Recipe, Recipe], steps);
      for (const { excess } of outcomes) expect(Math.abs(excess)).toBeLessThan(0.002);
    },
    5 * minutes,
  );

  it(
    "the reference engine walks the same path as the default one",
    async () => {
      const reference = await openEngine("reference", { threads: 1 });
      const recipe = adamwRecipe(staying, oneLayer({ context: 16 }), { seed: 2, steps: 40 });
      recipe.batch = { sequences: 8, sequenceLength: 16, shards: 2, microbatch: 2 };
      const slow = await (await openTrainer(reference, recipe)).trainTo(40);
      const fast = await (await openTrainer(engines[0]!, recipe)).trainTo(40);
      // Float32 sums in two orders, over 40 updates.
      slow.losses.forEach((loss, step) => expect(Math.abs(loss - fast.losses[step]!)).toBeLessThan(1e-4));
      slow.state.parameters.forEach((value, i) =>
        expect(Math.abs(value - fast.state.parameters[i]!)).toBeLessThan(1e-3),
      );
      await reference.close();
    },
    5 * minutes,
  );

  it("measures the gap from the unigram to the bigram loss", () => {
    const chain = chainOf(switching);
    expect(gapClosed(chain, 0.6663)).toBeCloseTo(0, 2);
    expect(gapClosed(chain, 0.619)).toBeCloseTo(1, 2);
  });
});
