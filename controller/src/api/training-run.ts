/** TrainingRun: one plateau. Warm-up, then a constant rate, with complete checkpoints at the fork points. */
import type { z } from "zod";
import { conditions } from "./conditions.ts";
import { defineKind, stateColumns, type ObjectOf } from "./kind.ts";
import { data } from "./parts/data.ts";
import {
  batch,
  engine,
  evaluation,
  lifeFields,
  mutableLifeFields,
  store,
  workers,
} from "./parts/execution.ts";
import { exchange } from "./parts/exchange.ts";
import { model, templateModel } from "./parts/model.ts";
import { optimizer } from "./parts/optimizer.ts";
import { position, positions, type Position, type Positions } from "./parts/position.ts";
import { checkpointReference, runStatusFields } from "./parts/run-status.ts";
import { choice, decimal, flag, integer, list, object, objectName } from "./schema/fields.ts";
import { withRules, type Rule } from "./schema/rules.ts";

const schedule = object(
  "Learning rate over time. A plateau has no end-of-run schedule: that is why it can be branched.",
  {
    warmupSteps: integer("Steps over which the rate rises from 1 % to its full value.", { min: 0 }).default(
      300,
    ),
    cosine: object(
      "Baseline for comparisons: the rate falls along a cosine to finalFactor at the end. Such a run has a fixed length and no fork points; Cooldowns refuse it.",
      {
        total: position("Length of the run."),
        finalFactor: decimal("Rate at the end as a fraction of the full one.", {
          max: 1,
          example: "0.1",
        }).default("0.1"),
      },
    ).optional(),
  },
);

const averaging = object("Averages of the weights along the plateau, evaluated beside the raw ones.", {
  swa: object("Running mean, restarted every windowSteps.", {
    intervalSteps: integer("Fold the weights in every so many steps.").default(5),
    windowSteps: integer("Length of a window.").default(500),
    keepWindows: integer("Windows kept.", { max: 5 }).default(1),
  }).optional(),
  ema: object("Exponential mean.", {
    intervalSteps: integer("Fold the weights in every so many steps.").default(10),
    decay: decimal("Weight of the old mean.", { below: 1, example: "0.95" }).default("0.95"),
    startStep: integer("First step that counts.", { min: 0 }).default(0),
  }).optional(),
}).prefault({});

const checkpointFields = {
  store,
  everySteps: integer(
    "Steps between periodic checkpoints, from which a run goes on after a failure; 0 = only at fork points and at the end.",
    { min: 0 },
  ).default(500),
  keepLast: integer("Periodic checkpoints kept besides the fork points.", { max: 1000 }).default(2),
  deletionPolicy: choice(
    "What becomes of the Checkpoints when the run is gone and no Cooldown refers to them. Retain: they stay until somebody deletes them; Delete: they go.",
    ["Retain", "Delete"],
  ).default("Retain"),
};

const checkpoints = object("Complete states of the run.", {
  ...checkpointFields,
  forkAt: positions("Fork points: complete states that are kept, where Cooldowns can branch off.").optional(),
});

const shared = {
  engine,
  data,
  optimizer,
  schedule: schedule.prefault({}),
  averaging,
  batch,
  workers,
  exchange,
  evaluation,
};
const seed = integer("Chooses the initial weights.", { min: 0 }).default(0);

type Cosine = { schedule: { cosine?: unknown }; stopAt?: unknown; checkpoints: { forkAt?: unknown } };
type Fits = {
  model: { context: number };
  batch: { sequenceLength: number; shards: number };
  workers: { count: number };
};
type Ends = { stopAt?: Position | undefined; checkpoints: { forkAt?: Positions | undefined } };

const contextHoldsSequence: Rule<Fits> = {
  cel: "self.batch.sequenceLength <= self.model.context",
  message: "must be at most model.context",
  path: ["batch", "sequenceLength"],
  holds: (self) => self.batch.sequenceLength <= self.model.context,
  explain: (self) =>
    `is ${self.batch.sequenceLength}, longer than model.context ${self.model.context}; shorten the sequences or enlarge the context`,
};

const ranksHaveShards: Rule<Fits> = {
  cel: "self.workers.count <= self.batch.shards",
  message: "must be at most batch.shards: a rank without a shard has nothing to do",
  path: ["workers", "count"],
  holds: (self) => self.workers.count <= self.batch.shards,
  explain: (self) =>
    `is ${self.workers.count}, but there are only ${self.batch.shards} shards (batch.shards); use at most ${self.batch.shards}, or raise batch.shards`,
};

