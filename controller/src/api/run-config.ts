/**
 * From kinds to the worker's run config: decimal strings become numbers, tokens become steps, what a spec leaves open is
 * settled. The result is written into a ConfigMap when a gang starts; later edits of the spec never reach it.
 */
import {
  runConfig,
  type CheckpointRef,
  type DataConfig,
  type ModelConfig,
  type OptimizerConfig,
  type RunConfig,
} from "@plateau/proto";
import type { ObjectMeta } from "../cluster/cluster.ts";
import type { Cooldown } from "./cooldown.ts";
import { maxInteger } from "./schema/fields.ts";
import { decimalValue } from "./schema/decimal.ts";
import { exchangeConfig } from "./exchange-config.ts";
import { branchData, branchExchange, overriddenParts } from "./overrides.ts";
import type { DataSpec } from "./parts/data.ts";
import type { MarkovSpec } from "./parts/markov.ts";
import { exchange } from "./parts/exchange.ts";
import { branchEngineConfig, engineConfig } from "./parts/execution.ts";
import { feedForwardWidth, gpt2Settings, llamaSettings, type ModelSpec } from "./parts/model.ts";
import { adamWSettings, sgdSettings, type OptimizerSpec } from "./parts/optimizer.ts";
import { positionSteps, positionsSteps } from "./parts/position.ts";
import type { TrainingRun, TrainingRunSpec } from "./training-run.ts";

/** What the installation adds to a config. */
export interface RunPlatform {
  /** Turns a relative URI of a spec into an absolute one. */
  resolveUri(uri: string): string;
}

/** Tokens of one step of the global batch. */
export function tokensPerStep(spec: Pick<TrainingRunSpec, "batch">): number {
  return spec.batch.sequences * spec.batch.sequenceLength;
}

/** Updates after which a run is complete; undefined = it trains on. */
export function stopAtStep(spec: TrainingRunSpec): number | undefined {
  const end = spec.schedule.cosine?.total ?? spec.stopAt;
  return end ? positionSteps(end, tokensPerStep(spec)) : undefined;
}

/** Fork points within the run, ascending. */
export function forkSteps(spec: TrainingRunSpec): number[] {
  const stop = stopAtStep(spec) ?? maxInteger;
  return positionsSteps(spec.checkpoints.forkAt, tokensPerStep(spec)).filter((step) => step <= stop);
}

/** Config of a plateau (or cosine) run. The membership key is not in it: it travels in a Secret. */
export function trainingRunConfig(run: TrainingRun, platform: RunPlatform): RunConfig {
  const { spec } = run;
  const stop = stopAtStep(spec);
  const { cosine, warmupSteps } = spec.schedule;
  return runConfig.parse({
    ...common(spec, { kind: "TrainingRun", metadata: run.metadata }),
    data: dataConfig(spec.data, platform),
    dataSeed: spec.data.seed,
    schedule: cosine
      ? {
          kind: "cosine",
          warmupSteps,
          totalSteps: stop ?? maxInteger,
          finalFactor: decimalValue(cosine.finalFactor),
        }
      : { kind: "constant", warmupSteps },
    averaging: averagingConfig(spec.averaging),
    stopAtStep: stop ?? maxInteger,
    evaluation: spec.evaluation,
    checkpoints: {
      storeUri: storeUri(spec, run.metadata, platform),
      everySteps: spec.checkpoints.everySteps,
      // The final state is kept like a fork point: it is where the longest horizon branches off.
      forkSteps: [...new Set([...forkSteps(spec), ...(stop ? [stop] : [])])],
      keepLast: spec.checkpoints.keepLast,
    },
    ...(run.status?.startedFrom ? { weightsFrom: referenceOf(run.status.startedFrom) } : {}),
    workers: ranks(spec.workers, spec.batch.shards),
    exchange: exchangeConfig(exchange.parse(spec.exchange)),
  } satisfies RunConfig);
}

