/** Cooldown: a branch. Loads a fork point and takes the learning rate down over its last fraction. */
import type { z } from "zod";
import { conditions } from "./conditions.ts";
import { defineKind, stateColumns, type ObjectOf } from "./kind.ts";
import { data } from "./parts/data.ts";
import { branchEngine, evaluation, lifeFields, mutableLifeFields, workers } from "./parts/execution.ts";
import { exchangeOverride } from "./parts/exchange.ts";
import { position } from "./parts/position.ts";
import { checkpointReference, runStatusFields } from "./parts/run-status.ts";
import { choice, decimal, integer, object, objectName, text } from "./schema/fields.ts";
import { exactlyOne, withRules } from "./schema/rules.ts";

const from = withRules(
  object(
    "Where it branches off: a Checkpoint, or a run at one of its fork points (waits until it is there).",
    {
      checkpoint: objectName("Checkpoint in the same namespace.").optional(),
      run: objectName(
        "TrainingRun in the same namespace. It may have finished or been deleted: its Checkpoints remain.",
      ).optional(),
      at: position("Fork point of the run; its last one if left out.").optional(),
    },
  ),
  [
    exactlyOne<{ checkpoint?: string; run?: string }>(["checkpoint", "run"]),
    {
      cel: "!has(self.at) || has(self.run)",
      message: "may be set only with run: a checkpoint has one step",
      path: ["at"],
      holds: ({ at, run }) => at === undefined || run !== undefined,
    },
  ],
);

const length = withRules(
  object("How long the rate falls: exactly one of fractionOfTotal, steps.", {
    fractionOfTotal: decimal(
      "Share of the whole horizon, plateau and cooldown together. 0.1 to 0.2 is usual.",
      {
        above: 0,
        below: 1,
        example: "0.2",
      },
    ).optional(),
    steps: integer("Steps.").optional(),
  }),
  [exactlyOne<{ fractionOfTotal?: string; steps?: number }>(["fractionOfTotal", "steps"])],
);

export const cooldownShapes = [
  "Linear",
  "OneMinusSqrt",
  "Cosine",
  "MirrorCosine",
  "Square",
  "Exponential",
] as const;

export const shapeFields = {
  shape: choice("How the rate falls.", cooldownShapes).default("OneMinusSqrt"),
  finalFactor: decimal("Rate at the end as a fraction of the full one; Exponential needs more than 0.", {
    max: 1,
    example: "0",
  }).default("0"),
  evaluation,
  workers,
};

const exponentialNeedsFloor = {
  cel: "self.shape != 'Exponential' || double(self.finalFactor) > 0.0",
  message:
    'must be more than 0 for shape Exponential, whose rate is finalFactor^u; use "0.01", or another shape',
  path: ["finalFactor"],
  holds: ({ shape, finalFactor }: { shape: string; finalFactor: string }) =>
    shape !== "Exponential" || Number(finalFactor) > 0,
};

export const cooldownSpec = withRules(
  object("Where to branch off, and how the rate falls.", {
    from,
    length: length.prefault({ fractionOfTotal: "0.2" }),
    ...shapeFields,
    overrides: object(
      "What differs from the run on purpose. The status says so: the branch no longer equals a longer run.",
      {
        data: data.optional(),
        exchange: exchangeOverride.optional(),
      },
    ).optional(),
    engine: branchEngine.optional(),
    ...lifeFields,
  }),
  [exponentialNeedsFloor],
);

/** A study's template: origin and exact length come from the study. */
export const cooldownTemplateSpec = withRules(
  object("Spec of the cooldowns; where they branch off comes from the study.", {
    length: object("How long the rate falls.", {
      fractionOfTotal: decimal("Share of each horizon. 0.1 to 0.2 is usual.", {
        above: 0,
        below: 1,
        example: "0.2",
      }).default("0.2"),
    }).prefault({}),
    ...shapeFields,
    podTemplate: lifeFields.podTemplate,
    startTimeoutSeconds: lifeFields.startTimeoutSeconds,
    activeDeadlineSeconds: lifeFields.activeDeadlineSeconds,
    maxAttempts: lifeFields.maxAttempts,
  }),
  [exponentialNeedsFloor],
);

export const cooldownStatus = object("What has been seen of the branch.", {
  ...runStatusFields,
  checkpoint: checkpointReference.optional().meta({ description: "Where it branched off, decided once." }),
  cooldownSteps: integer("Steps over which the rate falls.").optional(),
  finalLoss: text("Mean cross-entropy on the validation set at the end, nats per token.", {
    max: 32,
  }).optional(),
  conditions,
});

export const cooldown = defineKind({
  kind: "Cooldown",
  plural: "cooldowns",
  singular: "cooldown",
  shortNames: ["cool"],
  description:
    "A branch: loads a fork point of a run and takes the learning rate down over its last fraction.",
  spec: cooldownSpec,
  status: cooldownStatus,
  mutable: mutableLifeFields,
  conditionTypes: {
    CheckpointReady: "The checkpoint that it branches off is committed.",
    IdentityMatches: "Model, optimizer, batch, data and seeds are those of the checkpoint.",
    WorkersReady: "All ranks are there and have formed a group.",
    Progressing: "The branch is on its way; its reason is the State column.",
    Succeeded: "The last step is done, evaluated and committed.",
    Failed: "The branch has ended without reaching its goal.",
  },
  columns: [
    ...stateColumns,
    {
      name: "Final loss",
      type: "string",
      jsonPath: ".status.finalLoss",
      description: "Validation loss at the end.",
      priority: 1,
    },
    {
      name: "From",
      type: "string",
      jsonPath: ".status.checkpoint.name",
      description: "Where it branched off.",
      priority: 1,
    },
  ],
});

export type Cooldown = ObjectOf<typeof cooldown>;
export type CooldownSpec = Cooldown["spec"];
export type CooldownStatus = z.output<typeof cooldownStatus>;
export type CooldownTemplateSpec = z.output<typeof cooldownTemplateSpec>;
