/** Status fields that TrainingRun and Cooldown share: where it is, how fast, what it cost. Every number says its unit. */
import type { z } from "zod";
import { decimal, integer, list, object, text } from "../schema/fields.ts";

const signedDecimal = (description: string): z.ZodString => text(description, { max: 32 });
const bigNumber = (description: string): z.ZodString =>
  decimal(description, { max: 1e300, example: "1.6e18" });

export const evaluationStatus = object("One evaluation on the fixed validation set.", {
  step: integer("Updates applied.", { min: 0 }),
  weights: text("Which weights were scored: raw, swa or ema.", { max: 16 }),
  loss: signedDecimal("Mean cross-entropy, nats per token."),
  tokens: integer("Tokens scored.", { min: 0 }),
  domains: list(
    "By document domain, where documents have one.",
    object("Loss of one domain.", {
      name: text("Domain.", { max: 128 }),
      loss: signedDecimal("Nats per token."),
      tokens: integer("Tokens scored.", { min: 0 }),
    }),
    { max: 64, list: { type: "map", keys: ["name"] } },
  ).default([]),
});

export const checkpointReference = object("A committed checkpoint.", {
  name: text("Checkpoint object, where there is one.", { max: 253 }).optional(),
  step: integer("Updates applied.", { min: 0 }),
  manifestUri: text("Address of its manifest.", { max: 2048 }),
  sha256: text("sha256 of the manifest's bytes, hex.", { max: 64 }),
});

export const runStatusFields = {
  observedGeneration: integer("Generation of the spec that this status was written for.", {
    min: 0,
  }).optional(),
  step: integer("Optimizer updates applied.", { min: 0 }).optional(),
  stopAtStep: integer("Updates after which it is complete.").optional(),
  progress: text("Share of the way that is done, for people: 42 %.", { max: 16 }).optional(),
  tokens: bigNumber("Training tokens consumed, those before a fork included.").optional(),
  flops: bigNumber("Training FLOPs spent by the detailed count, those before a fork included.").optional(),
  loss: signedDecimal("Smoothed training loss, nats per token.").optional(),
  tokensPerSecond: bigNumber("Throughput since the last start.").optional(),
  engine: object("What computes, as a rank has last told it.", {
    name: text("As in spec.engine.name.", { max: 64 }),
    description: text("Library, version and device.", { max: 1024 }),
  }).optional(),
  readyWorkers: integer("Ranks that have joined the group.", { min: 0 }).default(0),
  workers: text("Ready and wanted ranks, for people: 2/2.", { max: 16 }).optional(),
  selector: text("Label selector of the worker pods, for autoscalers.", { max: 512 }).optional(),
  attempt: integer("Gang that is running or was the last to run; the first is 1.", { min: 0 }).default(0),
  failures: integer("Gangs lost to failures of the machinery.", { min: 0 }).default(0),
  startTime: text("When the first gang was started (RFC 3339).", { max: 32 }).optional(),
  completionTime: text("When it finished or failed (RFC 3339).", { max: 32 }).optional(),
  lastCheckpoint: checkpointReference.optional(),
  evaluation: evaluationStatus.optional(),
};