export interface BranchPoint {
  /** Spec of the plateau run as it was. */
  recipe: TrainingRunSpec;
  checkpoint: CheckpointRef;
  /** Step of the checkpoint. */
  step: number;
  /** Steps over which the rate falls. */
  cooldownSteps: number;
}

/** Config of a branch: the recipe of the plateau, the schedule of the cooldown, the checkpoint to start from. */
export function cooldownConfig(cooldown: Cooldown, branch: BranchPoint, platform: RunPlatform): RunConfig {
  const { spec } = cooldown;
  const { recipe, step, cooldownSteps } = branch;
  const { overrides } = spec;
  const data = branchData(overrides, recipe);
  const differences = overriddenParts(overrides, recipe);
  const total = step + cooldownSteps;
  return runConfig.parse({
    ...common(recipe, { kind: "Cooldown", metadata: cooldown.metadata }),
    engine: branchEngineConfig(recipe.engine, spec.engine),
    data: dataConfig(data, platform),
    dataSeed: data.seed,
    schedule: {
      kind: "cooldown",
      warmupSteps: recipe.schedule.warmupSteps,
      totalSteps: total,
      cooldownSteps,
      shape: shapes[spec.shape],
      finalFactor: decimalValue(spec.finalFactor),
    },
    // Averages belong to the plateau; a cooled state needs none.
    averaging: {},
    stopAtStep: total,
    evaluation: spec.evaluation,
    checkpoints: {
      storeUri: storeUri(recipe, cooldown.metadata, platform),
      everySteps: recipe.checkpoints.everySteps,
      forkSteps: [total],
      keepLast: recipe.checkpoints.keepLast,
    },
    startFrom: branch.checkpoint,
    ...(differences.length > 0 ? { acceptDifferences: differences } : {}),
    workers: ranks(spec.workers, recipe.batch.shards),
    exchange: exchangeConfig(branchExchange(overrides, recipe)),
  } satisfies RunConfig);
}

const referenceOf = ({ manifestUri, sha256 }: CheckpointRef): CheckpointRef => ({ manifestUri, sha256 });

/**
 * Steps of a cooldown that branches off at `forkStep`.
 *
 * With a fraction c the horizon is the longest n whose fork point n − floor(c·n) is that step, so that a branch equals the
 * run of n steps whose last floor(c·n) steps decay.
 */
export function cooldownLength(length: Cooldown["spec"]["length"], forkStep: number): number {
  if (length.steps !== undefined) return length.steps;
  const fraction = decimalValue(length.fractionOfTotal ?? "0.2");
  const estimate = Math.floor(forkStep / (1 - fraction));
  // Rounding of forkStep / (1 − c) may miss by one either way.
  const total =
    [estimate + 1, estimate, estimate - 1].find((n) => n - Math.floor(fraction * n) === forkStep) ?? estimate;
  return Math.max(1, total - forkStep);
}

/** Model of a spec with every open question settled. */
export function modelConfig(model: ModelSpec): ModelConfig {
  const dropout = decimalValue(model.dropout ?? "0");
  const shared = {
    layers: model.layers,
    width: model.width,
    heads: model.heads,
    feedForward: model.feedForward ?? feedForwardWidth(model.family, model.width),
    context: model.context,
    vocabulary: model.vocabulary,
    tieEmbeddings: model.tieEmbeddings,
    normEpsilon: decimalValue(model.normEpsilon),
    ...(dropout > 0 ? { dropout } : {}),
  };
  if (model.family === "Llama") {
    const { ropeTheta } = llamaSettings.parse(model.llama ?? {});
    const { heads, keyValueHeads = heads } = model;
    // One for each head is no other model than one that says nothing.
    const grouped = keyValueHeads === heads ? {} : { keyValueHeads };
    return { family: "llama", ...shared, ...grouped, ropeTheta: decimalValue(ropeTheta) };
  }
  const { biases, norm, activation, attention, headBias } = gpt2Settings.parse(model.gpt2 ?? {});
  return {
    family: "gpt2",
    ...shared,
    biases,
    norm: norm === "Affine" ? "affine" : "none",
    activation: activation === "GELU" ? "gelu" : "relu",
    attention,
    headBias,
  };
}

