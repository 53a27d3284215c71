/** What a study starts next: plateaus before branches, longest critical path first, never more than `parallelRuns`. */
import type { ScalingStudy } from "../../api/index.ts";
import { announce } from "../events.ts";
import type { Action } from "../reconciler.ts";
import { cooldownObject, runObject } from "./children.ts";
import type { BranchView, SizeView, StudyView } from "./observe.ts";

interface Candidate {
  /** FLOPs until the last result that depends on it. */
  criticalFlops: number;
  name: string;
  start(): Action[];
}

/** Actions that fill the free places. */
export function startNext(study: ScalingStudy, view: StudyView): Action[] {
  const free = study.spec.parallelRuns - view.active.length;
  if (free <= 0) return [];
  const takenNames = new Set(view.taken);
  const runs = view.sizes
    .filter((size) => needsRun(size) && !takenNames.has(`TrainingRun ${size.plan.runName}`))
    .map((size) => runCandidate(study, size));
  const branches = view.branches
    .filter((branch) => isStartable(branch) && !takenNames.has(`Cooldown ${branch.plan.name}`))
    .map((branch) => branchCandidate(study, branch));
  return [...longestFirst(runs), ...longestFirst(branches)]
    .slice(0, free)
    .flatMap((candidate) => candidate.start());
}

/** Without a run, and some horizon still waits for a state that only a run can give. */
function needsRun({ run, branches }: SizeView): boolean {
  return run === undefined && branches.some(({ state, checkpoint }) => state === "Waiting" && !checkpoint);
}

function isStartable({ state, checkpoint, cooldown }: BranchView): boolean {
  return state === "Waiting" && checkpoint !== undefined && cooldown === undefined;
}

function longestFirst(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => b.criticalFlops - a.criticalFlops || (a.name < b.name ? -1 : 1));
}

function runCandidate(study: ScalingStudy, { plan }: SizeView): Candidate {
  const { planned, branches, runName, size } = plan;
  const tail = Math.max(...branches.map(({ horizon }) => horizon.totalSteps)) - planned.trunkSteps;
  return {
    criticalFlops: (planned.trunkSteps + Math.max(0, tail)) * planned.flopsPerStep,
    name: runName,
    start: () => [
      { kind: "Apply", object: runObject(study, plan), reason: "StartPlateau" },
      announce(
        "RunCreated",
        `Size ${size.name}: plateau of ${planned.trunkSteps} steps (TrainingRun ${runName}).`,
      ),
    ],
  };
}

function branchCandidate(study: ScalingStudy, { plan, size, checkpoint }: BranchView): Candidate {
  const { horizon, name } = plan;
  return {
    criticalFlops: horizon.cooldownSteps * size.planned.flopsPerStep,
    name,
    start: () =>
      checkpoint
        ? [
            {
              kind: "Apply",
              object: cooldownObject(study, { size, branch: plan, checkpoint }),
              reason: "StartBranch",
            },
            announce(
              "CooldownCreated",
              `Size ${size.size.name}: horizon of ${horizon.totalSteps} steps branches off at step ${horizon.forkStep} (Cooldown ${name}).`,
            ),
          ]
        : [],
  };
}
