/**
 * How long planned work takes: from runs of the same shape that this home has seen, else from a calibration. Says which.
 */
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { TrainingRun, TrainingRunStatus } from "@plateau/controller/api/index.ts";
import { modelConfig } from "@plateau/controller/api/run-config.ts";
import type { EnginePlace } from "@plateau/worker/engine/choose.ts";
import { isDeepStrictEqual } from "node:util";
import type { PlannedRun, PlannedWork, StepRecipe } from "./study-plan.ts";

export interface StepTime {
  ms: number;
  basis: "past runs" | "calibration";
}

export interface Estimate {
  ms: number;
  /** Sentence on where it comes from and what it leaves out. */
  basis: string;
  /** By size. */
  stepMs: Record<string, StepTime>;
}

interface Timed {
  recipe: Pick<StepRecipe, "model" | "ranks">;
  stepMs: number;
}

/** Time per step of finished plateau runs that went through in one go; start-up of the processes is in it. */
export function pastRuns(objects: readonly KubeObject[]): Timed[] {
  return objects.flatMap((object): Timed[] => {
    if (object.kind !== "TrainingRun") return [];
    const { spec, status } = object as TrainingRun;
    const stepMs = status ? stepTime(status) : undefined;
    if (stepMs === undefined) return [];
    const ranks = Math.min(spec.workers.count, spec.batch.shards);
    return [{ recipe: { model: modelConfig(spec.model), ranks }, stepMs }];
  });
}

function stepTime({
  startTime,
  completionTime,
  step,
  attempt,
  failures,
}: TrainingRunStatus): number | undefined {
  const ms = Date.parse(completionTime ?? "") - Date.parse(startTime ?? "");
  const straight = attempt === 1 && failures === 0;
  return straight && step !== undefined && step > 0 && ms > 0 ? ms / step : undefined;
}

/**
 * @param past     finished runs there
 * @param engines  where engines lie
 * @param announce told before each measurement, for a progress line
 */
export async function estimateTime(
  work: PlannedWork,
  past: readonly Timed[],
  announce: (size: string, done: number, of: number) => void,
  engines: EnginePlace,
): Promise<Estimate> {
  // Loads the engine and TensorFlow.js: only for those who measure.
  const { calibrate } = await import("./calibrate.ts");
  const trunks = work.runs.filter(({ kind }) => kind === "TrainingRun");
  const stepMs: Record<string, StepTime> = {};
  for (const [done, { size, recipe }] of trunks.entries()) {
    announce(size, done, trunks.length);
    stepMs[size] = remembered(recipe, past) ?? {
      ms: (await calibrate(recipe, engines)).stepMs,
      basis: "calibration",
    };
  }
  return estimateFrom(work, stepMs);
}

/** The same from finished runs alone. Undefined if one of the sizes has none. */
export function rememberedTime(work: PlannedWork, past: readonly Timed[]): Estimate | undefined {
  const stepMs: Record<string, StepTime> = {};
  for (const { size, recipe } of work.runs.filter(({ kind }) => kind === "TrainingRun")) {
    const seen = remembered(recipe, past);
    if (!seen) return undefined;
    stepMs[size] = seen;
  }
  return estimateFrom(work, stepMs);
}

function remembered(recipe: StepRecipe, past: readonly Timed[]): StepTime | undefined {
  const seen = past.findLast(
    (run) => isDeepStrictEqual(run.recipe.model, recipe.model) && run.recipe.ranks === recipe.ranks,
  );
  return seen && { ms: seen.stepMs, basis: "past runs" };
}

function estimateFrom(work: PlannedWork, stepMs: Record<string, StepTime>): Estimate {
  const trunks = work.runs.filter(({ kind }) => kind === "TrainingRun");
  const sum = work.runs.reduce((all, run) => all + runMs(run, stepMs), 0);
  // Plateaus run side by side; no fewer milliseconds than the longest chain of one size takes.
  const chains = trunks.map(({ size }) =>
    longestChain(
      work.runs.filter((run) => run.size === size),
      stepMs,
    ),
  );
  return { ms: Math.max(sum / work.parallelRuns, ...chains), basis: basisOf(stepMs), stepMs };
}

const runMs = ({ size, fromStep, toStep }: PlannedRun, stepMs: Record<string, StepTime>): number =>
  (toStep - fromStep) * (stepMs[size]?.ms ?? NaN);

function longestChain(runs: readonly PlannedRun[], stepMs: Record<string, StepTime>): number {
  const last = Math.max(...runs.map(({ toStep }) => toStep));
  const size = runs[0]?.size ?? "";
  return last * (stepMs[size]?.ms ?? NaN);
}

function basisOf(stepMs: Record<string, StepTime>): string {
  const bases = new Set(Object.values(stepMs).map(({ basis }) => basis));
  const measured =
    "measured just now on this machine (gradients only: starting processes, exchange, evaluation and checkpoints come on top)";
  const remembered = "taken from finished runs of the same shape";
  if (bases.size === 1)
    return bases.has("calibration") ? `Step times ${measured}.` : `Step times ${remembered}.`;
  return `Step times ${remembered} where there are some, else ${measured}.`;
}
