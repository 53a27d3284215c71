/** The fit of a study: which points go in, when it is asked for, and what of the result goes into the status. */
import { z } from "zod";
import type { ScalingStudy, ScalingStudyStatus } from "../../api/index.ts";
import { decimalValue } from "../../api/schema/decimal.ts";
import { shortHash } from "../children/names.ts";
import type { Verdict } from "../conditions.ts";
import type { Action } from "../reconciler.ts";
import type { StudyView } from "./observe.ts";
import type { SizePlan } from "./plan.ts";

/** Fewer cannot tell five constants apart; they are fitted all the same once no more will come, to say what is missing. */
export const fewestPoints = 6;

type FitStatus = NonNullable<ScalingStudyStatus["fit"]>;

export interface FitInput {
  points: { N: number; D: number; loss: number }[];
  huberDelta: number;
  resamples: number;
  confidence: number;
  seed: number;
  budgetFlops?: number;
  /** FLOPs on one token by the detailed count, by size: the optimum and the next point are chosen by what they really cost. */
  cost: { N: number; flopsPerToken: number }[];
}

const interval = z.looseObject({ value: z.number(), low: z.number(), high: z.number() });
const computed = z.looseObject({
  identified: z.boolean(),
  reason: z.string().optional(),
  parameters: z.array(interval.extend({ name: z.string() })).default([]),
  next: z.looseObject({ N: z.number(), D: z.number(), flops: z.number() }).nullish(),
});

export interface FitDecision {
  actions: Action[];
  status: FitStatus | undefined;
  verdict: Verdict;
  /** The fit is of exactly the points that are in. */
  current: boolean;
}

/** Cooled final losses only, in the order of the plan. */
export function fitInput(study: ScalingStudy, view: StudyView): FitInput {
  const { fit, budget } = study.spec;
  return {
    points: view.branches.flatMap(({ state, loss, plan, size }) => {
      const value = Number(loss);
      const usable = state === "Done" && loss !== undefined && Number.isFinite(value) && value > 0;
      return usable ? [{ N: size.planned.parameters, D: plan.horizon.tokens, loss: value }] : [];
    }),
    huberDelta: decimalValue(fit.huberDelta),
    resamples: fit.resamples,
    confidence: decimalValue(fit.confidence),
    seed: fit.seed,
    cost: view.sizes.map(({ plan }) => costOf(study, plan)).sort((a, b) => a.N - b.N),
    ...(budget ? { budgetFlops: decimalValue(budget.flops) } : {}),
  };
}

function costOf({ spec }: ScalingStudy, { planned }: SizePlan): FitInput["cost"][number] {
  const { sequences, sequenceLength } = spec.runTemplate.spec.batch;
  return { N: planned.parameters, flopsPerToken: planned.flopsPerStep / (sequences * sequenceLength) };
}

/** @param last no further points will come */
export function decideFit(
  study: ScalingStudy,
  view: StudyView,
  { results, last }: { results: Readonly<Record<string, unknown>>; last: boolean },
): FitDecision {
  const input = fitInput(study, view);
  const count = input.points.length;
  const old = study.status?.fit;
  if (count === 0 || (count < fewestPoints && !last)) {
    const message = `${count} of ${view.branches.length} points are in; the first fit is made of ${fewestPoints}.`;
    return {
      actions: [],
      status: old,
      verdict: { status: "False", reason: "TooFewPoints", message },
      current: count === 0,
    };
  }
  const key = `fit-${study.metadata.uid.slice(0, 8)}-${shortHash(JSON.stringify(input), 16)}`;
  if (old?.key === key) return { actions: [], status: old, verdict: verdictOf(old), current: true };
  const result = results[key];
  if (result === undefined) {
    return {
      actions: [{ kind: "Compute", key, computation: { name: "fit-study", input }, reason: "PointsChanged" }],
      status: old,
      verdict: {
        status: "Unknown",
        reason: "Fitting",
        message: `The law is being fitted to ${count} points.`,
      },
      current: false,
    };
  }
  const status = fitStatus(key, count, result);
  return { actions: [], status, verdict: verdictOf(status), current: true };
}

function fitStatus(key: string, points: number, result: unknown): FitStatus {
  const parsed = computed.safeParse(result);
  if (!parsed.success) {
    const failure = (result as { error?: unknown } | null)?.error;
    const message = typeof failure === "string" ? failure : "The fit gave no readable result.";
    return { key, points, identified: false, message: message.slice(0, 1024), parameters: [] };
  }
  const { identified, reason, parameters, next } = parsed.data;
  if (!identified) {
    const message = reason ?? "The points do not tell the constants apart; add sizes or horizons.";
    return { key, points, identified, message: message.slice(0, 1024), parameters: [] };
  }
  return {
    key,
    points,
    identified,
    parameters: parameters.map(({ name, value, low, high }) => ({
      name,
      value: digits(value),
      low: digits(low),
      high: digits(high),
    })),
    ...(next ? { next: nextStatus(next) } : {}),
  };
}

function nextStatus(next: {
  N: number;
  D: number;
  flops: number;
  [field: string]: unknown;
}): NonNullable<FitStatus["next"]> {
  const loss = interval.safeParse(next.loss ?? next.predicted ?? next);
  const { value, low, high } = loss.success ? loss.data : { value: NaN, low: NaN, high: NaN };
  return {
    parameters: String(Math.round(next.N)),
    tokens: String(Math.round(next.D)),
    flops: String(Number(next.flops.toPrecision(6))),
    value: digits(value),
    low: digits(low),
    high: digits(high),
  };
}

/** Six significant digits: more than any interval supports. */
function digits(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "unknown";
}

function verdictOf({ identified, points, message }: FitStatus): Verdict {
  return identified
    ? { status: "True", reason: "Fitted", message: `The law is fitted to ${points} points.` }
    : {
        status: "False",
        reason: "NotIdentified",
        message: message ?? "The points do not tell the constants apart.",
      };
}

/** Whether the constant that the study waits for is known well enough. */
export function isPreciseEnough(study: ScalingStudy, fit: FitStatus | undefined): boolean {
  const { stopWhen } = study.spec;
  if (!stopWhen || !fit?.identified) return false;
  const constant = fit.parameters.find(({ name }) => name === stopWhen.parameter);
  if (!constant) return false;
  const halfWidth = (Number(constant.high) - Number(constant.low)) / 2;
  return halfWidth / Math.abs(Number(constant.value)) <= decimalValue(stopWhen.relativeHalfWidth);
}
