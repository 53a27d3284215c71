/**
 * Run config: everything that a worker process needs to know about its run, as one JSON document.
 *
 * The controller writes it (a ConfigMap, snapshotted when the run starts), every rank of the run reads the same one.
 * Kinds (`controller/src/api`) are what people write: decimal strings, defaults, PascalCase enums. This is what they
 * resolve to: plain numbers, nothing optional that changes the mathematics, steps instead of tokens.
 */
import { z } from "zod";
import { exchangeConfig } from "./exchange-config.ts";

const count = z.int().positive();
const finite = z.number().refine(Number.isFinite, "must be finite");
/** Probability with which numbers are set to 0 while training; left out: none are. */
const dropout = z.number().gt(0).lt(1).optional();

/** Llama family: RMSNorm, rotary positions, SwiGLU, no biases (Touvron et al. 2023; sizes as Hägele et al. 2024). */
export const llamaConfig = z.strictObject({
  family: z.literal("llama"),
  layers: count,
  /** D: width of the residual stream. */
  width: count,
  heads: count,
  /** Heads of keys and values, each shared by as many query heads that follow one another; left out = as many as heads. */
  keyValueHeads: count.optional(),
  /** Hidden width of the gated MLP. */
  feedForward: count,
  /** Longest sequence, in tokens. */
  context: count,
  /** V: rows of the embedding. */
  vocabulary: count,
  tieEmbeddings: z.boolean(),
  ropeTheta: finite.default(10_000),
  normEpsilon: finite.default(1e-5),
  dropout,
});

/** GPT-2 family: LayerNorm, learned positions, one MLP; the switches cover the one-layer models of the Markov paper. */
export const gpt2Config = z.strictObject({
  family: z.literal("gpt2"),
  layers: count,
  width: count,
  heads: count,
  feedForward: count,
  context: count,
  vocabulary: count,
  tieEmbeddings: z.boolean(),
  /** Biases of linear layers and norms. */
  biases: z.boolean().default(true),
  /** `affine` = gain and bias (bias only if `biases`), `none` = no normalisation at all. */
  norm: z.enum(["affine", "none"]).default("affine"),
  activation: z.enum(["gelu", "relu"]).default("gelu"),
  attention: z.boolean().default(true),
  headBias: z.boolean().default(false),
  normEpsilon: finite.default(1e-5),
  dropout,
});

export const modelConfig = z.discriminatedUnion("family", [llamaConfig, gpt2Config]);

export const dataConfig = z.discriminatedUnion("source", [
  /** Token shards written by `plateau tokenize`: a directory with `manifest.json`. */
  z.strictObject({ source: z.literal("tokens"), uri: z.string() }),
  /** nanoGPT / llm.c `.bin` files: raw token ids, optional llm.c header. */
  z.strictObject({
    source: z.literal("bin"),
    train: z.array(z.string()).min(1),
    validation: z.array(z.string()).min(1),
    dtype: z.enum(["uint16", "uint32"]),
  }),
  /**
   * Markov chains with known entropy rate (Makkuva et al. 2024): fresh sequences for every (seed, step, sample).
   * `binary`: order-k chain over {0,1} that "switches" with P(1|0) = p, P(0|1) = q, looking `lag` symbols back;
   * `symmetric`: V states, stay with 1 − p, else uniform;
   * `order-k`: over {0,1}, P(1 | last `order` symbols) drawn uniformly from [p, q] for each context, by `tableSeed`.
   */
  z.strictObject({
    source: z.literal("markov"),
    chain: z.enum(["binary", "symmetric", "order-k"]),
    p: finite,
    q: finite,
    lag: count.default(1),
    states: count.default(2),
    /** Of `order-k` only. */
    order: count.max(16).optional(),
    tableSeed: z.int().nonnegative().optional(),
    /** Sequences in the fixed validation set. */
    validationSequences: count.default(256),
  }),
]);

export const optimizerConfig = z.discriminatedUnion("name", [
  z.strictObject({
    name: z.literal("adamw"),
    /** Peak rate; the schedule multiplies it. */
    learningRate: finite,
    beta1: finite,
    beta2: finite,
    epsilon: finite,
    /** Decoupled; matrices only (not norms, biases, tied embedding). */
    weightDecay: finite,
    /** Global L2 norm to which the mean gradient is clipped; 0 = never. */
    gradientClip: finite,
  }),
  z.strictObject({
    name: z.literal("sgd"),
    learningRate: finite,
    momentum: finite,
    weightDecay: finite,
    gradientClip: finite,
  }),
]);

export const cooldownShape = z.enum(["linear", "1-sqrt", "cosine", "mirror-cosine", "square", "exponential"]);

