/** Status of a run from its gang and its progress: the fields that TrainingRun and Cooldown share. */
import type { EvaluationResult } from "@plateau/proto";
import type { Cooldown, TrainingRun, TrainingRunStatus } from "../../api/index.ts";
import { engineNameOf } from "../../api/parts/execution.ts";
import { labels } from "../labels.ts";
import type { RunProgress, Snapshot } from "../reconciler.ts";
import type { GangDecision } from "./decide.ts";

type Shared = Omit<TrainingRunStatus, "conditions" | "forkPoints">;

export interface RunScale {
  ranks: number;
  stopAtStep: number | undefined;
  /** Step at which this run's own way begins: 0, or the fork. */
  startStep: number;
  tokensPerStep: number;
}

/** Numbers of the status. Where the progress says nothing (yet), what was known before stays. */
export function runStatus(
  snapshot: Snapshot<TrainingRun | Cooldown>,
  gang: GangPart | undefined,
  scale: RunScale,
): Shared {
  const { object, nowMs } = snapshot;
  const old: Partial<Shared> = object.status ?? {};
  const { tokensPerSecond, ...numbers } = progressNumbers(snapshot.progress[object.metadata.uid], scale);
  const { step, tokens, flops, loss, lastCheckpoint, evaluation, engine } = { ...known(old), ...numbers };
  return compact({
    observedGeneration: object.metadata.generation,
    stopAtStep: scale.stopAtStep ?? old.stopAtStep,
    step,
    tokens,
    flops,
    loss,
    lastCheckpoint,
    evaluation,
    engine,
    progress: share(step, scale),
    tokensPerSecond: gang?.state === "Training" ? tokensPerSecond : undefined,
    selector: `${labels.runUid}=${object.metadata.uid}`,
    ...gangNumbers(gang, old, scale.ranks),
    startTime: old.startTime ?? (isStarted(gang) ? new Date(nowMs).toISOString() : undefined),
    completionTime: old.completionTime,
  });
}

type GangPart = Pick<GangDecision, "attempt" | "failures" | "state" | "view">;

function known(old: Partial<Shared>): Partial<Numbers> {
  const { step, tokens, flops, loss, lastCheckpoint, evaluation, engine } = old;
  return compact({ step, tokens, flops, loss, lastCheckpoint, evaluation, engine });
}

function isStarted(gang: GangPart | undefined): boolean {
  return gang !== undefined && gang.attempt > 0 && gang.state !== "Suspended";
}

function gangNumbers(
  gang: GangPart | undefined,
  old: Partial<Shared>,
  ranks: number,
): Pick<Shared, "readyWorkers" | "workers" | "attempt" | "failures"> {
  if (!gang) {
    return { readyWorkers: 0, workers: `0/${ranks}`, attempt: old.attempt ?? 0, failures: old.failures ?? 0 };
  }
  const { readyWorkers } = gang.view;
  return {
    readyWorkers,
    workers: `${readyWorkers}/${ranks}`,
    attempt: gang.attempt,
    failures: gang.failures,
  };
}

type Numbers = Pick<
  Shared,
  "step" | "tokens" | "flops" | "loss" | "tokensPerSecond" | "lastCheckpoint" | "evaluation" | "engine"
>;

function progressNumbers(progress: RunProgress | undefined, scale: RunScale): Partial<Numbers> {
  if (!progress) return {};
  const { lastStep, smoothedLoss, checkpoints, evaluations, engine } = progress;
  const last = newest(checkpoints);
  const loss = smoothedLoss ?? lastStep?.loss;
  return compact<Partial<Numbers>>({
    ...(last
      ? { lastCheckpoint: { step: last.step, manifestUri: last.manifestUri, sha256: last.sha256 } }
      : {}),
    ...position(last, lastStep),
    ...(lastStep
      ? { tokensPerSecond: round3((scale.tokensPerStep / Math.max(lastStep.stepMs, 1e-3)) * 1000) }
      : {}),
    loss: loss === undefined ? undefined : lossText(loss),
    evaluation: lastEvaluation(evaluations),
    engine: engine && { ...engine, name: engineNameOf(engine.name) },
  });
}

/**
 * How far the run is: steps come after the checkpoint that they go on from. But workers that outlived their controller
 * commit a state whose steps nobody heard, and then the checkpoint knows more.
 */
function position(
  checkpoint: { step: number; tokens: number; flops: string } | undefined,
  lastStep: { step: number; tokens: number; flops: number } | undefined,
): Partial<Numbers> {
  const best = !lastStep || (checkpoint && checkpoint.step > lastStep.step) ? checkpoint : lastStep;
  return best ? { step: best.step, tokens: String(best.tokens), flops: String(best.flops) } : {};
}

/** The entry with the highest step; of equal ones the last. */
function newest<T extends { step: number }>(entries: readonly T[]): T | undefined {
  return entries.reduce<T | undefined>(
    (best, entry) => (!best || entry.step >= best.step ? entry : best),
    undefined,
  );
}

function lastEvaluation(evaluations: readonly EvaluationResult[]): Shared["evaluation"] {
  const last = newest(evaluations.filter(({ weights }) => weights === "raw"));
  return last && evaluationStatusOf(last);
}

function evaluationStatusOf(result: EvaluationResult): NonNullable<Shared["evaluation"]> {
  return {
    step: result.step,
    weights: result.weights,
    loss: lossText(result.loss),
    tokens: result.tokens,
    domains: Object.entries(result.domains)
      .slice(0, 64)
      .map(([name, { loss, tokens }]) => ({ name: name.slice(0, 128), loss: lossText(loss), tokens })),
  };
}

/** Six digits: the fit works on ln L and needs more than people do. */
export function lossText(loss: number): string {
  return Number.isFinite(loss) ? loss.toFixed(6) : String(loss);
}

function round3(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function share(step: number | undefined, { stopAtStep, startStep }: RunScale): string | undefined {
  if (step === undefined || stopAtStep === undefined) return undefined;
  const way = Math.max(1, stopAtStep - startStep);
  // Rounded down, so that 100 % means all of it.
  return `${Math.floor((100 * Math.min(Math.max(step - startStep, 0), way)) / way)} %`;
}

/** Without undefined members, so that equal states are equal documents. */
export function compact<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
