/** From objects and history to the live view. Reads only; the time comes in. */
import type { Condition, Cooldown, ScalingStudy, TrainingRun } from "@plateau/controller/api/index.ts";
import { stopAtStep, tokensPerStep } from "@plateau/controller/api/run-config.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import type { History } from "@plateau/controller/progress/index.ts";
import { planOf, type SizePlan } from "@plateau/controller/reconcile/scaling-study/plan.ts";
import { formatCount } from "../output/numbers.ts";
import type { GroupView, RunState, RunView, View } from "./view.ts";

export type Runnable = ScalingStudy | TrainingRun | Cooldown;

export interface Seen {
  /** What the user asked for. */
  object: Runnable;
  /** TrainingRuns and Cooldowns of its namespace. */
  runs: readonly KubeObject[];
  history: Pick<History, "steps" | "lastStep">;
  nowMs: number;
}

/** Steps behind the smoothed loss and the pace. */
const recent = 20;

export function observeView(seen: Seen): View {
  const { object } = seen;
  return object.kind === "ScalingStudy"
    ? studyView(object as ScalingStudy, seen)
    : singleView(object as TrainingRun | Cooldown, seen);
}

/** Whether nothing more will happen to it. */
export function isFinished({ status }: Runnable): boolean {
  return (
    conditionOf(status, "Succeeded")?.status === "True" || conditionOf(status, "Failed")?.status === "True"
  );
}

export function conditionOf(
  status: { conditions?: Condition[] | undefined } | undefined,
  type: string,
): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

function studyView(study: ScalingStudy, seen: Seen): View {
  const { status } = study;
  const result = planOf(study);
  const sizes = result.ok ? result.plan.sizes : [];
  const mine = new Map(
    seen.runs
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === study.metadata.uid))
      .map((run) => [`${run.kind}/${run.metadata.name}`, run]),
  );
  const perStep = tokensPerStep(study.spec.runTemplate.spec);
  const groups = sizes.map((size) => sizeView(size, { study, mine, perStep, seen }));
  const planned = result.ok ? result.plan.totals : undefined;
  const numbers = planned ? meterOf(groups, sizes, planned.flops) : undefined;
  const startMs = Date.parse(status?.startTime ?? study.metadata.creationTimestamp);
  const endMs = status?.completionTime ? Date.parse(status.completionTime) : seen.nowMs;
  return {
    title: `ScalingStudy ${study.metadata.name}`,
    groups,
    points: {
      done: status?.pointsDone ?? 0,
      planned: groups.reduce((sum, { cooldowns }) => sum + cooldowns.length, 0),
    },
    ...(numbers ? { flops: numbers.flops } : {}),
    share: numbers?.share ?? 0,
    fitting: conditionOf(status, "Progressing")?.reason === "Fitting" && !isFinished(study),
    elapsedMs: Math.max(0, endMs - startMs),
    ...(status?.estimatedSecondsLeft === undefined || isFinished(study)
      ? {}
      : { leftMs: status.estimatedSecondsLeft * 1000 }),
  };
}

interface SizeContext {
  study: ScalingStudy;
  mine: ReadonlyMap<string, KubeObject>;
  perStep: number;
  seen: Seen;
}

function sizeView(
  { size, runName, planned, branches }: SizePlan,
  { study, mine, perStep, seen }: SizeContext,
): GroupView {
  const run = mine.get(`TrainingRun/${runName}`) as TrainingRun | undefined;
  const plateau = runView(
    run,
    { name: runName, label: size.name, kind: "plateau", fromStep: 0, toStep: planned.trunkSteps },
    { seen, perStep },
  );
  const cooldowns = branches.map(({ name, horizon }) => {
    const fixed = {
      name,
      label: formatCount(horizon.askedTokens),
      kind: "cooldown",
      fromStep: horizon.forkStep,
      toStep: horizon.totalSteps,
    } as const;
    const view = runView(mine.get(`Cooldown/${name}`) as Cooldown | undefined, fixed, { seen, perStep });
    const point = study.status?.points.find((each) => each.name === name);
    return point?.state === "Skipped" ? { ...view, state: "skipped" as const } : view;
  });
  return { plateau, cooldowns };
}

