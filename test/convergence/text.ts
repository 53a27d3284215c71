/**
 * Byte-level text as data: the Brown corpus, tokenised into a directory that the caller removes.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { llamaConfig, type ScheduleConfig } from "@plateau/proto";
import { brownDirectory, tokenize } from "@plateau/worker/data/tokenize/index.ts";
import type { Recipe } from "./trainer.ts";

export interface TokenisedText {
  uri: string;
  remove(): Promise<void>;
}

export async function tokeniseBrown(): Promise<TokenisedText> {
  const parent = await mkdtemp(join(tmpdir(), "plateau-brown-"));
  const uri = join(parent, "tokens");
  await tokenize({ inputs: [brownDirectory()], format: "brown", tokenizer: { name: "byte" }, output: uri });
  return { uri, remove: () => rm(parent, { recursive: true, force: true }) };
}

/**
 * Two Llama blocks of width 48 on 64-byte windows, 80 000 matrix parameters, 1 024 bytes a step.
 *
 * Untied: with tied embeddings such short runs sit on the unigram plateau of the Markov paper for 50 to 150 steps, and how long
 * decides their losses more than the schedule does.
 */
export function textRecipe(uri: string, learningRate: number, schedule: ScheduleConfig): Recipe {
  return {
    model: llamaConfig.parse({
      family: "llama",
      layers: 2,
      width: 48,
      heads: 3,
      feedForward: 128,
      context: 64,
      vocabulary: 256,
      tieEmbeddings: false,
    }),
    data: { source: "tokens", uri },
    dataSeed: 17,
    seed: 1,
    batch: { sequences: 16, sequenceLength: 64, shards: 2, microbatch: 8 },
    optimizer: {
      name: "adamw",
      learningRate,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      weightDecay: 0.1,
      gradientClip: 1,
    },
    schedule,
  };
}