function optimizerConfig(optimizer: OptimizerSpec): OptimizerConfig {
  const shared = {
    learningRate: decimalValue(optimizer.learningRate),
    weightDecay: decimalValue(optimizer.weightDecay),
    gradientClip: decimalValue(optimizer.gradientClip),
  };
  if (optimizer.name === "SGD") {
    const { momentum } = sgdSettings.parse(optimizer.sgd ?? {});
    return { name: "sgd", ...shared, momentum: decimalValue(momentum) };
  }
  const { beta1, beta2, epsilon } = adamWSettings.parse(optimizer.adamW ?? {});
  return {
    name: "adamw",
    ...shared,
    beta1: decimalValue(beta1),
    beta2: decimalValue(beta2),
    epsilon: decimalValue(epsilon),
  };
}

/** Data of a spec, with absolute URIs. */
export function dataConfig(data: DataSpec, platform: RunPlatform): DataConfig {
  if (data.tokens) return { source: "tokens", uri: platform.resolveUri(data.tokens.uri) };
  if (data.bin) {
    const { train, validation, dtype } = data.bin;
    return {
      source: "bin",
      train: train.map((uri) => platform.resolveUri(uri)),
      validation: validation.map((uri) => platform.resolveUri(uri)),
      dtype: dtype === "UInt16" ? "uint16" : "uint32",
    };
  }
  if (!data.markov) throw new TypeError("data has no source although it was admitted");
  return markovConfig(data.markov);
}

const chainNames = { Binary: "binary", Symmetric: "symmetric", OrderK: "order-k" } as const;

function markovConfig(spec: MarkovSpec): DataConfig {
  const { chain, p, q = p, lag, states, order, tableSeed = 0, validationSequences } = spec;
  return {
    source: "markov",
    chain: chainNames[chain],
    p: decimalValue(p),
    // Admission has seen to it that an order-k table has a range of its own.
    q: decimalValue(q),
    lag,
    states,
    ...(chain === "OrderK" ? { order, tableSeed } : {}),
    validationSequences,
  };
}

function averagingConfig({ swa, ema }: TrainingRunSpec["averaging"]): RunConfig["averaging"] {
  return { ...(swa ? { swa } : {}), ...(ema ? { ema: { ...ema, decay: decimalValue(ema.decay) } } : {}) };
}

/** The parts that every config of a recipe shares. */
function common(
  spec: TrainingRunSpec,
  { kind, metadata }: { kind: "TrainingRun" | "Cooldown"; metadata: ObjectMeta },
): Pick<RunConfig, "apiVersion" | "run" | "engine" | "model" | "seed" | "batch" | "optimizer"> {
  const { sequences, sequenceLength, shards, microbatch } = spec.batch;
  return {
    apiVersion: "plateau.dev/run-config/v1",
    run: { kind, namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
    engine: engineConfig(spec.engine),
    model: modelConfig(spec.model),
    seed: spec.seed,
    batch: { sequences, sequenceLength, shards, microbatch: microbatch ?? sequences / shards },
    optimizer: optimizerConfig(spec.optimizer),
  };
}

/** Folder of one run's checkpoints: a run that takes up an old name never meets the files of the old one. */
function storeUri(
  spec: TrainingRunSpec,
  { namespace, name, uid }: ObjectMeta,
  platform: RunPlatform,
): string {
  return `${platform.resolveUri(spec.checkpoints.store.uri).replace(/\/+$/, "")}/${namespace}/${name}-${uid.slice(0, 8)}`;
}

function ranks({ count, min }: TrainingRunSpec["workers"], shards: number): RunConfig["workers"] {
  const used = Math.min(count, shards);
  return { count: used, min: Math.min(min ?? used, used) };
}

const shapes = {
  Linear: "linear",
  OneMinusSqrt: "1-sqrt",
  Cosine: "cosine",
  MirrorCosine: "mirror-cosine",
  Square: "square",
  Exponential: "exponential",
} as const;
