/** State of a study: of each size its run, of each horizon its checkpoint, its Cooldown and its final loss. */
import type { Checkpoint, Cooldown, ScalingStudy, TrainingRun } from "../../api/index.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { isFinished, isTrue } from "../conditions.ts";
import { labels } from "../labels.ts";
import { isOwnedBy, ofKind } from "../observe.ts";
import type { BranchPlan, Plan, SizePlan } from "./plan.ts";

export type BranchState = "Waiting" | "Training" | "Done" | "Failed" | "Skipped";

export interface BranchView {
  plan: BranchPlan;
  size: SizePlan;
  /** Committed state at its fork step, if there is one. */
  checkpoint: Checkpoint | undefined;
  cooldown: Cooldown | undefined;
  state: BranchState;
  /** Final validation loss as told, nats per token. */
  loss: string | undefined;
}

export interface SizeView {
  plan: SizePlan;
  run: TrainingRun | undefined;
  branches: BranchView[];
}

export interface StudyView {
  sizes: SizeView[];
  branches: BranchView[];
  /** Children that have not ended: each takes one of the `parallelRuns`. */
  active: (TrainingRun | Cooldown)[];
  /** Names of planned children that belong to somebody else. */
  taken: string[];
}

export function observeStudy(study: ScalingStudy, plan: Plan, related: readonly KubeObject[]): StudyView {
  const { uid } = study.metadata;
  const children = related.filter(
    (object) => (object.kind === "TrainingRun" || object.kind === "Cooldown") && isOwnedBy(object, uid),
  ) as (TrainingRun | Cooldown)[];
  const checkpoints = ofKind(related, "Checkpoint").filter(
    ({ metadata }) => metadata.labels?.[labels.studyUid] === uid && !metadata.deletionTimestamp,
  ) as Checkpoint[];
  const sizes = plan.sizes.map((size) => viewSize(study, size, { children, checkpoints }));
  const wanted = new Set(
    plan.sizes.flatMap(({ runName, branches }) => [
      `TrainingRun/${runName}`,
      ...branches.map(({ name }) => `Cooldown/${name}`),
    ]),
  );
  return {
    sizes,
    branches: sizes.flatMap(({ branches }) => branches),
    active: children.filter((child) => !isFinished(child.status)),
    taken: related
      .filter((object) => wanted.has(`${object.kind}/${object.metadata.name}`) && !isOwnedBy(object, uid))
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
      .sort(),
  };
}

function viewSize(
  study: ScalingStudy,
  plan: SizePlan,
  {
    children,
    checkpoints,
  }: { children: readonly (TrainingRun | Cooldown)[]; checkpoints: readonly Checkpoint[] },
): SizeView {
  const run = children.find(
    (child): child is TrainingRun => child.kind === "TrainingRun" && child.metadata.name === plan.runName,
  );
  const branches = plan.branches.map((branch) => {
    const cooldown = children.find(
      (child): child is Cooldown => child.kind === "Cooldown" && child.metadata.name === branch.name,
    );
    const checkpoint = forkCheckpoint(checkpoints, {
      plan,
      step: branch.horizon.forkStep,
      runUid: run?.metadata.uid,
    });
    return {
      plan: branch,
      size: plan,
      checkpoint,
      cooldown,
      ...branchState(study, { branch, run, cooldown, checkpoint }),
    };
  });
  return { plan, run, branches };
}

/** Committed state of that step; the present run's before that of one that has been deleted. */
function forkCheckpoint(
  checkpoints: readonly Checkpoint[],
  { plan, step, runUid }: { plan: SizePlan; step: number; runUid: string | undefined },
): Checkpoint | undefined {
  return checkpoints
    .filter(
      ({ spec }) =>
        spec.producedBy.kind === "TrainingRun" && spec.producedBy.name === plan.runName && spec.step === step,
    )
    .sort((a, b) => {
      const mine = Number(b.spec.producedBy.uid === runUid) - Number(a.spec.producedBy.uid === runUid);
      return mine || (a.metadata.name < b.metadata.name ? -1 : 1);
    })[0];
}

interface Seen {
  branch: BranchPlan;
  run: TrainingRun | undefined;
  cooldown: Cooldown | undefined;
  checkpoint: Checkpoint | undefined;
}

function branchState(study: ScalingStudy, seen: Seen): { state: BranchState; loss: string | undefined } {
  if (seen.cooldown) return cooldownState(seen.cooldown);
  const before = study.status?.points.find(({ name }) => name === seen.branch.name);
  // A Cooldown that was deleted after it had finished has left its loss here.
  if (before?.state === "Done" && before.loss !== undefined) return { state: "Done", loss: before.loss };
  const runLost = isTrue(seen.run?.status, "Failed") && !seen.checkpoint;
  return { state: runLost ? "Skipped" : "Waiting", loss: undefined };
}

/** The final loss of a cooldown, and nothing else, is a point: losses of the plateau are biased high. */
function cooldownState({ status }: Cooldown): { state: BranchState; loss: string | undefined } {
  if (isTrue(status, "Succeeded")) return { state: "Done", loss: status?.finalLoss };
  return { state: isTrue(status, "Failed") ? "Failed" : "Training", loss: undefined };
}
