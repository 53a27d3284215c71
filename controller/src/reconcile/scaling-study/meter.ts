/** Numbers of a study's status: FLOPs and steps spent against the plan and against independent runs, time left. */
import type { ScalingStudy, ScalingStudyStatus } from "../../api/index.ts";
import { timeMs } from "../observe.ts";
import type { StudyView } from "./observe.ts";
import type { Plan } from "./plan.ts";

type Numbers = Pick<ScalingStudyStatus, "flops" | "steps" | "progress" | "estimatedSecondsLeft">;

export function meter(study: ScalingStudy, plan: Plan, view: StudyView, nowMs: number): Numbers {
  const { flops, steps } = plan.totals;
  const done = view.sizes.reduce((sum, { run }) => sum + (run?.status?.step ?? 0), 0) + branchSteps(view);
  const spent = spentFlops(view);
  // What a deleted child has spent stays spent.
  const before = study.status;
  const stepsDone = Math.max(done, before?.steps?.done ?? 0);
  const flopsSpent = Math.max(spent, Number(before?.flops?.spent ?? 0));
  const left = secondsLeft({ study, nowMs, spent: flopsSpent, planned: flops.planned });
  return {
    flops: {
      planned: String(flops.planned),
      spent: String(flopsSpent),
      independentRuns: String(flops.independentRuns),
    },
    steps: { planned: steps.planned, done: stepsDone, independentRuns: steps.independentRuns },
    progress: `${Math.floor((100 * Math.min(stepsDone, steps.planned)) / Math.max(1, steps.planned))} %`,
    ...(left === undefined ? {} : { estimatedSecondsLeft: left }),
  };
}

/** Steps of the branches alone: their status counts those before the fork too. */
function branchSteps(view: StudyView): number {
  return view.branches.reduce((sum, { cooldown, plan, state }) => {
    if (state === "Done") return sum + plan.horizon.cooldownSteps;
    const step = cooldown?.status?.step;
    return step === undefined ? sum : sum + Math.max(0, step - plan.horizon.forkStep);
  }, 0);
}

function spentFlops(view: StudyView): number {
  const runs = view.sizes.reduce((sum, { run }) => sum + Number(run?.status?.flops ?? 0), 0);
  const branches = view.branches.reduce((sum, { cooldown, plan, size, state }) => {
    const { flopsPerStep } = size.planned;
    if (state === "Done") return sum + plan.horizon.cooldownSteps * flopsPerStep;
    const step = cooldown?.status?.step;
    return step === undefined ? sum : sum + Math.max(0, step - plan.horizon.forkStep) * flopsPerStep;
  }, 0);
  return runs + branches;
}

/** At the mean pace since the start; undefined while there is nothing to go by. In steps of 5 s, so that it rests. */
function secondsLeft(seen: {
  study: ScalingStudy;
  nowMs: number;
  spent: number;
  planned: number;
}): number | undefined {
  const startMs = timeMs(seen.study.status?.startTime);
  if (startMs === undefined || seen.spent <= 0 || seen.study.spec.suspend) return undefined;
  const elapsedSeconds = (seen.nowMs - startMs) / 1000;
  if (elapsedSeconds < 5 || seen.spent >= seen.planned) return undefined;
  return Math.ceil((elapsedSeconds * (seen.planned - seen.spent)) / seen.spent / 5) * 5;
}
