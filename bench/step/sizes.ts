/**
 * The two sizes of the step benchmark and the arithmetic they need.
 *
 * S and M are GPT-2-style models with an untied head, as in the engine notes (2.7 and 150 GFLOP a step).
 */
import { gpt2Config, type Gpt2Config } from "@plateau/proto";

export interface Size {
  model: Gpt2Config;
  batch: number;
  time: number;
  /** Steps of one turn, and how many turns each program gets. */
  stepsPerTurn: number;
  turns: number;
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
  },
  M: {
    model: gpt2({ layers: 6, width: 384, heads: 6, context: 256, vocabulary: 1024 }),
    batch: 8,
    time: 256,
    stepsPerTurn: 3,
    turns: 4,
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
