/**
 * Where training starts if no rank holds a state: the newest good checkpoint of this run, else the checkpoint it branches off,
 * or whose weights it begins with, else the seed. What was decided (agree.ts) is loaded here.
 */
import type { CheckpointManifest, CheckpointRef, RunConfig } from "@plateau/proto";
import { createAverages } from "../averaging/averages.ts";
import {
  CheckpointError,
  identityOf,
  listCheckpoints,
  loadLatestGood,
  loadReference,
  requireIdentity,
  requireModel,
  verifyCheckpoint,
  type CommittedCheckpoint,
  type Difference,
  type LoadedCheckpoint,
  type Skipped,
} from "../checkpoint/index.ts";
import type { BlobStore } from "../checkpoint/store.ts";
import type { Codec } from "../exchange/codecs/codec.ts";
import { createExchangeState, isExchangeVector, restoreExchangeState } from "../exchange/state.ts";
import { initialize } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { StoredStart } from "./agree.ts";
import { TrainError } from "./errors.ts";
import { sharedVector, type TrainingState } from "./state.ts";

export interface StartParts {
  config: RunConfig;
  model: Model;
  optimizer: Optimizer;
  /** `DataSource.identity` */
  dataIdentity: string;
  codec: Codec;
  /** Shards hosted here. */
  shards: readonly number[];
}

/**
 * Fork points that have been committed: those that are whole, and those that are not.
 *
 * @throws StoreError if the store cannot be read
 */
export async function inspectForks(
  store: BlobStore,
  forkSteps: readonly number[],
): Promise<{ whole: CommittedCheckpoint[]; damaged: Skipped[] }> {
  const whole: CommittedCheckpoint[] = [];
  const damaged: Skipped[] = [];
  for (const { step } of await listCheckpoints(store)) {
    if (!forkSteps.includes(step)) continue;
    try {
      whole.push(await verifyCheckpoint(store, step));
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      damaged.push({ step, error });
    }
  }
  return { whole, damaged };
}

/**
 * Manifest of the final checkpoint, if it is committed, whole and evaluated.
 *
 * @throws CheckpointError E_CHECKPOINT_MISMATCH if it belongs to another recipe
 */
export async function finalCheckpoint(
  store: BlobStore,
  config: RunConfig,
  dataIdentity: string,
): Promise<CheckpointManifest | undefined> {
  const { whole } = await inspectForks(store, [config.stopAtStep]);
  const manifest = whole[0]?.manifest;
  if (!manifest || manifest.evaluations.length === 0) return undefined;
  const file = whole[0]!.ref.manifestUri;
  requireIdentity(file, manifest.identity, identityOf(config, dataIdentity), config.acceptDifferences);
  return manifest;
}

/** Newest whole checkpoint of the run itself up to a step, and what was passed over because it is damaged. */
export async function newestOwn(
  store: BlobStore,
  atMostStep: number,
): Promise<{ ref: CheckpointRef | undefined; skipped: Skipped[] }> {
  const { loaded, skipped } = await loadLatestGood(store, { atMostStep });
  return { ref: loaded?.ref, skipped };
}

/**
 * The state that the group agreed on.
 *
 * @throws CheckpointError if it cannot be loaded whole, E_CHECKPOINT_MISMATCH if it belongs to another recipe
 */
export function loadStart(start: StoredStart, parts: StartParts): Promise<TrainingState> {
  if (start.from === "checkpoint") return fromCheckpoint(start, parts);
  if (start.from === "weights") return fromWeights(start.ref, parts);
  const { model, config } = parts;
  return Promise.resolve(fromNothing(initialize(model, config.seed, sharedVector(model.size)), parts));
}

/** Nothing but the weights is taken, so the recipes may differ: only the model must be the same. */
async function fromWeights(ref: CheckpointRef, parts: StartParts): Promise<TrainingState> {
  const { model, config } = parts;
  const layout = model.parameters.map(({ name, shape }) => ({ name, shape }));
  const { manifest, state } = await loadReference(ref, { layout, only: "weights" });
  requireModel(ref.manifestUri, manifest.identity.model, config.model);
  return fromNothing(state.parameters, parts);
}

function fromNothing(
  parameters: Float32Array,
  { config, model, optimizer, codec, shards }: StartParts,
): TrainingState {
  return {
    step: 0,
    parameters,
    slots: optimizer.slots.map(() => sharedVector(model.size)),
    averages: createAverages(config.averaging, model.size, config.schedule.warmupSteps),
    smoothedLoss: null,
    evaluations: [],
    exchange: createExchangeState(codec, shards),
    extra: {},
    forkedFrom: undefined,
  };
}

async function fromCheckpoint(
  start: Extract<StoredStart, { from: "checkpoint" }>,
  parts: StartParts,
): Promise<TrainingState> {
  const { config, model, optimizer, dataIdentity, shards } = parts;
  const layout = model.parameters.map(({ name, shape }) => ({ name, shape }));
  const loaded = await loadReference(start.ref, { layout, shards });
  const { manifest, state } = loaded;
  const accepted = requireIdentity(
    start.ref.manifestUri,
    manifest.identity,
    identityOf(config, dataIdentity),
    config.acceptDifferences,
  );
  checkBranchStep(start, loaded, config);
  const averages = createAverages(config.averaging, model.size, config.schedule.warmupSteps, manifest.step);
  if (start.own) averages.restore(state.averages);
  return {
    step: manifest.step,
    parameters: state.parameters,
    slots: optimizer.slots.map((slot) => requireSlot(state.slots[slot], slot, start.ref)),
    averages,
    smoothedLoss: manifest.smoothedLoss,
    evaluations: start.own ? manifest.evaluations : [],
    ...splitExtra(state.extra, parts, accepted),
    forkedFrom: start.own ? manifest.parents.find(({ relation }) => relation === "ForkOf") : config.startFrom,
  };
}

/** Codec state and the rest of the vectors. A branch that changes the codec on purpose begins with fresh codec state. */
function splitExtra(
  vectors: Record<string, Float32Array>,
  { codec, shards }: StartParts,
  accepted: readonly Difference[],
): Pick<TrainingState, "exchange" | "extra"> {
  const changed = accepted.some(({ field }) => field.startsWith("codec"));
  const rest = Object.entries(vectors).filter(([name]) => !isExchangeVector(name));
  return {
    exchange: changed ? createExchangeState(codec, shards) : restoreExchangeState(codec, shards, vectors),
    extra: Object.fromEntries(rest),
  };
}

/** A branch whose cooldown would begin before or after its fork point would train at a silently wrong rate. */
function checkBranchStep(
  { own, ref }: { own: boolean; ref: CheckpointRef },
  { manifest }: LoadedCheckpoint,
  { schedule }: RunConfig,
): void {
  if (own || schedule.kind !== "cooldown") return;
  const forkStep = schedule.totalSteps - schedule.cooldownSteps;
  if (manifest.step === forkStep) return;
  throw new TrainError(
    "E_START",
    `${ref.manifestUri} is at step ${manifest.step}, but the cooldown of ${schedule.cooldownSteps} of ${schedule.totalSteps} steps begins at step ${forkStep}. Branch from that step, or change the cooldown's length.`,
  );
}

function requireSlot(
  vector: Float32Array | undefined,
  slot: string,
  { manifestUri }: CheckpointRef,
): Float32Array {
  if (vector) return vector;
  throw new TrainError(
    "E_START",
    `${manifestUri} holds no optimizer state "${slot}": training cannot go on from it. Choose a checkpoint that holds OptimizerState.`,
  );
}
