/** Small checkpoints for tests: a two-parameter model with AdamW slots, averages and an entry this program does not know. */
import type { CheckpointContents } from "./contents.ts";
import type { Identity } from "./identity.ts";

export const layout = [
  { name: "embedding.weight", shape: [3, 4] },
  { name: "layers.0.norm.gain", shape: [4] },
];
const size = 16;

export const identity: Identity = {
  model: {
    family: "llama",
    layers: 1,
    width: 4,
    heads: 1,
    feedForward: 8,
    context: 8,
    vocabulary: 3,
    tieEmbeddings: true,
    ropeTheta: 10_000,
    normEpsilon: 1e-5,
  },
  optimizer: {
    name: "adamw",
    learningRate: 4e-3,
    beta1: 0.9,
    beta2: 0.95,
    epsilon: 1e-8,
    weightDecay: 0.1,
    gradientClip: 1,
  },
  batch: { sequences: 4, sequenceLength: 8, shards: 2 },
  data: "d".repeat(64),
  dataSeed: 17,
  seed: 1,
  warmupSteps: 5,
  codec: "none",
};

/** Vectors that differ between steps, with numbers that a decimal detour would spoil. */
export function contentsAt(step: number): CheckpointContents {
  const vector = (salt: number, length = size): Float32Array =>
    Float32Array.from({ length }, (_, i) => Math.fround(Math.sin(salt + i * 0.7 + step) / 3));
  return {
    facts: {
      run: { kind: "TrainingRun", namespace: "default", name: "brown-xs", uid: "11111111-2222" },
      step,
      tokens: step * 32,
      flops: String(step * 1234),
      identity,
      parents: [],
      engine: "reference",
      evaluations: [],
      smoothedLoss: 2.5 + step / 7,
    },
    layout,
    state: {
      parameters: vector(1),
      slots: { m: vector(2), v: vector(3) },
      averages: { vectors: { "swa.mean": vector(4) }, counters: { "swa.count": 3, "ema.decay": 0.1 + 0.2 } },
      extra: { "shard0.errorMemory": vector(5, 7) },
    },
  };
}
