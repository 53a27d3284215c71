/** ScalingStudy: sizes × horizons. Creates the runs and cooldowns, meters FLOPs, fits the law, names the next point. */
import type { z } from "zod";
import { conditions } from "./conditions.ts";
import { cooldownTemplateSpec } from "./cooldown.ts";
import { defineKind, type ObjectOf } from "./kind.ts";
import { groupsDivideHeads, headsDivideWidth, sizeFields } from "./parts/model.ts";
import { learningRate } from "./parts/optimizer.ts";
import { choice, decimal, flag, integer, label, list, object, stringMap, text } from "./schema/fields.ts";
import { distinctNumbers, exactlyOne, withRules, type Rule } from "./schema/rules.ts";
import { trainingRunTemplateSpec } from "./training-run.ts";

const size = withRules(
  object("One model size: one plateau run.", {
    name: label("Part of the names of its run and cooldowns."),
    ...sizeFields,
    learningRate: learningRate()
      .optional()
      .meta({ description: "Rate for this size instead of the template's." }),
  }),
  [headsDivideWidth, groupsDivideHeads],
);

type Size = z.output<typeof size>;
const sameShape = (a: Size, b: Size): boolean =>
  a.layers === b.layers &&
  a.width === b.width &&
  a.heads === b.heads &&
  (a.keyValueHeads ?? a.heads) === (b.keyValueHeads ?? b.heads) &&
  a.feedForward === b.feedForward;

/** Two names for one shape would train the same model twice and count as two points. */
const distinctShapes: Rule<Size[]> = {
  cel: "self.all(a, self.exists_one(b, a.layers == b.layers && a.width == b.width && a.heads == b.heads && (has(a.keyValueHeads) ? a.keyValueHeads : a.heads) == (has(b.keyValueHeads) ? b.keyValueHeads : b.heads) && (has(a.feedForward) ? a.feedForward : 0) == (has(b.feedForward) ? b.feedForward : 0)))",
  message: "must differ in layers, width, heads, keyValueHeads or feedForward",
  holds: (sizes) => sizes.every((a) => sizes.filter((b) => sameShape(a, b)).length === 1),
  explain: (sizes) => {
    const twins =
      sizes.map((a) => sizes.filter((b) => sameShape(a, b))).find((same) => same.length > 1) ?? [];
    return `holds the same shape under the names ${twins.map(({ name }) => name).join(" and ")}; remove all but one`;
  },
};

const horizons = withRules(
  object("Lengths for which each size is answered: exactly one of tokens, tokensPerParameter.", {
    tokens: withRules(
      list(
        "Training tokens, the same for every size.",
        decimal("Tokens.", { min: 1, max: 1e18, example: "1.6e9" }),
        {
          min: 1,
          max: 16,
          list: { type: "set" },
        },
      ),
      [distinctNumbers],
    ).optional(),
    tokensPerParameter: withRules(
      list(
        "Training tokens as a multiple of each size's parameters.",
        decimal("Tokens per parameter.", { above: 0, max: 1e9, example: "20" }),
        { min: 1, max: 16, list: { type: "set" } },
      ),
      [distinctNumbers],
    ).optional(),
  }),
  [exactlyOne<{ tokens?: unknown; tokensPerParameter?: unknown }>(["tokens", "tokensPerParameter"])],
);

const templateMeta = object("Added to the metadata of what is created.", {
  labels: stringMap("Labels.").optional(),
  annotations: stringMap("Annotations.").optional(),
}).optional();

const fit = object(
  "How the law L = E + A/N^alpha + B/D^beta is fitted to the final losses of the cooldowns.",
  {
    huberDelta: decimal("Where the Huber loss of the log residuals turns linear.", {
      above: 0,
      max: 1e6,
      example: "1e-3",
    }).default("1e-3"),
    resamples: integer("Bootstrap resamples behind the intervals.", { min: 10, max: 100_000 }).default(1000),
    confidence: decimal("Coverage of the intervals.", { above: 0, below: 1, example: "0.9" }).default("0.9"),
    seed: integer("Seed of the resampling.", { min: 0 }).default(0),
  },
).prefault({});

const parameterNames = ["E", "A", "B", "alpha", "beta", "a"] as const;

