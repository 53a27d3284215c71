/** Checkpoint: immutable record of a committed state. Written by the controller, or by `plateau import`; kept while anything refers to it. */
import type { z } from "zod";
import { conditions } from "./conditions.ts";
import { defineKind, type ObjectOf } from "./kind.ts";
import { trainingRunSpec } from "./training-run.ts";
import { choice, decimal, integer, list, object, objectName, text, uri } from "./schema/fields.ts";
import { withRules } from "./schema/rules.ts";

const sha256 = text("sha256, hex.", {
  max: 64,
  pattern: /^[0-9a-f]{64}$/,
  expected: "64 hexadecimal digits",
});
const bigNumber = (description: string): z.ZodString =>
  decimal(description, { max: 1e300, example: "1.6e18" });

const producer = object("Whose workers wrote it.", {
  kind: choice("Kind. Import: plateau import, from a model that was trained elsewhere.", [
    "TrainingRun",
    "Cooldown",
    "Import",
  ]),
  name: objectName("Name."),
  uid: text("Uid.", { min: 1, max: 64 }),
});

export const checkpointSpec = object("A committed state.", {
  manifest: object("Its manifest. The state exists because the manifest does.", {
    uri: uri("Address."),
    sha256: sha256.meta({ description: "sha256 of the manifest's bytes, hex." }),
    bytes: bigNumber("Size of the whole checkpoint in bytes."),
  }),
  step: integer("Updates applied.", { min: 0 }),
  tokens: bigNumber("Training tokens consumed, all ancestors included."),
  flops: bigNumber("Training FLOPs spent by the detailed count, all ancestors included."),
  producedBy: producer,
  phase: choice("Where in the schedule it was taken. Only Plateau states can be branched.", [
    "Plateau",
    "Cooled",
    "Cosine",
    "Imported",
  ]),
  parents: list(
    "What it continues or branched off, by manifest.",
    object("A parent.", {
      manifestUri: uri("Address of the parent's manifest."),
      sha256,
      relation: choice(
        "Continues: same run; ForkOf: a branch; WeightsOf: a run that began with its weights.",
        ["Continues", "ForkOf", "WeightsOf"],
      ),
    }),
    { max: 16, list: { type: "atomic" } },
  ).default([]),
  holds: list(
    "What the state contains.",
    choice("Part of the state.", ["Weights", "OptimizerState", "CodecState", "DataCursor", "Averages"]),
    { max: 8, list: { type: "set" } },
  ),
  recipe: trainingRunSpec
    .meta({
      ...trainingRunSpec.meta(),
      description:
        "Spec of the plateau run as it was, so that a branch is possible after the run has been deleted. Imported weights have none.",
    })
    .optional(),
});

export const checkpointStatus = object("What is known of the blob and of those who need it.", {
  observedGeneration: integer("Generation of the spec that this status was written for.", {
    min: 0,
  }).optional(),
  heldBy: list(
    "Objects because of which it is kept.",
    object("A holder.", {
      kind: text("Kind.", { max: 64 }),
      name: text("Name.", { max: 253 }),
    }),
    { max: 64, list: { type: "map", keys: ["kind", "name"] } },
  ).default([]),
  holders: integer("How many objects hold it.", { min: 0 }).default(0),
  removalAttempts: integer("Jobs started to remove the blob.", { min: 0 }).default(0),
  conditions,
});

export const checkpoint = defineKind({
  kind: "Checkpoint",
  plural: "checkpoints",
  singular: "checkpoint",
  shortNames: ["ckpt"],
  description:
    "Immutable record of a committed state: where it lies, its hash, step, tokens, FLOPs and parents.",
  spec: withRules(checkpointSpec, [
    {
      cel: "has(self.recipe) || self.phase == 'Imported'",
      message: "must be there, unless phase is Imported",
      path: ["recipe"],
      holds: ({ recipe, phase }) => recipe !== undefined || phase === "Imported",
    },
  ]),
  status: checkpointStatus,
  mutable: [],
  conditionTypes: {
    Committed: "The manifest has been written and verified.",
    Held: "Something refers to it: the blob stays.",
    Removed: "The blob has been removed.",
  },
  columns: [
    {
      name: "State",
      type: "string",
      jsonPath: '.status.conditions[?(@.type=="Held")].reason',
      description: "Whether it is kept.",
    },
    {
      name: "Run",
      type: "string",
      jsonPath: ".spec.producedBy.name",
      description: "Whose workers wrote it.",
    },
    { name: "Step", type: "integer", jsonPath: ".spec.step", description: "Updates applied." },
    { name: "Tokens", type: "string", jsonPath: ".spec.tokens", description: "Training tokens." },
    { name: "Holders", type: "integer", jsonPath: ".status.holders", description: "Objects that need it." },
    {
      name: "Age",
      type: "date",
      jsonPath: ".metadata.creationTimestamp",
      description: "Time since it was created.",
    },
    { name: "Bytes", type: "string", jsonPath: ".spec.manifest.bytes", description: "Size.", priority: 1 },
    { name: "URI", type: "string", jsonPath: ".spec.manifest.uri", description: "Manifest.", priority: 1 },
  ],
});

export type Checkpoint = ObjectOf<typeof checkpoint>;
export type CheckpointSpec = Checkpoint["spec"];
export type CheckpointStatus = z.output<typeof checkpointStatus>;
