/**
 * What is learned: the digits by a linear model and by an MLP, the Brown corpus by models of the demo. Sizes, shards and powers of
 * the digits are those of the notes on Makkuva et al. 2024 that this bench is to reproduce; K is the number of shards.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BatchConfig, OptimizerConfig } from "@plateau/proto";
import { openSource } from "@plateau/worker/data/index.ts";
import type { DataSource } from "@plateau/worker/data/source.ts";
import { brownDirectory, tokenize } from "@plateau/worker/data/tokenize/index.ts";
import { createModel } from "@plateau/worker/models/index.ts";
import type { Model } from "@plateau/worker/models/model.ts";
import { demoModels } from "./demo-models.ts";
import { fetchDigits, pixels, readDigits } from "./digits-file.ts";
import { digitsModels } from "./digits-models.ts";
import { digitsSource } from "./digits-source.ts";
import type { MethodName } from "./methods.ts";

/** Keeps the members of a union apart. */
type WithoutRate<T> = T extends unknown ? Omit<T, "learningRate"> : never;

export interface Task {
  title: string;
  /** What a run is judged by; smaller is better. */
  measure: "error" | "loss";
  /** What guessing gets: a run that diverged counts as that. */
  guessing: number;
  model: Model;
  /** Parameters as `model`; its losses are what is measured. */
  judge: Model;
  batch: BatchConfig;
  /** Validation sequences that are scored; 0 = all. */
  validation: number;
  steps: number;
  warmupSteps: number;
  optimizer: WithoutRate<OptimizerConfig>;
  methods: readonly MethodName[];
  /** Energy of a shard in a step; Infinity: a noiseless channel. Ascending. */
  powers: readonly number[];
  /** For a method that is measured at some of them only. */
  fewerPowers?: Partial<Record<MethodName, readonly number[]>>;
  /** Where the search for a learning rate begins, at the highest power. */
  firstRate: Partial<Record<MethodName, number>> & { other: number };
  /** Measured; the rate is chosen by other ones, `tuningSeeds`. */
  seeds: readonly number[];
  open(seed: number): Promise<DataSource>;
}

/** Choose the learning rate and nothing else. */
export const tuningSeeds = [100, 101] as const;

const cache = join(import.meta.dirname, "..", "cache");
const sgd = { name: "sgd", momentum: 0, weightDecay: 0, gradientClip: 0 } as const;

/** Downloads and prepares what the tasks read, so that processes side by side find it there. */
export async function prepareData(): Promise<void> {
  fetchDigits(cache);
  const output = join(cache, "brown");
  if (existsSync(join(output, "manifest.json"))) return;
  console.log(`Tokenizing the Brown corpus into ${output} (once)…`);
  await tokenize({ inputs: [brownDirectory()], format: "brown", tokenizer: { name: "byte" }, output });
}

function digits(title: string, hidden: readonly number[], shards: number): Omit<Task, "methods" | "powers"> {
  const { trained, mistakes } = digitsModels(hidden);
  // 9 images a shard; 30 passes over 1 297 images.
  const sequences = 9 * shards;
  const steps = Math.round((30 * 1297) / sequences);
  const batch = { sequences, sequenceLength: pixels, shards, microbatch: 9 };
  const file = readDigits(fetchDigits(cache));
  return {
    title,
    measure: "error",
    guessing: 0.9,
    model: trained,
    judge: mistakes,
    batch,
    validation: 0,
    steps,
    warmupSteps: 0,
    optimizer: sgd,
    firstRate: { signum: 0.002, "a-dsgd": 0.5, other: 0.1 },
    seeds: [1, 2, 3],
    open: (seed) =>
      Promise.resolve(digitsSource(file, { seed, sequenceLength: pixels, sequencesPerStep: sequences })),
  };
}

const adamw = {
  name: "adamw",
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  gradientClip: 1,
} as const;

function gpt(size: keyof typeof demoModels, steps: number, optimizer: WithoutRate<OptimizerConfig>): Task {
  const config = demoModels[size];
  const model = createModel(config);
  const batch = { sequences: 16, sequenceLength: config.context, shards: 4, microbatch: 4 };
  return {
    title: `Brown corpus, the demo's model "${size}" (${model.size} parameters), AdamW, K = 4`,
    measure: "loss",
    guessing: Math.log(config.vocabulary),
    model,
    judge: model,
    batch,
    validation: 128,
    steps,
    warmupSteps: 30,
    optimizer,
    methods: ["z-sgd", "laser"],
    powers: [0.1, 0.4, 1.6, 6.4, 25.6, Infinity],
    firstRate: { other: 0.008 },
    seeds: [1, 2, 3],
    open: (seed) =>
      openSource(
        { source: "tokens", uri: join(cache, "brown") },
        { seed, sequenceLength: config.context, sequencesPerStep: batch.sequences },
      ),
  };
}

export const tasks = {
  digits: (): Task => ({
    ...digits("Digits 24 × 24, linear 576–10, SGD, K = 16", [], 16),
    methods: ["z-sgd", "signum", "random-k", "sketch", "a-dsgd", "laser"],
    powers: [0.01, 0.1, 1, 10, 100, Infinity],
    // Ten times as slow as the others, and far behind them in the paper.
    fewerPowers: { "a-dsgd": [1, 100] },
  }),
  mlp: (): Task => ({
    ...digits("Digits 24 × 24, MLP 576–128–128–10, SGD, K = 4", [128, 128], 4),
    // Those of the notes. A-DSGD's projection of the first layer would have 543 million numbers.
    methods: ["z-sgd", "laser"],
    powers: [1, 4, 16, 64, 256, Infinity],
  }),
  gpt: (): Task => gpt("xs", 300, adamw),
  "gpt-l": (): Task => gpt("l", 200, adamw),
} as const satisfies Record<string, () => Task>;

export type TaskName = keyof typeof tasks;

export function powersOf(task: Task, method: MethodName): readonly number[] {
  return task.fewerPowers?.[method] ?? task.powers;
}
