/**
 * Plan of a scaling study: sizes × horizons → one plateau run per size and one cooldown per horizon, with their costs.
 *
 * A horizon of n steps with cooldown fraction c branches off the plateau at n − ⌊c·n⌋. The plateau only has to reach its largest
 * fork point, so n horizons cost T_max + c·ΣT_i (others) instead of ΣT_i.
 */
import { countParameters, trainingFlopsPerStep, type ModelShape } from "./costs.ts";
import { ScalingError } from "./errors.ts";

export type Horizons = { tokens: number[] } | { tokensPerParameter: number[] };

export interface PlanInput {
  sizes: { name: string; shape: ModelShape }[];
  horizons: Horizons;
  batch: { sequences: number; sequenceLength: number };
  /** c: share of a horizon's steps that its cooldown takes. */
  cooldownFraction: number;
  /** Leave out the costliest horizons until the plan fits. */
  flopsBudget?: number;
}

export interface PlannedHorizon {
  /** Tokens that the rounded number of steps really trains on. */
  tokens: number;
  /** Tokens that were asked for. */
  askedTokens: number;
  totalSteps: number;
  cooldownSteps: number;
  forkStep: number;
  /** What the horizon would cost as a run of its own. */
  flops: number;
}

export interface PlannedSize {
  name: string;
  shape: ModelShape;
  /** N */
  parameters: number;
  flopsPerStep: number;
  /** Where the plateau stops: its largest fork step. */
  trunkSteps: number;
  /** Ascending. */
  horizons: PlannedHorizon[];
  trunkFlops: number;
  branchFlops: number;
  independentFlops: number;
}

export interface StudyPlan {
  sizes: PlannedSize[];
  flops: { planned: number; independentRuns: number; ratio: number };
  steps: { planned: number; independentRuns: number };
  /** Horizons that the budget left out. */
  leftOut: { size: string; tokens: number }[];
}

/**
 * Share of the steps of independent runs that plateaus and branches need.
 *
 * @param horizons steps (or tokens) of each horizon
 * @param trunkToEnd whether the plateau runs on to the longest horizon at the constant rate instead of stopping at its fork
 */
export function costRatio(horizons: readonly number[], cooldownFraction: number, trunkToEnd = false): number {
  const longest = Math.max(...horizons);
  const sum = horizons.reduce((a, b) => a + b, 0);
  const branches = cooldownFraction * (trunkToEnd ? sum : sum - longest);
  return (longest + branches) / sum;
}

/** @throws ScalingError E_PLAN if a horizon is shorter than its own cooldown allows or the budget pays for nothing */
export function planStudy(input: PlanInput): StudyPlan {
  const { cooldownFraction, flopsBudget } = input;
  if (!(cooldownFraction > 0 && cooldownFraction < 1)) {
    throw new ScalingError(
      "E_PLAN",
      `The cooldown fraction is ${cooldownFraction}; use a number between 0 and 1, such as 0.2.`,
    );
  }
  let sizes = input.sizes.map((size) => planSize(size, input));
  const leftOut: StudyPlan["leftOut"] = [];
  while (flopsBudget !== undefined && plannedFlops(sizes) > flopsBudget) {
    const costliest = sizes.reduce((a, b) => (lastFlops(b) > lastFlops(a) ? b : a));
    const dropped = costliest.horizons.at(-1);
    if (dropped) leftOut.push({ size: costliest.name, tokens: dropped.askedTokens });
    const kept = costliest.horizons.slice(0, -1);
    sizes = sizes.flatMap((size) =>
      size !== costliest ? [size] : kept.length > 0 ? [withHorizons(size, kept)] : [],
    );
    if (sizes.length === 0) {
      throw new ScalingError(
        "E_PLAN",
        `The budget of ${flopsBudget.toExponential(2)} FLOPs does not pay for the cheapest horizon; raise it or add a smaller size or a shorter horizon.`,
      );
    }
  }
  return { sizes, ...totals(sizes), leftOut };
}