export const scheduleConfig = z.discriminatedUnion("kind", [
  /** Warm-up, then the peak rate for ever: the plateau. Has no length, so every checkpoint of it can be branched. */
  z.strictObject({ kind: z.literal("constant"), warmupSteps: z.int().nonnegative() }),
  /** The same until `totalSteps − cooldownSteps`, then down to `finalFactor` of the peak at `totalSteps`. */
  z.strictObject({
    kind: z.literal("cooldown"),
    warmupSteps: z.int().nonnegative(),
    totalSteps: count,
    cooldownSteps: count,
    shape: cooldownShape,
    finalFactor: finite,
  }),
  /** Baseline: cosine-shaped warm-up from 1 %, cosine down to `finalFactor` (0.1) at `totalSteps`. */
  z.strictObject({
    kind: z.literal("cosine"),
    warmupSteps: z.int().nonnegative(),
    totalSteps: count,
    finalFactor: finite,
  }),
]);

export const averagingConfig = z.strictObject({
  /** Running mean of the weights every `intervalSteps`, restarted every `windowSteps`; the last `keepWindows` are kept. */
  swa: z.strictObject({ intervalSteps: count, windowSteps: count, keepWindows: count.max(5) }).optional(),
  /** Exponential mean every `intervalSteps` from `startStep` on, float32 throughout. */
  ema: z.strictObject({ intervalSteps: count, decay: finite, startStep: z.int().nonnegative() }).optional(),
});

/** Names a committed checkpoint exactly: the manifest's address and the sha256 of its bytes. */
export const checkpointRef = z.strictObject({ manifestUri: z.string(), sha256: z.string() });

export const runConfig = z.strictObject({
  apiVersion: z.literal("plateau.dev/run-config/v1"),
  run: z.strictObject({
    kind: z.enum(["TrainingRun", "Cooldown"]),
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
  }),
  engine: z.strictObject({
    /** auto: what suits the machine that the rank is on. */
    name: z.enum(["auto", "onnxruntime", "native", "reference", "pjrt", "tensorflow", "tfjs-node"]),
    /** Threads of one engine call. Part of the config because a sum's order may depend on it. */
    threads: count,
    /** Type in which operands of matrix products are multiplied; everything else is float32. */
    products: z.enum(["float32", "bfloat16"]).default("float32"),
    /** FLOPs a second that a rank's device can do at best; for the utilization that metrics show. */
    peakFlops: z.number().positive().optional(),
    /** Whether the backward pass computes each block anew instead of keeping what is inside; the gradients are the same. */
    recompute: z.boolean().default(false),
  }),
  model: modelConfig,
  data: dataConfig,
  /** Chooses the order of the samples; not the initial weights. */
  dataSeed: z.int().nonnegative(),
  /** Chooses the initial weights. */
  seed: z.int().nonnegative(),
  batch: z.strictObject({
    /** Sequences in the global batch of one step; a multiple of `shards × microbatch`. */
    sequences: count,
    /** T, in tokens. */
    sequenceLength: count,
    /** Virtual workers: the global batch is cut into this many fixed slices, summed in this order. */
    shards: count,
    /** B: sequences of one call of the gradient program. */
    microbatch: count,
  }),
  optimizer: optimizerConfig,
  schedule: scheduleConfig,
  averaging: averagingConfig.default({}),
  /** Number of optimizer updates after which the run is complete. */
  stopAtStep: count,
  evaluation: z.strictObject({
    /** Evaluate every so many steps along the way; 0 = only at the end. */
    everySteps: z.int().nonnegative(),
    /** Sequences of the fixed validation set that are scored; 0 = all of it. */
    sequences: z.int().nonnegative(),
  }),
  checkpoints: z.strictObject({
    /** Place of this run's checkpoints: `file:` URI, absolute path, or `s3://bucket/prefix`. */
    storeUri: z.string(),
    /** 0 = only at fork points and at the end. */
    everySteps: z.int().nonnegative(),
    /** Steps whose checkpoint is kept until the controller removes it. */
    forkSteps: z.array(count),
    /** Periodic checkpoints kept besides the fork points. */
    keepLast: count,
  }),
  /** Where a Cooldown branches off. */
  startFrom: checkpointRef.optional(),
  /** Whose weights a TrainingRun begins with, in place of random ones; nothing else of that checkpoint is taken. */
  weightsFrom: checkpointRef.optional(),
  /** Parts of the checkpoint's identity that this branch changes on purpose; any other difference is refused on load. */
  acceptDifferences: z.array(z.enum(["data", "codec"])).optional(),
  workers: z.strictObject({ count: count, min: count }),
  exchange: exchangeConfig,
});

export type ModelConfig = z.infer<typeof modelConfig>;
export type LlamaConfig = z.infer<typeof llamaConfig>;
export type Gpt2Config = z.infer<typeof gpt2Config>;
export type DataConfig = z.infer<typeof dataConfig>;
export type OptimizerConfig = z.infer<typeof optimizerConfig>;
export type CooldownShape = z.infer<typeof cooldownShape>;
export type ScheduleConfig = z.infer<typeof scheduleConfig>;
export type AveragingConfig = z.infer<typeof averagingConfig>;
export type CheckpointRef = z.infer<typeof checkpointRef>;
export type BatchConfig = z.infer<typeof runConfig>["batch"];
export type RunConfig = z.infer<typeof runConfig>;
