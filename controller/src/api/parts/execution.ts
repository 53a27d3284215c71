/** How a run or a branch is carried out: workers, batch, engine, evaluation, pods, time limits. */
import type { RunConfig } from "@plateau/proto";
import { z } from "zod";
import { decimalValue } from "../schema/decimal.ts";
import { choice, decimal, flag, integer, object, uri } from "../schema/fields.ts";
import { withRules, type Rule } from "../schema/rules.ts";

/** In the spec, and in a run config. */
const engineIds = {
  OnnxRuntime: "onnxruntime",
  Native: "native",
  Reference: "reference",
  Pjrt: "pjrt",
  TensorFlow: "tensorflow",
  TfjsNode: "tfjs-node",
} as const;

export const engineNames = Object.keys(engineIds) as [EngineName, ...EngineName[]];

export type EngineName = keyof typeof engineIds;

const engineName = choice(
  "OnnxRuntime: on CPUs; Native: Plateau's own kernels, on CPUs, compiled at first use; Pjrt: XLA, on GPUs and CPUs; TensorFlow: its library, with XLA, on GPUs and CPUs; TfjsNode: the same library, operation by operation, for checks at size; the last three where they are installed (plateau engines); Reference: slow and plain, for numeric checks. Left out: Pjrt where a rank has a GPU and a plugin for it, OnnxRuntime elsewhere; status.engine says which.",
  engineNames,
).optional();
const threads = integer(
  "Threads of one engine call. Part of the result, because the order of a sum may depend on it.",
  { max: 1024 },
);
const peakFlops = decimal(
  "FLOPs a second that the device of one rank can do at best. Nothing is decided by it: metrics tell by it how well the device is used.",
  { above: 0, max: 1e30, example: "989e12" },
).optional();

const products = choice(
  "Type in which operands of matrix products are multiplied; sums and everything else are Float32. BFloat16 is many times as fast on GPUs and needs name Pjrt.",
  ["Float32", "BFloat16"],
);

const recompute = flag(
  "Keep only the input of each block for the backward pass, which computes the block a second time: about a third more work, far less memory, the same gradients.",
);

const productsNeedPjrt: Rule<{ name?: string | undefined; products?: string | undefined }> = {
  cel: "!has(self.products) || self.products != 'BFloat16' || (has(self.name) && self.name == 'Pjrt')",
  message: "is BFloat16, which only the engine Pjrt can; write name: Pjrt beside it",
  path: ["products"],
  holds: (self) => self.products !== "BFloat16" || self.name === "Pjrt",
};

export const engine = withRules(
  object("What computes.", {
    name: engineName,
    threads: threads.default(1),
    products: products.default("Float32"),
    recompute: recompute.default(false),
    peakFlops,
  }),
  [productsNeedPjrt],
).prefault({});

/** Of a branch, whose checkpoint any engine goes on from. */
export const branchEngine = withRules(
  object("What computes, where it is not what computed the run.", {
    name: engineName,
    threads: threads.optional(),
    products: products.optional(),
    recompute: recompute.optional(),
    peakFlops,
  }),
  [productsNeedPjrt],
);

/** As workers are told it. */
export function engineConfig({
  name,
  threads,
  products,
  recompute: isRecomputing,
  peakFlops,
}: EngineSpec): RunConfig["engine"] {
  return {
    name: engineIdOf(name),
    threads,
    products: products === "BFloat16" ? "bfloat16" : "float32",
    recompute: isRecomputing === true,
    ...(peakFlops === undefined ? {} : { peakFlops: decimalValue(peakFlops) }),
  };
}

/** The worker's name for an engine; "auto" where none is named. */
export function engineIdOf(name: EngineName | undefined): RunConfig["engine"]["name"] {
  return name === undefined ? "auto" : engineIds[name];
}

/** A branch that names another engine does not take over what the run's engine was asked for. */
export function branchEngineConfig(
  run: EngineSpec,
  branch: BranchEngineSpec | undefined,
): RunConfig["engine"] {
  const products = branch?.name === undefined || branch.name === run.name ? run.products : "Float32";
  return engineConfig({ ...run, products, ...branch });
}

/** As people write it: the name in specs of an engine that a worker has told of. */
export function engineNameOf(id: string): string {
  return engineNames.find((name) => engineIds[name] === id) ?? id;
}

