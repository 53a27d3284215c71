/** From objects and history to the live view. Reads only; the time comes in. */
import type { Cooldown, ScalingStudy, TrainingRun } from "@plateau/controller/api/index.ts";
import { stopAtStep, tokensPerStep } from "@plateau/controller/api/run-config.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { planOf, type SizePlan } from "@plateau/controller/reconcile/scaling-study/plan.ts";
import { formatCount } from "../output/numbers.ts";
import { conditionOf, observeRun, type Fixed, type RunHistory } from "./observe-run.ts";
import { shareOf, type GroupView, type RunView, type View } from "./view.ts";

export type Runnable = ScalingStudy | TrainingRun | Cooldown;

export interface Seen {
  /** What the user asked for. */
  object: Runnable;
  /** TrainingRuns and Cooldowns of its namespace. */
  runs: readonly KubeObject[];
  history: RunHistory;
  nowMs: number;
}

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
  const numbers = result.ok ? meterOf(groups, sizes, result.plan.totals.flops) : { share: 0 };
  const over = isFinished(study);
  const left = over ? undefined : status?.estimatedSecondsLeft;
  return {
    title: `ScalingStudy ${study.metadata.name}`,
    groups,
    points: {
      done: status?.pointsDone ?? 0,
      planned: groups.reduce((sum, { cooldowns }) => sum + cooldowns.length, 0),
    },
    ...numbers,
    fitting: !over && conditionOf(status, "Progressing")?.reason === "Fitting",
    elapsedMs: elapsedOf(study, seen.nowMs),
    ...(left === undefined ? {} : { leftMs: left * 1000 }),
  };
}

/** From its start, or its creation, to its end or now. */
function elapsedOf({ metadata, status }: Runnable, nowMs: number): number {
  const startMs = Date.parse(status?.startTime ?? metadata.creationTimestamp);
  const endMs = status?.completionTime ? Date.parse(status.completionTime) : nowMs;
  return Math.max(0, endMs - startMs);
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
  const plateau = observeRun(
    run,
    { name: runName, label: size.name, kind: "plateau", fromStep: 0, toStep: planned.trunkSteps },
    { history: seen.history, perStep },
  );
  const cooldowns = branches.map(({ name, horizon }) => {
    const fixed = {
      name,
      label: formatCount(horizon.askedTokens),
      kind: "cooldown",
      fromStep: horizon.forkStep,
      toStep: horizon.totalSteps,
    } as const;
    const view = observeRun(mine.get(`Cooldown/${name}`) as Cooldown | undefined, fixed, {
      history: seen.history,
      perStep,
    });
    const point = study.status?.points.find((each) => each.name === name);
    return point?.state === "Skipped" ? { ...view, state: "skipped" as const } : view;
  });
  return { plateau, cooldowns };
}

function singleView(object: TrainingRun | Cooldown, seen: Seen): View {
  const run =
    object.kind === "TrainingRun"
      ? plateauView(object as TrainingRun, seen)
      : cooldownView(object as Cooldown, seen);
  return {
    title: `${object.kind} ${object.metadata.name}`,
    groups: [run.kind === "plateau" ? { plateau: run, cooldowns: [] } : { cooldowns: [run] }],
    share: shareOf(run),
    fitting: false,
    elapsedMs: elapsedOf(object, seen.nowMs),
    ...(run.secondsLeft === undefined ? {} : { leftMs: run.secondsLeft * 1000 }),
  };
}

function plateauView(object: TrainingRun, seen: Seen): RunView {
  const { name } = object.metadata;
  const fixed: Fixed = { name, label: name, kind: "plateau", fromStep: 0, toStep: stopAtStep(object.spec) };
  return observeRun(object, fixed, { history: seen.history, perStep: tokensPerStep(object.spec) });
}

/** A Cooldown on its own: where it begins and ends is known once its checkpoint is. */
function cooldownView(object: Cooldown, seen: Seen): RunView {
  const { status } = object;
  const toStep = status?.stopAtStep;
  const fromStep = status?.checkpoint?.step ?? 0;
  const last = seen.history.lastStep(object.metadata.uid);
  const seenAt = last ?? { step: status?.step ?? 0, tokens: Number(status?.tokens ?? 0) };
  const perStep = seenAt.step > 0 ? seenAt.tokens / seenAt.step : 0;
  const { name } = object.metadata;
  return observeRun(
    object,
    { name, label: name, kind: "cooldown", fromStep, toStep },
    { history: seen.history, perStep },
  );
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
