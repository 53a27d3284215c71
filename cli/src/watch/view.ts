/** What `plateau watch` shows of one run, from its object and from what it has told. Pure. */
import type { StepRecord } from "@plateau/controller/progress/index.ts";
import { conditionOf } from "../live/observe-run.ts";
import { isFinished } from "../live/observe.ts";
import type { Run } from "../logs/run-pods.ts";
import type { ToldHistory } from "../place/told-history.ts";
import type { Point } from "./plot.ts";

export interface WatchView {
  title: string;
  /** Reason of the Progressing condition, or why the run holds. */
  state: string;
  isOver: boolean;
  /** Smoothed losses by step. */
  curve: Point[];
  step: number;
  stopAtStep?: number;
  loss?: number;
  tokensPerSecond?: number;
  secondsLeft?: number;
  ranks: { ready: number; wanted: number };
  lastCheckpoint?: number;
  /** Newest, of the weights as they are. */
  evaluation?: { step: number; loss: number };
}

/** Steps behind the pace. */
const recent = 20;
/** Weight of the past in the smoothed loss: as in a run's status. */
const decay = 0.98;

export function watchView(run: Run, told: ToldHistory): WatchView {
  const { kind, metadata, status, spec } = run;
  const steps = told.steps(metadata.uid);
  const curve = smoothed(steps);
  const last = steps.at(-1);
  const step = Math.max(last?.step ?? 0, status?.step ?? 0);
  const over = isFinished(run);
  return {
    title: `${kind} ${metadata.name}`,
    state: stateOf(run, told),
    isOver: over,
    curve,
    step,
    ranks: { ready: status?.readyWorkers ?? 0, wanted: spec.workers.count },
    ...(status?.stopAtStep === undefined ? {} : { stopAtStep: status.stopAtStep }),
    ...(curve.length > 0 ? { loss: curve.at(-1)!.y } : {}),
    ...(over ? {} : paceOf(steps, status?.stopAtStep)),
    ...newest(told, metadata.uid),
  };
}

function stateOf({ metadata, status }: Run, told: ToldHistory): string {
  const reason = conditionOf(status, "Progressing")?.reason ?? "Waiting";
  const isPaused = told.ranks(metadata.uid).some(({ rank, reason: said }) => rank === 0 && said === "Paused");
  return isPaused && (reason === "Training" || reason === "Holding") ? "Paused" : reason;
}

/** Exponential mean in the order of steps, corrected for its start. Losses that are no numbers are gaps. */
function smoothed(steps: readonly StepRecord[]): Point[] {
  let sum = 0;
  let weight = 0;
  const points: Point[] = [];
  for (const { step, loss } of steps) {
    if (!Number.isFinite(loss)) continue;
    sum = decay * sum + (1 - decay) * loss;
    weight = decay * weight + (1 - decay);
    points.push({ x: step, y: sum / weight });
  }
  return points;
}

function paceOf(
  steps: readonly StepRecord[],
  stopAtStep: number | undefined,
): Pick<WatchView, "tokensPerSecond" | "secondsLeft"> {
  const some = steps.slice(-recent);
  const last = some.at(-1);
  if (!last) return {};
  const stepMs = some.reduce((sum, each) => sum + each.stepMs, 0) / some.length;
  if (!(stepMs > 0)) return {};
  return {
    tokensPerSecond: (1000 * last.tokens) / last.step / stepMs,
    ...(stopAtStep === undefined ? {} : { secondsLeft: ((stopAtStep - last.step) * stepMs) / 1000 }),
  };
}

function newest(told: ToldHistory, uid: string): Pick<WatchView, "lastCheckpoint" | "evaluation"> {
  const checkpoint = told.checkpoints(uid).at(-1);
  const evaluation = told.evaluations(uid).findLast(({ weights }) => weights === "raw");
  return {
    ...(checkpoint ? { lastCheckpoint: checkpoint.step } : {}),
    ...(evaluation ? { evaluation: { step: evaluation.step, loss: evaluation.loss } } : {}),
  };
}