export const batch = withRules(
  object("The global batch of one step and how it is cut.", {
    sequences: integer("Sequences per step; a multiple of shards × microbatch.", { max: 16_777_216 }),
    sequenceLength: integer("Tokens of a sequence; at most model.context.", { max: 1_048_576 }),
    shards: integer(
      "Virtual workers: the batch is cut into so many fixed slices, summed in this order. Fixed for the life of a run.",
      { max: 4096 },
    ).default(1),
    microbatch: integer(
      "Sequences of one call of the gradient program; the shard's whole slice if left out.",
      { max: 1_048_576 },
    ).optional(),
  }),
  [
    {
      cel: "self.sequences % (self.shards * (has(self.microbatch) ? self.microbatch : 1)) == 0",
      message: "must be a multiple of shards × microbatch",
      path: ["sequences"],
      holds: ({ sequences, shards, microbatch = 1 }) => sequences % (shards * microbatch) === 0,
      explain: ({ sequences, shards, microbatch }) => {
        const unit = shards * (microbatch ?? 1);
        const below = Math.floor(sequences / unit) * unit;
        const near = [below, below + unit].filter((value) => value > 0).join(" or ");
        const what =
          microbatch === undefined
            ? `${shards} shards`
            : `${shards} shards × microbatch ${microbatch} = ${unit}`;
        return `is ${sequences}, which is not a multiple of ${what}; use ${near}`;
      },
    },
  ],
);

export const workers = withRules(
  object("Processes (ranks) that host the shards. Results do not depend on how many there are.", {
    count: integer("Ranks to start. May be changed while the run goes on: it does not stop.", {
      max: 4096,
    }).default(1),
    min: integer(
      "Ranks below which training waits for lost ones; count if left out. Between min and count it goes on without them after a minute.",
      { max: 4096 },
    ).optional(),
    max: integer("Ranks that an autoscaler may ask for; no limit but the shards if left out.", {
      max: 4096,
    }).optional(),
  }),
  [
    {
      cel: "!has(self.min) || self.min <= self.count",
      message: "must be at most count",
      path: ["min"],
      holds: ({ min, count }) => min === undefined || min <= count,
      explain: ({ min, count }) => `is ${min}, more than count ${count}; lower it or raise count`,
    },
    {
      cel: "!has(self.max) || self.max >= self.count",
      message: "must be at least count",
      path: ["max"],
      holds: ({ max, count }) => max === undefined || max >= count,
      explain: ({ max, count }) => `is ${max}, less than count ${count}; raise it or lower count`,
    },
  ],
).prefault({});

export const evaluation = object("Scoring on the fixed validation set; always done at the end, too.", {
  everySteps: integer("Evaluate every so many steps along the way; 0 = only at the end.", { min: 0 }).default(
    0,
  ),
  sequences: integer("Sequences of the validation set that are scored; 0 = all of it.", { min: 0 }).default(
    0,
  ),
}).prefault({});

export const store = object("Where checkpoints are written.", {
  uri: uri(
    "Directory or s3://bucket/prefix. Relative to the home of the embedded cluster. Each run gets a folder of its own in it.",
  ),
});

/** The one field that is passed through: an object without a schema. */
export const podTemplate = z.looseObject({}, { error: () => "must be a map of fields" }).meta({
  description:
    "Merged into the pods of the workers (metadata, spec). Not interpreted here. A change counts from the next start on.",
  "x-kubernetes-preserve-unknown-fields": true,
});

/** Fields that TrainingRun and Cooldown share about their life. */
export const lifeFields = {
  suspend: flag("Stop the workers after a checkpoint; false again = go on from it.").default(false),
  podTemplate: podTemplate.optional(),
  startTimeoutSeconds: integer(
    "If not all ranks are there in this time, the gang is taken down and tried again later.",
    { max: 604_800 },
  ).default(600),
  activeDeadlineSeconds: integer(
    "Longest time from the first start to the end; then the run fails.",
  ).optional(),
  maxAttempts: integer(
    "Gangs that are started, one after the other, before failures of the machinery make the run fail.",
    { max: 100 },
  ).default(5),
  ttlSecondsAfterFinished: integer(
    "Delete the object so long after it has finished. Its Checkpoints stay while anything refers to them.",
    { min: 0 },
  ).optional(),
};

/** What may be changed in a TrainingRun or Cooldown that exists: how it is carried out, never what is trained. */
export const mutableLifeFields = ["engine", "workers", ...Object.keys(lifeFields)] as const;

export type EngineSpec = z.output<typeof engine>;
export type BranchEngineSpec = z.output<typeof branchEngine>;
export type BatchSpec = z.output<typeof batch>;
export type WorkersSpec = z.output<typeof workers>;
export type EvaluationSpec = z.output<typeof evaluation>;
