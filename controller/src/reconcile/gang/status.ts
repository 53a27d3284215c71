/** Status of a run from its gang and its progress: the fields that TrainingRun and Cooldown share. */
import type { EvaluationResult } from "@plateau/proto";
import type { Cooldown, TrainingRun, TrainingRunStatus } from "../../api/index.ts";
import { labels } from "../labels.ts";
import type { RunProgress, Snapshot } from "../reconciler.ts";
import type { Verdict } from "../conditions.ts";
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
  gang: Pick<GangDecision, "attempt" | "failures" | "state" | "view"> | undefined,
  scale: RunScale,
): Shared {
  const { object, nowMs } = snapshot;
  const old = object.status;
  const progress = snapshot.progress[object.metadata.uid];
  const numbers = progressNumbers(progress, scale);
  const step = numbers.step ?? old?.step;
  const readyWorkers = gang?.view.readyWorkers ?? 0;
  const started = gang !== undefined && gang.attempt > 0 && gang.state !== "Suspended";
  return compact({
    observedGeneration: object.metadata.generation,
    stopAtStep: scale.stopAtStep ?? old?.stopAtStep,
    tokens: old?.tokens,
    flops: old?.flops,
    loss: old?.loss,
    lastCheckpoint: old?.lastCheckpoint,
    evaluation: old?.evaluation,
    ...numbers,
    step,
    progress: share(step, scale),
    tokensPerSecond: gang?.state === "Training" ? numbers.tokensPerSecond : undefined,
    readyWorkers,
    workers: `${readyWorkers}/${scale.ranks}`,
    selector: `${labels.runUid}=${object.metadata.uid}`,
    attempt: gang?.attempt ?? old?.attempt ?? 0,
    failures: gang?.failures ?? old?.failures ?? 0,
    startTime: old?.startTime ?? (started ? new Date(nowMs).toISOString() : undefined),
    completionTime: old?.completionTime,
  });
}

type Numbers = Pick<
  Shared,
  "step" | "tokens" | "flops" | "loss" | "tokensPerSecond" | "lastCheckpoint" | "evaluation"
>;

function progressNumbers(progress: RunProgress | undefined, scale: RunScale): Partial<Numbers> {
  if (!progress) return {};
  const { lastStep, smoothedLoss, checkpoints, evaluations } = progress;
  const last = checkpoints.reduce<(typeof checkpoints)[number] | undefined>(
    (newest, entry) => (!newest || entry.step > newest.step ? entry : newest),
    undefined,
  );
  const evaluation = lastEvaluation(evaluations);
  const loss = smoothedLoss ?? lastStep?.loss;
  return {
    ...(lastStep
      ? {
          step: lastStep.step,
          tokens: String(lastStep.tokens),
          flops: String(lastStep.flops),
          tokensPerSecond: round3((scale.tokensPerStep / Math.max(lastStep.stepMs, 1e-3)) * 1000),
        }
      : last
        ? { step: last.step, tokens: String(last.tokens), flops: last.flops }
        : {}),
    ...(loss === undefined ? {} : { loss: lossText(loss) }),
    ...(last
      ? { lastCheckpoint: { step: last.step, manifestUri: last.manifestUri, sha256: last.sha256 } }
      : {}),
    ...(evaluation ? { evaluation } : {}),
  };
}

function lastEvaluation(evaluations: readonly EvaluationResult[]): Shared["evaluation"] {
  const last = evaluations
    .filter(({ weights }) => weights === "raw")
    .reduce<EvaluationResult | undefined>(
      (newest, entry) => (!newest || entry.step >= newest.step ? entry : newest),
      undefined,
    );
  return last && evaluationStatusOf(last);
}

export function evaluationStatusOf(result: EvaluationResult): NonNullable<Shared["evaluation"]> {
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

/** Conditions that follow from the gang alone. */
export function gangVerdicts(gang: GangDecision, ranks: number): Record<string, Verdict> {
  const { state, reason, message, view } = gang;
  const ready =
    view.readyWorkers >= ranks && (state === "Training" || state === "Starting" || state === "Holding");
  const over = state === "Complete" || state === "Failed";
  return {
    WorkersReady: ready
      ? { status: "True", reason: "GroupFormed", message: `All ${ranks} ranks have joined.` }
      : {
          status: "False",
          reason: over ? "NotNeeded" : state === "Finishing" ? "Leaving" : "RanksMissing",
          message: over ? "The run is over." : `${view.readyWorkers} of ${ranks} ranks have joined.`,
        },
    Progressing: {
      status: over || state === "Suspended" ? "False" : "True",
      reason: state === "Complete" ? "Completed" : state === "Failed" ? "Failed" : reason,
      message,
    },
    Succeeded:
      state === "Complete"
        ? { status: "True", reason: "Completed", message }
        : {
            status: state === "Failed" ? "False" : "Unknown",
            reason: state === "Failed" ? reason : "NotFinished",
            message,
          },
    Failed:
      state === "Failed"
        ? { status: "True", reason, message }
        : { status: "False", reason: "NoFailure", message: "Nothing has failed for good." },
  };
}
