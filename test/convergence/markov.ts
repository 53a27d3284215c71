/**
 * The Markov paper's one-layer models and chains as recipes, and what its tests measure (Makkuva et al. 2024).
 */
import { gpt2Config, type DataConfig, type Gpt2Config, type ScheduleConfig } from "@plateau/proto";
import { createChain, type Chain } from "@plateau/worker/data/markov/chain.ts";
import type { Recipe, Trainer } from "./trainer.ts";

const time = 256;
const sequences = 16;

/** 65 536 symbols: a standard error of 0.002. */
const validationSequences = 256;

type MarkovConfig = Extract<DataConfig, { source: "markov" }>;

export interface ChainNumbers {
  p: number;
  q: number;
}

function markovData({ p, q }: ChainNumbers): MarkovConfig {
  return { source: "markov", chain: "binary", p, q, lag: 1, states: 2, validationSequences };
}

export function chainOf(numbers: ChainNumbers): Chain {
  return createChain(markovData(numbers));
}

/** One head, width 8, a bias on the head and nowhere else. */
export function oneLayer(changes: Partial<Gpt2Config>): Gpt2Config {
  return gpt2Config.parse({
    family: "gpt2",
    layers: 1,
    width: 8,
    heads: 1,
    feedForward: 32,
    context: time,
    vocabulary: 2,
    tieEmbeddings: true,
    biases: false,
    headBias: true,
    ...changes,
  });
}

const batch = { sequences, sequenceLength: time, shards: 1, microbatch: sequences };

/** AdamW at 2e-3 with the paper's one-cycle cosine: 2 % warm-up, down to a fifth of the peak. */
export function adamwRecipe(
  chain: ChainNumbers,
  model: Gpt2Config,
  options: { seed: number; steps: number },
): Recipe {
  const schedule: ScheduleConfig = {
    kind: "cosine",
    warmupSteps: Math.round(0.02 * options.steps),
    totalSteps: options.steps,
    finalFactor: 0.2,
  };
  return {
    model,
    data: markovData(chain),
    dataSeed: options.seed,
    batch,
    optimizer: {
      name: "adamw",
      learningRate: 2e-3,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      weightDecay: 1e-3,
      gradientClip: 0,
    },
    schedule,
  };
}

/** SGD at a constant 0.1 with momentum 0.9: the setting in which the trap is a local minimum. */
export function sgdRecipe(chain: ChainNumbers, model: Gpt2Config, { seed }: { seed: number }): Recipe {
  return {
    model,
    data: markovData(chain),
    dataSeed: seed,
    batch,
    optimizer: { name: "sgd", learningRate: 0.1, momentum: 0.9, weightDecay: 0, gradientClip: 0 },
    schedule: { kind: "constant", warmupSteps: 0 },
  };
}

/**
 * Loss of a fixed predictor on the trainer's validation set: what the best possible model (the chain's kernel) or the unigram
 * model (every row the stationary distribution) scores on these very symbols, so that sampling noise cancels in comparisons.
 */
export async function validationLossOf(
  trainer: Trainer,
  rows: readonly (readonly number[])[],
): Promise<number> {
  const tokens = { inputs: new Int32Array(time), targets: new Int32Array(time) };
  let sum = 0;
  for (let sequence = 0; sequence < trainer.data.validationSequences; sequence++) {
    await trainer.data.fillValidation(sequence, 0, tokens);
    tokens.inputs.forEach((symbol, t) => (sum -= Math.log(rows[symbol]![tokens.targets[t]!]!)));
  }
  return sum / (time * trainer.data.validationSequences);
}

/** Update after which the mean of the last ten training losses is below `level`; Infinity if never. */
export function firstBelow(losses: readonly number[], level: number): number {
  const window = 10;
  const index = losses.findIndex(
    (_, i) =>
      i + 1 >= window && losses.slice(i + 1 - window, i + 1).reduce((sum, x) => sum + x, 0) / window < level,
  );
  return index < 0 ? Infinity : index + 1;
}

/**
 * The model's mean probability of `next` after `symbol`, over the positions of a validation batch.
 *
 * Losses come as sums over rows, so each position of the row is scored alone.
 */
export async function transitionProbability(
  trainer: Trainer,
  { symbol, next }: { symbol: number; next: number },
): Promise<number> {
  const tokens = { inputs: new Int32Array(sequences * time), targets: new Int32Array(sequences * time) };
  for (let row = 0; row < sequences; row++) await trainer.data.fillValidation(row, row, tokens);
  const probabilities: number[] = [];
  // One scored position a row: its loss is the row's sum.
  for (let position = 0; position < time; position += 8) {
    const targets = new Int32Array(sequences * time).fill(-1);
    for (let row = 0; row < sequences; row++) {
      const at = row * time + position;
      if (tokens.inputs[at] === symbol) targets[at] = next;
    }
    const losses = await trainer.rowLosses({ inputs: tokens.inputs, targets });
    losses.forEach((loss, row) => {
      if (targets[row * time + position] === next) probabilities.push(Math.exp(-loss));
    });
  }
  return probabilities.reduce((sum, value) => sum + value, 0) / probabilities.length;
}