const rules: Rule<Fits & Cosine & Ends>[] = [
  contextHoldsSequence,
  ranksHaveShards,
  {
    cel: "!has(self.stopAt) || !has(self.checkpoints.forkAt) || ((!has(self.stopAt.steps) || !has(self.checkpoints.forkAt.steps) || self.checkpoints.forkAt.steps.all(s, s <= self.stopAt.steps)) && (!has(self.stopAt.tokens) || !has(self.checkpoints.forkAt.tokens) || self.checkpoints.forkAt.tokens.all(t, double(t) <= double(self.stopAt.tokens))))",
    message: "must not lie beyond stopAt",
    path: ["checkpoints", "forkAt"],
    holds: ({ stopAt, checkpoints: { forkAt } }) =>
      (stopAt?.steps ?? Infinity) >= Math.max(0, ...(forkAt?.steps ?? [])) &&
      Number(stopAt?.tokens ?? Infinity) >= Math.max(0, ...(forkAt?.tokens ?? []).map(Number)),
  },
  {
    cel: "!has(self.schedule.cosine) || !has(self.stopAt)",
    message: "must be left out with schedule.cosine, whose total is the length of the run",
    path: ["stopAt"],
    holds: (self) => self.schedule.cosine === undefined || self.stopAt === undefined,
  },
  {
    cel: "!has(self.schedule.cosine) || !has(self.checkpoints.forkAt)",
    message: "must be left out with schedule.cosine: states of a falling rate cannot be branched",
    path: ["checkpoints", "forkAt"],
    holds: (self) => self.schedule.cosine === undefined || self.checkpoints.forkAt === undefined,
  },
];

export const trainingRunSpec = withRules(
  object("What to train, on what, and how far.", {
    model,
    ...shared,
    checkpoints,
    stopAt: position(
      "Where the run is complete. Without it, it trains on until it is suspended or deleted.",
    ).optional(),
    seed,
    startFrom: object(
      "Begin with the weights of a Checkpoint in place of random ones: one of another run, or what plateau import has made. Optimizer, data and schedule begin anew, at step 0.",
      { checkpoint: objectName("Checkpoint in the same namespace, of the same model.") },
    ).optional(),
    ...lifeFields,
  }),
  rules,
);

/** A study's template: what all its runs share. Size, fork points and length come from the study. */
export const trainingRunTemplateSpec = withRules(
  object("Spec of the runs, without what the study decides (size, fork points, length).", {
    model: templateModel,
    ...shared,
    schedule: schedule
      .omit({ cosine: true })
      .meta({ description: "Learning rate over time: warm-up, then constant." })
      .prefault({}),
    checkpoints: object("Complete states of the run; the fork points come from the study.", checkpointFields),
    seed,
    podTemplate: lifeFields.podTemplate,
    startTimeoutSeconds: lifeFields.startTimeoutSeconds,
    activeDeadlineSeconds: lifeFields.activeDeadlineSeconds,
    maxAttempts: lifeFields.maxAttempts,
  }),
  [contextHoldsSequence, ranksHaveShards],
);

export const trainingRunStatus = object("What has been seen of the run.", {
  ...runStatusFields,
  startedFrom: checkpointReference
    .optional()
    .meta({ description: "Whose weights it began with, decided once." }),
  forkPoints: list(
    "Fork points of the spec and what has become of them.",
    object("A fork point.", {
      step: integer("Step.", { min: 0 }),
      tokens: decimal("Training tokens up to it.", { max: 1e18, example: "1.6e9" }),
      committed: flag("Whether its state is committed."),
    }),
    { max: 64, list: { type: "map", keys: ["step"] } },
  ).default([]),
  conditions,
});

export const trainingRun = defineKind({
  kind: "TrainingRun",
  plural: "trainingruns",
  singular: "trainingrun",
  shortNames: ["trun"],
  description:
    "One plateau: warm-up, then a constant learning rate, with complete checkpoints at the fork points.",
  spec: trainingRunSpec,
  status: trainingRunStatus,
  mutable: mutableLifeFields,
  conditionTypes: {
    WorkersReady: "All ranks are there and have formed a group.",
    Progressing: "The run is on its way; its reason is the State column.",
    Succeeded: "The last step is done and its checkpoint committed.",
    Failed: "The run has ended without reaching its goal.",
  },
  columns: stateColumns,
  scale: {
    specReplicasPath: ".spec.workers.count",
    statusReplicasPath: ".status.readyWorkers",
    labelSelectorPath: ".status.selector",
  },
});

export type TrainingRun = ObjectOf<typeof trainingRun>;
export type TrainingRunSpec = TrainingRun["spec"];
export type TrainingRunStatus = z.output<typeof trainingRunStatus>;
export type TrainingRunTemplateSpec = z.output<typeof trainingRunTemplateSpec>;