function singleView(object: TrainingRun | Cooldown, seen: Seen): View {
  const name = object.metadata.name;
  const run =
    object.kind === "TrainingRun"
      ? runView(
          object,
          {
            name,
            label: name,
            kind: "plateau",
            fromStep: 0,
            toStep: stopAtStep((object as TrainingRun).spec),
          },
          { seen, perStep: tokensPerStep((object as TrainingRun).spec) },
        )
      : cooldownView(object as Cooldown, seen);
  const startMs = Date.parse(object.status?.startTime ?? object.metadata.creationTimestamp);
  const endMs = object.status?.completionTime ? Date.parse(object.status.completionTime) : seen.nowMs;
  const way =
    run.toStep === undefined ? 0 : (run.step - run.fromStep) / Math.max(1, run.toStep - run.fromStep);
  return {
    title: `${object.kind} ${name}`,
    groups: [run.kind === "plateau" ? { plateau: run, cooldowns: [] } : { cooldowns: [run] }],
    share: run.state === "done" ? 1 : Math.min(1, Math.max(0, way)),
    fitting: false,
    elapsedMs: Math.max(0, endMs - startMs),
    ...(run.secondsLeft === undefined ? {} : { leftMs: run.secondsLeft * 1000 }),
  };
}

/** A Cooldown on its own: where it begins and ends is known once its checkpoint is. */
function cooldownView(object: Cooldown, seen: Seen): RunView {
  const { status } = object;
  const toStep = status?.stopAtStep;
  const fromStep = status?.checkpoint?.step ?? 0;
  const last = seen.history.lastStep(object.metadata.uid);
  const perStep = last && last.step > 0 ? last.tokens / last.step : 0;
  const { name } = object.metadata;
  return runView(object, { name, label: name, kind: "cooldown", fromStep, toStep }, { seen, perStep });
}

interface Fixed {
  name: string;
  label: string;
  kind: RunView["kind"];
  fromStep: number;
  toStep: number | undefined;
}

function runView(
  run: TrainingRun | Cooldown | undefined,
  fixed: Fixed,
  { seen, perStep }: { seen: Seen; perStep: number },
): RunView {
  const { toStep, ...known } = fixed;
  const base = { ...known, ...(toStep === undefined ? {} : { toStep }) };
  if (!run) return { ...base, state: "waiting", step: fixed.fromStep, attempt: 0, failures: 0, forks: [] };
  const { status } = run;
  const state = stateOf(run);
  const last = seen.history.lastStep(run.metadata.uid);
  const step =
    state === "done" && toStep !== undefined
      ? toStep
      : Math.max(last?.step ?? 0, status?.step ?? 0, fixed.fromStep);
  const pace = last ? paceOf(seen.history.steps(run.metadata.uid, { after: last.step - recent })) : undefined;
  const final = "finalLoss" in (status ?? {}) ? Number((status as Cooldown["status"])?.finalLoss) : undefined;
  const loss = state === "done" && final !== undefined ? final : pace?.loss;
  const forks = run.kind === "TrainingRun" ? ((status as TrainingRun["status"])?.forkPoints ?? []) : [];
  const message = conditionOf(status, state === "failed" ? "Failed" : "Progressing")?.message;
  return {
    ...base,
    state,
    step,
    ...(loss === undefined || !Number.isFinite(loss) ? {} : { loss }),
    ...(pace && perStep > 0 ? { tokensPerSecond: (1000 * perStep) / pace.stepMs } : {}),
    ...(pace && toStep !== undefined ? { secondsLeft: ((toStep - step) * pace.stepMs) / 1000 } : {}),
    ...(run.spec.workers
      ? { workers: { ready: status?.readyWorkers ?? 0, wanted: run.spec.workers.count } }
      : {}),
    attempt: status?.attempt ?? 0,
    failures: status?.failures ?? 0,
    forks: forks.filter(({ committed }) => committed).map((fork) => fork.step),
    ...(message === undefined ? {} : { message }),
  };
}

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
  steps: readonly { loss: number; stepMs: number }[],
): { loss: number; stepMs: number } | undefined {
  if (steps.length === 0) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const losses = steps.map(({ loss }) => loss).filter(Number.isFinite);
  return { loss: losses.length > 0 ? mean(losses) : NaN, stepMs: mean(steps.map(({ stepMs }) => stepMs)) };
}

/** FLOPs and steps from the runs themselves: a study's status is up to 10 s old. */
function meterOf(
  groups: readonly GroupView[],
  sizes: readonly SizePlan[],
  planned: { planned: number; independentRuns: number },
): { flops: NonNullable<View["flops"]>; share: number } {
  let spent = 0;
  let steps = 0;
  let all = 0;
  groups.forEach(({ plateau, cooldowns }, i) => {
    const perStep = sizes[i]?.planned.flopsPerStep ?? 0;
    for (const run of [...(plateau ? [plateau] : []), ...cooldowns]) {
      const done = Math.max(0, run.step - run.fromStep);
      spent += done * perStep;
      steps += done;
      all += (run.toStep ?? run.step) - run.fromStep;
    }
  });
  return { flops: { spent, ...planned }, share: all > 0 ? steps / all : 0 };
}