export const scalingStudySpec = withRules(
  object("What to find out, and with what.", {
    sizes: withRules(list("Model sizes.", size, { min: 1, max: 32, list: { type: "map", keys: ["name"] } }), [
      distinctShapes,
    ]),
    horizons: horizons.optional(),
    budget: object("What it may cost.", {
      flops: decimal(
        "Training FLOPs of all runs and cooldowns together, by the detailed count. Horizons that do not fit are left out, the costliest first.",
        {
          above: 0,
          max: 1e40,
          example: "3e18",
        },
      ),
    }).optional(),
    runTemplate: object("Template of the plateau runs.", {
      metadata: templateMeta,
      spec: trainingRunTemplateSpec,
    }),
    cooldownTemplate: object("Template of the cooldowns.", {
      metadata: templateMeta,
      spec: cooldownTemplateSpec.prefault({}),
    }).prefault({}),
    parallelRuns: integer("Runs and cooldowns that train at the same time.", { max: 1024 }).default(1),
    suspend: flag("Stop all runs after a checkpoint; false again = go on.").default(false),
    fit,
    stopWhen: object(
      "End before all points are in, once a constant is known well enough. Nothing is stopped half-way.",
      {
        parameter: choice("Constant.", parameterNames),
        relativeHalfWidth: decimal("Half the interval's width over the value.", {
          above: 0,
          max: 10,
          example: "0.05",
        }),
      },
    ).optional(),
  }),
  [
    {
      cel: "has(self.horizons) || has(self.budget)",
      message:
        "must be set, unless budget is: add horizons.tokens, horizons.tokensPerParameter or budget.flops",
      path: ["horizons"],
      holds: (self) => self.horizons !== undefined || self.budget !== undefined,
    },
    {
      cel: "self.runTemplate.spec.model.family != 'Llama' || self.sizes.all(s, s.width % s.heads != 0 || (s.width / s.heads) % 2 == 0)",
      message:
        "must leave heads of even size for Llama: width / heads is the size of a head, and rotary positions turn pairs",
      path: ["sizes"],
      holds: (self) =>
        self.runTemplate.spec.model.family !== "Llama" ||
        self.sizes.every(({ width, heads }) => width % heads !== 0 || (width / heads) % 2 === 0),
    },
    {
      cel: "self.runTemplate.spec.model.family == 'Llama' || self.sizes.all(s, !has(s.keyValueHeads))",
      message: "must have no keyValueHeads for family GPT2, whose heads have keys and values of their own",
      path: ["sizes"],
      holds: (self) =>
        self.runTemplate.spec.model.family === "Llama" ||
        self.sizes.every(({ keyValueHeads }) => keyValueHeads === undefined),
    },
    {
      cel: "self.cooldownTemplate.spec.workers.count <= self.runTemplate.spec.batch.shards",
      message: "must be at most runTemplate.spec.batch.shards: a rank without a shard has nothing to do",
      path: ["cooldownTemplate", "spec", "workers", "count"],
      holds: (self) => self.cooldownTemplate.spec.workers.count <= self.runTemplate.spec.batch.shards,
    },
  ],
);

/** Horizons of a study that gives only a budget, in tokens per parameter. */
export const defaultTokensPerParameter = ["5", "10", "20", "40"];

const bigNumber = (description: string): z.ZodString =>
  decimal(description, { max: 1e300, example: "1.6e18" });
const real = (description: string): z.ZodString => text(description, { max: 32 });
const interval = {
  value: real("Point estimate."),
  low: real("Lower end of the interval."),
  high: real("Upper end of the interval."),
};

const point = object("One horizon of one size.", {
  name: text("Its Cooldown.", { max: 253 }),
  size: text("Size.", { max: 24 }),
  parameters: bigNumber("N: parameters, the tied embedding once, norms ignored."),
  tokens: bigNumber("D: training tokens of the whole horizon."),
  flops: bigNumber("What this horizon would cost as a run of its own."),
  loss: real("Final validation loss of the cooldown, nats per token; absent until it is known.").optional(),
  state: text("Waiting, Training, Done, Failed or Skipped.", { max: 32 }),
});

