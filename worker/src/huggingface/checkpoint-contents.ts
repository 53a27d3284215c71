/**
 * An imported model as the contents of a checkpoint. One that nobody here has trained is at step 0, and its recipe is none: a rate of
 * 0 on no data, which no run shares, so that none goes on from it by mistake.
 */
import { createHash } from "node:crypto";
import type { CheckpointContents, CheckpointFacts } from "../checkpoint/index.ts";
import { createModel } from "../models/index.ts";
import type { ImportedModel } from "./import-model.ts";

/** @param name of the folder, for the record */
export function checkpointContents(imported: ImportedModel, name: string): CheckpointContents {
  const { model, parameters, facts } = imported;
  return {
    facts: facts ?? strangerFacts(imported, name),
    layout: createModel(model).parameters.map(({ name: parameter, shape }) => ({ name: parameter, shape })),
    state: { parameters, slots: {}, averages: { vectors: {}, counters: {} }, extra: {} },
  };
}

function strangerFacts({ model, weightsSha256 }: ImportedModel, name: string): CheckpointFacts {
  return {
    run: {
      kind: "TrainingRun",
      namespace: "imported",
      name,
      uid: createHash("sha256").update(weightsSha256).digest("hex").slice(0, 32),
    },
    step: 0,
    tokens: 0,
    flops: "0",
    identity: {
      model,
      optimizer: { name: "sgd", learningRate: 0, momentum: 0, weightDecay: 0, gradientClip: 0 },
      batch: { sequences: 1, sequenceLength: model.context, shards: 1 },
      data: "imported",
      dataSeed: 0,
      seed: 0,
      warmupSteps: 0,
      codec: "none",
    },
    parents: [],
    engine: "imported",
    evaluations: [],
    smoothedLoss: null,
  };
}
