/** From a study's spec to its plan: which runs and branches there will be, under which names, at what cost. Pure and cheap. */
import {
  planStudy,
  ScalingError,
  type PlannedHorizon,
  type PlannedSize,
  type StudyPlan,
} from "@plateau/scaling";
import type { ScalingStudy, ScalingStudySpec } from "../../api/index.ts";
import { defaultTokensPerParameter } from "../../api/scaling-study.ts";
import { modelConfig } from "../../api/run-config.ts";
import { decimalValue } from "../../api/schema/decimal.ts";
import type { ModelSpec } from "../../api/parts/model.ts";
import { childName } from "../children/names.ts";

/** Names are DNS labels of at most 63 characters. */
const maxName = 60;

export interface BranchPlan {
  /** Name of its Cooldown. */
  name: string;
  horizon: PlannedHorizon;
}

export interface SizePlan {
  size: ScalingStudySpec["sizes"][number];
  /** Name of its TrainingRun. */
  runName: string;
  planned: PlannedSize;
  branches: BranchPlan[];
}

export interface Plan {
  sizes: SizePlan[];
  totals: Pick<StudyPlan, "flops" | "steps" | "leftOut">;
}

export type PlanResult = { ok: true; plan: Plan } | { ok: false; message: string };

/** The plan, or a sentence that says why there can be none. */
export function planOf({ metadata, spec }: Pick<ScalingStudy, "metadata" | "spec">): PlanResult {
  try {
    const { sizes, ...totals } = planStudy({
      sizes: spec.sizes.map((size) => ({ name: size.name, shape: modelConfig(modelOf(spec, size)) })),
      horizons: horizonsOf(spec),
      batch: spec.runTemplate.spec.batch,
      cooldownFraction: decimalValue(spec.cooldownTemplate.spec.length.fractionOfTotal),
      ...(spec.budget ? { flopsBudget: decimalValue(spec.budget.flops) } : {}),
    });
    const plan = { sizes: sizes.map((planned) => sizePlan(metadata.name, spec, planned)), totals };
    return warmupProblem(spec, plan) ?? { ok: true, plan };
  } catch (error) {
    if (error instanceof ScalingError) return { ok: false, message: error.message };
    throw error;
  }
}

/** Model of one size: the template's, with the size filled in. */
export function modelOf(spec: ScalingStudySpec, size: ScalingStudySpec["sizes"][number]): ModelSpec {
  const { layers, width, heads, keyValueHeads, feedForward } = size;
  return {
    ...spec.runTemplate.spec.model,
    layers,
    width,
    heads,
    ...(keyValueHeads === undefined ? {} : { keyValueHeads }),
    ...(feedForward === undefined ? {} : { feedForward }),
  };
}

function horizonsOf(spec: ScalingStudySpec): { tokens: number[] } | { tokensPerParameter: number[] } {
  const { tokens, tokensPerParameter } = spec.horizons ?? {};
  if (tokens) return { tokens: tokens.map(decimalValue) };
  return { tokensPerParameter: (tokensPerParameter ?? defaultTokensPerParameter).map(decimalValue) };
}

function sizePlan(study: string, spec: ScalingStudySpec, planned: PlannedSize): SizePlan {
  const size = spec.sizes.find(({ name }) => name === planned.name);
  if (!size) throw new TypeError(`the plan has a size ${planned.name} that the spec lacks`);
  return {
    size,
    runName: childName(study, size.name, maxName),
    planned,
    branches: planned.horizons.map((horizon, index) => ({
      name: childName(study, `${size.name}-h${index + 1}`, maxName),
      horizon,
    })),
  };
}

/** A branch that left during warm-up would jump to the full rate: not a cooldown of anything. */
function warmupProblem(spec: ScalingStudySpec, plan: Plan): PlanResult | undefined {
  const { warmupSteps } = spec.runTemplate.spec.schedule;
  for (const { size, branches } of plan.sizes) {
    const early = branches.find(({ horizon }) => horizon.forkStep < warmupSteps);
    if (early) {
      return {
        ok: false,
        message: `Size ${size.name}: the horizon of ${early.horizon.totalSteps} steps branches off at step ${early.horizon.forkStep}, within the warm-up of ${warmupSteps} steps (runTemplate.spec.schedule.warmupSteps); shorten the warm-up or lengthen the horizon.`,
      };
    }
  }
  return undefined;
}