export const scalingStudyStatus = object("What has been seen of the study.", {
  observedGeneration: integer("Generation of the spec that this status was written for.", {
    min: 0,
  }).optional(),
  progress: text("Share of the planned steps that is done, for people: 42 %.", { max: 16 }).optional(),
  running: text("Running and allowed runs, for people: 1/2.", { max: 16 }).optional(),
  pointsDone: integer("Points with a final loss.", { min: 0 }).default(0),
  pointsPlanned: integer("Points of the plan.", { min: 0 }).default(0),
  steps: object("Optimizer updates.", {
    planned: integer("By this plan.", { min: 0 }),
    done: integer("So far.", { min: 0 }),
    independentRuns: integer("If every point were a run of its own.", { min: 0 }),
  }).optional(),
  flops: object("Training FLOPs by the detailed count.", {
    planned: bigNumber("By this plan."),
    spent: bigNumber("So far."),
    independentRuns: bigNumber("If every point were a run of its own."),
  }).optional(),
  points: list("Points of the fit.", point, { max: 512, list: { type: "map", keys: ["name"] } }).default([]),
  fit: object("The fitted law.", {
    key: text("Identifies the points and settings that it was made of.", { max: 64 }),
    points: integer("Points used.", { min: 0 }),
    identified: flag("Whether the points tell the constants apart. If not, no constant is given."),
    message: text("What to add if not.", { max: 1024 }).optional(),
    parameters: list(
      "Constants of the law, and a = beta / (alpha + beta), the exponent of the optimal size.",
      object("A constant with its interval.", { name: text("Name.", { max: 16 }), ...interval }),
      { max: 16, list: { type: "map", keys: ["name"] } },
    ).default([]),
    next: object("The point that would teach most per FLOP.", {
      parameters: bigNumber("N."),
      tokens: bigNumber("D."),
      flops: bigNumber("Its cost."),
      ...interval,
    }).optional(),
  }).optional(),
  estimatedSecondsLeft: integer("Time to the end at the present pace.", { min: 0 }).optional(),
  startTime: text("When the first run was created (RFC 3339).", { max: 32 }).optional(),
  completionTime: text("When it finished or failed (RFC 3339).", { max: 32 }).optional(),
  conditions,
});

export const scalingStudy = defineKind({
  kind: "ScalingStudy",
  plural: "scalingstudies",
  singular: "scalingstudy",
  shortNames: ["study"],
  description:
    "Sizes × horizons: one plateau run per size, one cooldown per horizon, and the law fitted to their final losses.",
  spec: scalingStudySpec,
  status: scalingStudyStatus,
  mutable: ["parallelRuns", "suspend", "fit", "stopWhen"],
  conditionTypes: {
    Planned: "Fork points and lengths of all runs are settled.",
    Progressing: "Runs are on their way; its reason is the State column.",
    FitReady: "The law has been fitted to the points that are in.",
    Succeeded: "All points that can be had are in and fitted.",
    Failed: "No fit can come of it any more.",
  },
  columns: [
    stateColumn(),
    {
      name: "Points",
      type: "integer",
      jsonPath: ".status.pointsDone",
      description: "Points with a final loss.",
    },
    { name: "Of", type: "integer", jsonPath: ".status.pointsPlanned", description: "Points of the plan." },
    {
      name: "Progress",
      type: "string",
      jsonPath: ".status.progress",
      description: "Share of the planned steps that is done.",
    },
    {
      name: "Running",
      type: "string",
      jsonPath: ".status.running",
      description: "Running and allowed runs.",
    },
    {
      name: "Age",
      type: "date",
      jsonPath: ".metadata.creationTimestamp",
      description: "Time since it was created.",
    },
    {
      name: "FLOPs",
      type: "string",
      jsonPath: ".status.flops.spent",
      description: "Training FLOPs spent.",
      priority: 1,
    },
    {
      name: "Planned",
      type: "string",
      jsonPath: ".status.flops.planned",
      description: "Training FLOPs of the plan.",
      priority: 1,
    },
    {
      name: "Independent",
      type: "string",
      jsonPath: ".status.flops.independentRuns",
      description: "Training FLOPs of independent runs.",
      priority: 1,
    },
  ],
});

function stateColumn() {
  return {
    name: "State",
    type: "string",
    jsonPath: '.status.conditions[?(@.type=="Progressing")].reason',
    description: "What it is doing.",
  } as const;
}

export type ScalingStudy = ObjectOf<typeof scalingStudy>;
export type ScalingStudySpec = ScalingStudy["spec"];
export type ScalingStudyStatus = z.output<typeof scalingStudyStatus>;
