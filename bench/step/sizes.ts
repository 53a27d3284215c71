/**
 * The sizes of the step benchmark and the arithmetic they need.
 *
 * GPT-2-style models with an untied head: 2.7, 150 and 780 GFLOP a step. L has 163 million parameters.
 */
import { gpt2Config, type Gpt2Config } from "@plateau/proto";

export interface Size {
  model: Gpt2Config;
  batch: number;
  time: number;
  /** Steps of one turn, and how many turns each program gets. */
  stepsPerTurn: number;
  turns: number;
  /** Too large for all programs to stand in memory at once: they run one after the other. */
  apart: boolean;
}

type Dimensions = Pick<Gpt2Config, "layers" | "width" | "heads" | "context" | "vocabulary">;

const gpt2 = (dimensions: Dimensions): Gpt2Config =>
  gpt2Config.parse({
    family: "gpt2",
    ...dimensions,
    feedForward: 4 * dimensions.width,
    tieEmbeddings: false,
  });

export const sizes = {
  S: {
    model: gpt2({ layers: 4, width: 128, heads: 4, context: 64, vocabulary: 256 }),
    batch: 8,
    time: 64,
    stepsPerTurn: 20,
    turns: 6,
    apart: false,
  },
  M: {
    model: gpt2({ layers: 6, width: 384, heads: 6, context: 256, vocabulary: 1024 }),
    batch: 8,
    time: 256,
    stepsPerTurn: 3,
    turns: 4,
    apart: false,
  },
  L: {
    model: gpt2({ layers: 12, width: 768, heads: 12, context: 512, vocabulary: 50_304 }),
    batch: 2,
    time: 512,
    stepsPerTurn: 2,
    turns: 2,
    apart: true,
  },
} as const satisfies Record<string, Size>;

export type SizeName = keyof typeof sizes;

/** AdamW as both sides use it; decay on matrices only. */
export const adamw = { beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1, learningRate: 1e-3 };

/** Floating-point operations of a step: 6 per weight and token, and attention's 12·T·D per layer and token. */
export function flopsPerStep({ model: { layers, width, vocabulary }, batch, time }: Size): number {
  const tokens = batch * time;
  return (
    6 * (12 * width * width * layers + width * vocabulary) * tokens + 12 * layers * time * width * tokens
  );
}

/** The same tokens for every program: a pattern that can be learnt. */
export function tokensOf({ model: { vocabulary }, batch, time }: Size): {
  inputs: Int32Array;
  targets: Int32Array;
} {
  const inputs = Int32Array.from({ length: batch * time }, (_, i) => (i * 7 + 3 * (i >> 2)) % vocabulary);
  return { inputs, targets: inputs.map((token) => (token * 5 + 7) % vocabulary) };
}
