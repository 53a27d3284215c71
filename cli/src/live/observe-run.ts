/** One run of the live view: state from its conditions, numbers from its steps. */
import type { Condition, Cooldown, TrainingRun } from "@plateau/controller/api/index.ts";
import type { History } from "@plateau/controller/progress/index.ts";
import type { RunState, RunView } from "./view.ts";

export type RunHistory = Pick<History, "steps" | "lastStep">;

/** Steps behind the smoothed loss and the pace. */
const recent = 20;

export function conditionOf(
  status: { conditions?: Condition[] | undefined } | undefined,
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** What the plan says of a run. */
export interface Fixed {
  name: string;
  label: string;
  kind: RunView["kind"];
  fromStep: number;
  toStep: number | undefined;
}

export function observeRun(
  run: TrainingRun | Cooldown | undefined,
  fixed: Fixed,
  { history, perStep }: { history: RunHistory; perStep: number },
): RunView {
  const { toStep, ...known } = fixed;
  const base = { ...known, ...(toStep === undefined ? {} : { toStep }) };
  if (!run) return { ...base, state: "waiting", step: fixed.fromStep, attempt: 0, failures: 0, forks: [] };
  const { status, spec } = run;
  const state = stateOf(run);
  const message = conditionOf(status, state === "failed" ? "Failed" : "Progressing")?.message;
  const { readyWorkers = 0, attempt = 0, failures = 0 } = status ?? {};
  return {
    ...base,
    state,
    workers: { ready: readyWorkers, wanted: spec.workers.count },
    attempt,
    failures,
    forks: run.kind === "TrainingRun" ? committedForks(run as TrainingRun) : [],
    ...(message === undefined ? {} : { message }),
    ...(state === "done" ? finalNumbers(run, fixed, history) : numbersNow(run, fixed, { history, perStep })),
  };
}

const committedForks = ({ status }: TrainingRun): number[] =>
  (status?.forkPoints ?? []).filter(({ committed }) => committed).map(({ step }) => step);

type Numbers = Pick<RunView, "step" | "loss" | "tokensPerSecond" | "secondsLeft">;

/** Of what has finished, what its status keeps. */
function finalNumbers(
  { metadata: { uid }, status }: TrainingRun | Cooldown,
  { fromStep, toStep }: Fixed,
  history: RunHistory,
): Numbers {
  const final =
    status && "finalLoss" in status
      ? Number(status.finalLoss)
      : (paceOf(uid, history)?.loss ?? lossOf(status));
  return { step: toStep ?? status?.step ?? fromStep, ...withLoss(final) };
}

/** Where it is and how fast, from its steps; where nobody tells of them, from its status, which is some seconds old. */
function numbersNow(
  { metadata: { uid }, status }: TrainingRun | Cooldown,
  { fromStep, toStep }: Fixed,
  { history, perStep }: { history: RunHistory; perStep: number },
): Numbers {
  const pace = paceOf(uid, history);
  const step = Math.max(pace?.step ?? 0, status?.step ?? 0, fromStep);
  if (!pace) return { step, ...withLoss(lossOf(status)), ...speedOf(status, { step, toStep, perStep }) };
  return {
    step,
    ...withLoss(pace.loss),
    ...(perStep > 0 ? { tokensPerSecond: (1000 * perStep) / pace.stepMs } : {}),
    ...(toStep === undefined ? {} : { secondsLeft: ((toStep - step) * pace.stepMs) / 1000 }),
  };
}

const lossOf = (status: TrainingRun["status"] | Cooldown["status"]): number | undefined =>
  status?.loss === undefined ? undefined : Number(status.loss);

function speedOf(
  status: TrainingRun["status"] | Cooldown["status"],
  { step, toStep, perStep }: { step: number; toStep: number | undefined; perStep: number },
): Pick<RunView, "tokensPerSecond" | "secondsLeft"> {
  const tokensPerSecond = Number(status?.tokensPerSecond);
  if (!(tokensPerSecond > 0)) return {};
  const tokensLeft = toStep === undefined || perStep === 0 ? undefined : (toStep - step) * perStep;
  return {
    tokensPerSecond,
    ...(tokensLeft === undefined ? {} : { secondsLeft: tokensLeft / tokensPerSecond }),
  };
}

const withLoss = (loss: number | undefined): { loss?: number } =>
  loss !== undefined && Number.isFinite(loss) ? { loss } : {};

/** Reasons of the Progressing condition, as `reconcile/gang` writes them. */
const states: Readonly<Record<string, RunState>> = {
  Completed: "done",
  Failed: "failed",
  Suspended: "suspended",
  Starting: "starting",
  Training: "training",
  Holding: "holding",
  Finishing: "finishing",
  Suspending: "finishing",
  Stopping: "finishing",
};

function stateOf(run: TrainingRun | Cooldown): RunState {
  if (conditionOf(run.status, "Succeeded")?.status === "True") return "done";
  if (conditionOf(run.status, "Failed")?.status === "True") return "failed";
  const reason = conditionOf(run.status, "Progressing")?.reason ?? "";
  // Back-off, a lost gang, a change of size: between two starts.
  return states[reason] ?? ((run.status?.attempt ?? 0) > 0 ? "starting" : "waiting");
}

function paceOf(
  uid: string,
  history: RunHistory,
): { step: number; loss: number; stepMs: number } | undefined {
  const last = history.lastStep(uid);
  if (!last) return undefined;
  const steps = history.steps(uid, { after: last.step - recent });
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const losses = steps.map(({ loss }) => loss).filter(Number.isFinite);
  return { step: last.step, loss: mean(losses), stepMs: mean(steps.map(({ stepMs }) => stepMs)) };
}
