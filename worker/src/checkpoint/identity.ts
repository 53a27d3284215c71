/** Identity: what a branch must share with its checkpoint, compared field by field. */
import { exchangeIdentity, type CheckpointManifest, type RunConfig } from "@plateau/proto";
import { CheckpointError } from "./errors.ts";

export type Identity = CheckpointManifest["identity"];

/** @param dataIdentity `DataSource.identity` of the run's data */
export function identityOf(config: RunConfig, dataIdentity: string): Identity {
  const { sequences, sequenceLength, shards } = config.batch;
  return {
    model: config.model,
    optimizer: config.optimizer,
    batch: { sequences, sequenceLength, shards },
    data: dataIdentity,
    dataSeed: config.dataSeed,
    seed: config.seed,
    warmupSteps: config.schedule.warmupSteps,
    codec: exchangeIdentity(config.exchange),
  };
}

/** Manifests of before there were channels name the codec alone, and there was one. */
function withWholeCodec(identity: Identity): Identity {
  if (typeof identity.codec !== "string") return identity;
  return {
    ...identity,
    codec: { codec: { name: identity.codec }, channel: { name: "noiseless" }, seed: 0 },
  } as Identity;
}

export interface Difference {
  /** Dotted: `model.layers`. */
  field: string;
  checkpoint: unknown;
  run: unknown;
}

/** Every field in which the two differ, in order; empty = the run may go on from the checkpoint. */
export function compareIdentity(checkpoint: Identity, run: Identity): Difference[] {
  return differences("", withWholeCodec(checkpoint), withWholeCodec(run));
}

function differences(path: string, checkpoint: unknown, run: unknown): Difference[] {
  if (isRecord(checkpoint) && isRecord(run)) {
    return [...new Set([...Object.keys(checkpoint), ...Object.keys(run)])].flatMap((key) =>
      differences(path === "" ? key : `${path}.${key}`, checkpoint[key], run[key]),
    );
  }
  return Object.is(checkpoint, run) ? [] : [{ field: path, checkpoint, run }];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** Fields of the identity that each accepted part covers. */
const parts = { data: ["data", "dataSeed"], codec: ["codec"] } as const;

/**
 * Refuse a checkpoint of another recipe.
 *
 * @param accept parts that the run changes on purpose (`acceptDifferences` of its config)
 * @returns the accepted differences, for a loud condition
 * @throws CheckpointError E_CHECKPOINT_MISMATCH listing every other difference with both values
 */
export function requireIdentity(
  file: string,
  checkpoint: Identity,
  run: Identity,
  accept: readonly (keyof typeof parts)[] = [],
): Difference[] {
  const accepted = new Set<string>(accept.flatMap((part) => parts[part]));
  const all = compareIdentity(checkpoint, run);
  const refused = all.filter(({ field }) => !accepted.has(field.split(".")[0]!));
  if (refused.length === 0) return all;
  const list = listed(refused);
  throw new CheckpointError(
    "E_CHECKPOINT_MISMATCH",
    file,
    `${file} was made by another recipe: ${list}. A branch must share its trunk's recipe: restore these fields, or name what you change on purpose in acceptDifferences.`,
  );
}

/**
 * Refuse weights of another model. What is dropped in training is the recipe's: the weights are none the less of this model.
 *
 * @throws CheckpointError E_CHECKPOINT_MISMATCH listing every difference with both values
 */
export function requireModel(file: string, checkpoint: Identity["model"], run: Identity["model"]): void {
  const all = differences("model", checkpoint, run).filter(({ field }) => field !== "model.dropout");
  if (all.length === 0) return;
  throw new CheckpointError(
    "E_CHECKPOINT_MISMATCH",
    file,
    `${file} holds weights of another model: ${listed(all)}. Make spec.model that of the checkpoint.`,
  );
}

function listed(differing: readonly Difference[]): string {
  return differing
    .map(
      ({ field, run, checkpoint }) => `${field} is ${JSON.stringify(run)}, was ${JSON.stringify(checkpoint)}`,
    )
    .join("; ");
}
