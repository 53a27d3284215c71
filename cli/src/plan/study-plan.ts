/** What a manifest would do: its runs with steps, tokens and FLOPs, as plain data. Nothing is started. */
import type { ModelConfig, RunConfig } from "@plateau/proto";
import { countParameters, trainingFlopsPerStep } from "@plateau/scaling";
import type { ScalingStudySpec, TrainingRunSpec } from "@plateau/controller/api/index.ts";
import { engineConfig } from "@plateau/controller/api/parts/execution.ts";
import { modelConfig, stopAtStep, tokensPerStep } from "@plateau/controller/api/run-config.ts";
import type { DesiredObject } from "@plateau/controller/cluster/cluster.ts";
import { modelOf, planOf } from "@plateau/controller/reconcile/scaling-study/plan.ts";
import { CliError } from "../errors.ts";

/** The part of a spec that decides how fast a step is. */
export interface StepRecipe {
  model: ModelConfig;
  batch: { sequences: number; sequenceLength: number; shards: number; microbatch: number };
  optimizer: "AdamW" | "SGD";
  engine: RunConfig["engine"];
  ranks: number;
}

export interface PlannedRun {
  name: string;
  kind: "TrainingRun" | "Cooldown";
  size: string;
  parameters: number;
  /** First and last step: a cooldown begins at its fork. */
  fromStep: number;
  toStep: number;
  /** Training tokens of the steps it takes itself. */
  tokens: number;
  flops: number;
  recipe: StepRecipe;
  /** Of a cooldown: tokens of the whole horizon. */
  horizonTokens?: number;
}

export interface PlannedWork {
  kind: "ScalingStudy" | "TrainingRun";
  name: string;
  runs: PlannedRun[];
  parallelRuns: number;
  steps: { planned: number; independentRuns: number };
  flops: { planned: number; independentRuns: number };
  /** Horizons that the budget left out. */
  leftOut: { size: string; tokens: number }[];
  /** "6ND" of all points: another count, shown beside the detailed one and never mixed with it. */
  sixND: number;
}

/** @throws CliError E_FILE if the plan is impossible or the kind is none that trains by itself */
export function planManifest(object: DesiredObject): PlannedWork {
  const { name, namespace } = object.metadata;
  if (object.kind === "ScalingStudy")
    return planStudyManifest({ name, namespace }, object.spec as ScalingStudySpec);
  if (object.kind === "TrainingRun") return planRunManifest(name, object.spec as TrainingRunSpec);
  throw new CliError(
    "E_FILE",
    `${String(object.kind)} "${name}" has no plan of its own; give a ScalingStudy or a TrainingRun.`,
  );
}

function planStudyManifest(
  metadata: { name: string; namespace: string },
  spec: ScalingStudySpec,
): PlannedWork {
  const result = planOf({ metadata, spec } as Parameters<typeof planOf>[0]);
  if (!result.ok)
    throw new CliError("E_FILE", `ScalingStudy "${metadata.name}" cannot be planned. ${result.message}`);
  const { sizes, totals } = result.plan;
  const perStep = tokensPerStep(spec.runTemplate.spec);
  const runs = sizes.flatMap(({ size, planned, runName, branches }): PlannedRun[] => {
    const recipe = recipeOf({ ...spec.runTemplate.spec, model: modelOf(spec, size) } as TrainingRunSpec);
    const ranks = Math.min(spec.cooldownTemplate.spec.workers.count, recipe.batch.shards);
    const shared = { size: size.name, parameters: planned.parameters };
    return [
      {
        ...shared,
        name: runName,
        kind: "TrainingRun",
        fromStep: 0,
        toStep: planned.trunkSteps,
        tokens: planned.trunkSteps * perStep,
        flops: planned.trunkFlops,
        recipe,
      },
      ...branches.map(({ name, horizon }): PlannedRun => ({
        ...shared,
        name,
        kind: "Cooldown",
        fromStep: horizon.forkStep,
        toStep: horizon.totalSteps,
        tokens: horizon.cooldownSteps * perStep,
        flops: horizon.cooldownSteps * planned.flopsPerStep,
        recipe: { ...recipe, ranks },
        horizonTokens: horizon.tokens,
      })),
    ];
  });
  const sixND = sizes.reduce(
    (sum, { planned }) =>
      sum + planned.horizons.reduce((all, { tokens }) => all + 6 * planned.parameters * tokens, 0),
    0,
  );
  return {
    kind: "ScalingStudy",
    name: metadata.name,
    runs,
    parallelRuns: spec.parallelRuns,
    ...totals,
    sixND,
  };
}

function planRunManifest(name: string, spec: TrainingRunSpec): PlannedWork {
  const steps = stopAtStep(spec);
  if (steps === undefined) {
    throw new CliError(
      "E_FILE",
      `TrainingRun "${name}" has no end: it trains until it is suspended or deleted. Set spec.stopAt to plan it.`,
    );
  }
  const model = modelConfig(spec.model);
  const parameters = countParameters(model).total;
  const flops = steps * trainingFlopsPerStep(model, spec.batch);
  const tokens = steps * tokensPerStep(spec);
  const run: PlannedRun = {
    name,
    kind: "TrainingRun",
    size: "",
    parameters,
    fromStep: 0,
    toStep: steps,
    tokens,
    flops,
    recipe: recipeOf(spec),
  };
  return {
    kind: "TrainingRun",
    name,
    runs: [run],
    parallelRuns: 1,
    steps: { planned: steps, independentRuns: steps },
    flops: { planned: flops, independentRuns: flops },
    leftOut: [],
    sixND: 6 * parameters * tokens,
  };
}

function recipeOf(spec: TrainingRunSpec): StepRecipe {
  const { sequences, sequenceLength, shards, microbatch } = spec.batch;
  return {
    model: modelConfig(spec.model),
    batch: { sequences, sequenceLength, shards, microbatch: microbatch ?? sequences / shards },
    optimizer: spec.optimizer.name,
    engine: engineConfig(spec.engine),
    ranks: Math.min(spec.workers.count, shards),
  };
}

/** A ratio that people know: planned FLOPs over those of independent runs. */
export function savings({ flops }: Pick<PlannedWork, "flops">): number {
  return flops.planned / flops.independentRuns;
}