function planSize({ name, shape }: PlanInput["sizes"][number], input: PlanInput): PlannedSize {
  const parameters = countParameters(shape).total;
  const tokensPerStep = input.batch.sequences * input.batch.sequenceLength;
  const flopsPerStep = trainingFlopsPerStep(shape, input.batch);
  const asked =
    "tokens" in input.horizons
      ? input.horizons.tokens
      : input.horizons.tokensPerParameter.map((ratio) => ratio * parameters);
  const horizons = asked
    .toSorted((a, b) => a - b)
    .map((tokens) =>
      planHorizon(tokens, { name, tokensPerStep, flopsPerStep, fraction: input.cooldownFraction }),
    );
  const twin = horizons.find((horizon, i) => i > 0 && horizon.totalSteps === horizons[i - 1]?.totalSteps);
  if (twin) {
    throw new ScalingError(
      "E_PLAN",
      `Size ${name}: two horizons round to the same ${twin.totalSteps} steps of ${tokensPerStep} tokens; move them apart or use a smaller batch.`,
    );
  }
  return withHorizons({ name, shape, parameters, flopsPerStep }, horizons);
}

function planHorizon(
  askedTokens: number,
  size: { name: string; tokensPerStep: number; flopsPerStep: number; fraction: number },
): PlannedHorizon {
  const totalSteps = Math.round(askedTokens / size.tokensPerStep);
  const cooldownSteps = Math.floor(size.fraction * totalSteps);
  if (!Number.isSafeInteger(totalSteps) || cooldownSteps < 1) {
    throw new ScalingError(
      "E_PLAN",
      `Size ${size.name}: a horizon of ${askedTokens} tokens is ${totalSteps} steps of ${size.tokensPerStep} tokens, too short for a cooldown of ${size.fraction} of it; use at least ${Math.ceil(1 / size.fraction) * size.tokensPerStep} tokens.`,
    );
  }
  return {
    tokens: totalSteps * size.tokensPerStep,
    askedTokens,
    totalSteps,
    cooldownSteps,
    forkStep: totalSteps - cooldownSteps,
    flops: totalSteps * size.flopsPerStep,
  };
}

function withHorizons(
  size: Pick<PlannedSize, "name" | "shape" | "parameters" | "flopsPerStep">,
  horizons: PlannedHorizon[],
): PlannedSize {
  const { name, shape, parameters, flopsPerStep } = size;
  const trunkSteps = Math.max(...horizons.map(({ forkStep }) => forkStep));
  const sum = (of: (horizon: PlannedHorizon) => number): number =>
    horizons.reduce((total, each) => total + of(each), 0);
  return {
    name,
    shape,
    parameters,
    flopsPerStep,
    trunkSteps,
    horizons,
    trunkFlops: trunkSteps * flopsPerStep,
    branchFlops: sum(({ cooldownSteps }) => cooldownSteps) * flopsPerStep,
    independentFlops: sum(({ flops }) => flops),
  };
}

const lastFlops = (size: PlannedSize): number => size.horizons.at(-1)?.flops ?? 0;
const plannedFlops = (sizes: readonly PlannedSize[]): number =>
  sizes.reduce((sum, { trunkFlops, branchFlops }) => sum + trunkFlops + branchFlops, 0);

function totals(sizes: readonly PlannedSize[]): Pick<StudyPlan, "flops" | "steps"> {
  const planned = plannedFlops(sizes);
  const independentRuns = sizes.reduce((sum, { independentFlops }) => sum + independentFlops, 0);
  const steps = sizes.flatMap(({ trunkSteps, horizons }) => [
    trunkSteps,
    ...horizons.map(({ cooldownSteps }) => cooldownSteps),
  ]);
  const alone = sizes.flatMap(({ horizons }) => horizons.map(({ totalSteps }) => totalSteps));
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    flops: { planned, independentRuns, ratio: planned / independentRuns },
    steps: { planned: sum(steps), independentRuns: sum(alone) },
  };
}
