/**
 * Checkpoint manifest: the file that makes a checkpoint exist.
 *
 * A checkpoint is a directory `step-<9 digits>/` of safetensors files and, written last, `manifest.json`. No manifest, no
 * checkpoint. Sizes and sha256 of all files stand in it and are verified on load.
 */
import { z } from "zod";
import { channelConfig, codecConfig } from "./exchange-config.ts";
import { modelConfig, optimizerConfig } from "./run-config.ts";

const decimal = z.string().regex(/^\d+(\.\d+)?(e[+]?\d+)?$/);

export const evaluationResult = z.strictObject({
  step: z.int().nonnegative(),
  /** Which weights were scored. */
  weights: z.enum(["raw", "swa", "ema"]),
  /** Mean cross-entropy over the validation set, nats per token. */
  loss: z.number(),
  /** Tokens scored. */
  tokens: z.int().positive(),
  /** Nats per token by document domain, where documents have one. */
  domains: z.record(z.string(), z.strictObject({ loss: z.number(), tokens: z.int().positive() })).default({}),
});

export const checkpointManifest = z.strictObject({
  apiVersion: z.literal("plateau.dev/checkpoint/v1"),
  run: z.strictObject({
    kind: z.enum(["TrainingRun", "Cooldown"]),
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
  }),
  /** Optimizer updates applied. Step 0 is the initial state. */
  step: z.int().nonnegative(),
  /** Training tokens consumed so far, branch and trunk together. */
  tokens: z.int().nonnegative(),
  /** Training FLOPs so far by the detailed count (`scaling`), as a decimal string: may exceed 2^53. */
  flops: decimal,
  /** What a branch must agree with: model, optimizer, batch, data, seed. Compared field by field on load. */
  identity: z.strictObject({
    model: modelConfig,
    optimizer: optimizerConfig,
    batch: z.strictObject({ sequences: z.int(), sequenceLength: z.int(), shards: z.int() }),
    /** sha256 of the data source's identity (manifest bytes, chain parameters). */
    data: z.string(),
    dataSeed: z.int(),
    seed: z.int(),
    warmupSteps: z.int(),
    /** How gradients travel; a plain name in manifests of before there were channels. */
    codec: z.union([
      z.string(),
      z.strictObject({ codec: codecConfig, channel: channelConfig, seed: z.int().nonnegative() }),
    ]),
  }),
  holds: z.array(z.enum(["Weights", "OptimizerState", "CodecState", "DataCursor", "Averages"])),
  parents: z.array(
    z.strictObject({
      manifestUri: z.string(),
      sha256: z.string(),
      /** Continues: same run; ForkOf: a branch; WeightsOf: a run that began with its weights alone. */
      relation: z.enum(["Continues", "ForkOf", "WeightsOf"]),
    }),
  ),
  /** Engine that wrote it, for the record: bits are promised on the same engine and machine type only. */
  engine: z.string(),
  evaluations: z.array(evaluationResult).default([]),
  /** Exponentially smoothed training loss, so that a resumed run goes on with the same number. */
  smoothedLoss: z.number().nullable(),
  createdAt: z.string(),
  /** sha256 over the manifest's own bytes with 64 zeros in this place; the worker's loader insists on it. */
  selfSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  files: z
    .array(z.strictObject({ name: z.string(), bytes: z.int().nonnegative(), sha256: z.string() }))
    .min(1),
});

export type EvaluationResult = z.infer<typeof evaluationResult>;
export type CheckpointManifest = z.infer<typeof checkpointManifest>;
