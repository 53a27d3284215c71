/** Run configs for tests: a model of a few thousand parameters on a Markov chain, so that a run takes a second or two. */
import { join } from "node:path";
import { runConfig, type RunConfig } from "@plateau/proto";

export interface TinyRun {
  /** Checkpoints go to `<folder>/checkpoints/<name>`. */
  folder: string;
  name?: string;
  workers?: number;
  /** Of the model; none by default. */
  dropout?: number;
  change?: Partial<RunConfig>;
}

/** Four shards of four sequences, 120 steps, a checkpoint every 40. */
export function tinyRun({ folder, name = "run", workers = 1, dropout, change = {} }: TinyRun): RunConfig {
  return runConfig.parse({
    apiVersion: "plateau.dev/run-config/v1",
    run: { kind: "TrainingRun", namespace: "default", name, uid: `${name}-00000000` },
    engine: { name: "onnxruntime", threads: 1 },
    model: {
      family: "llama",
      layers: 2,
      width: 16,
      heads: 2,
      feedForward: 32,
      context: 24,
      vocabulary: 5,
      tieEmbeddings: true,
      dropout,
    },
    data: {
      source: "markov",
      chain: "symmetric",
      p: 0.3,
      q: 0.3,
      states: 5,
      validationSequences: 21,
    },
    dataSeed: 3,
    seed: 1,
    batch: { sequences: 16, sequenceLength: 24, shards: 4, microbatch: 2 },
    optimizer: {
      name: "adamw",
      learningRate: 1e-2,
      beta1: 0.9,
      beta2: 0.95,
      epsilon: 1e-8,
      weightDecay: 0.1,
      gradientClip: 1,
    },
    schedule: { kind: "constant", warmupSteps: 4 },
    averaging: {},
    stopAtStep: 120,
    evaluation: { everySteps: 0, sequences: 0 },
    checkpoints: {
      storeUri: join(folder, "checkpoints", name),
      everySteps: 40,
      forkSteps: [120],
      keepLast: 10,
    },
    workers: { count: workers, min: 1 },
    exchange: { codec: { name: "none" }, timeoutMs: 10_000, tls: false, membershipKey: "5e".repeat(32) },
    ...change,
  });
}
