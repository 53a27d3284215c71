/**
 * Where a Cooldown branches off: decided once, from the Checkpoint or the run that its spec names.
 *
 * A Checkpoint that is being deleted is not taken by a Cooldown that came afterwards: its blob may be on its way out.
 */
import type { Checkpoint, Cooldown, TrainingRun, TrainingRunSpec } from "../../api/index.ts";
import { stopAtStep, forkSteps, tokensPerStep } from "../../api/run-config.ts";
import { positionSteps } from "../../api/parts/position.ts";
import type { KubeObject } from "../../cluster/cluster.ts";
import { isFinished } from "../conditions.ts";
import { ofKind } from "../observe.ts";

/** Of a run here, whose recipe a branch shares. */
export type BranchableCheckpoint = Checkpoint & { spec: { recipe: TrainingRunSpec } };

export type Origin =
  | { state: "Ready"; checkpoint: BranchableCheckpoint }
  /** It may still come. */
  | { state: "Waiting"; reason: string; message: string }
  /** It cannot come any more. */
  | { state: "Impossible"; reason: string; message: string };

export function resolveOrigin(cooldown: Cooldown, related: readonly KubeObject[]): Origin {
  const checkpoints = ofKind(related, "Checkpoint") as Checkpoint[];
  const decided = cooldown.status?.checkpoint?.name;
  const { from } = cooldown.spec;
  const name = decided ?? from.checkpoint;
  if (name === undefined) return fromRun(cooldown, related, checkpoints);
  const found = checkpoints.find(({ metadata }) => metadata.name === name);
  if (found) return usable(found, cooldown);
  if (decided !== undefined) {
    return {
      state: "Impossible",
      reason: "CheckpointGone",
      message: `Checkpoint ${name}, where it branched off, no longer exists.`,
    };
  }
  return {
    state: "Waiting",
    reason: "NotFound",
    message: `There is no Checkpoint ${name} in this namespace (yet).`,
  };
}

function usable(checkpoint: Checkpoint, cooldown: Cooldown): Origin {
  const { metadata, spec } = checkpoint;
  if (!isBranchable(checkpoint)) {
    const why = notBranchable[spec.phase];
    return {
      state: "Impossible",
      reason: "NotAPlateau",
      message: `Checkpoint ${metadata.name} cannot be branched: ${why}.`,
    };
  }
  if (metadata.deletionTimestamp && !heldBefore(metadata.deletionTimestamp, cooldown)) {
    return {
      state: "Impossible",
      reason: "BeingDeleted",
      message: `Checkpoint ${metadata.name} is being deleted.`,
    };
  }
  return { state: "Ready", checkpoint };
}

function isBranchable(checkpoint: Checkpoint): checkpoint is BranchableCheckpoint {
  return checkpoint.spec.phase === "Plateau" && checkpoint.spec.recipe !== undefined;
}

const notBranchable: Readonly<Record<Checkpoint["spec"]["phase"], string>> = {
  Plateau: "it does not say by which recipe it was made",
  Cosine: "it comes from a cosine run, whose rate had already fallen",
  Cooled: "it is the end of a cooldown",
  Imported:
    "it is imported and holds weights alone, without a recipe and the optimizer's state. Begin a TrainingRun with it (spec.startFrom) and branch off that",
};

/** Whoever referred to it before it was deleted holds it, and its blob stays. Whoever came later may find it gone. */
function heldBefore(deletedAt: string, { metadata, status }: Cooldown): boolean {
  return status?.checkpoint !== undefined || Date.parse(metadata.creationTimestamp) < Date.parse(deletedAt);
}

function fromRun(cooldown: Cooldown, related: readonly KubeObject[], all: readonly Checkpoint[]): Origin {
  const { from } = cooldown.spec;
  const name = from.run ?? "";
  const run = ofKind(related, "TrainingRun").find(({ metadata }) => metadata.name === name) as
    TrainingRun | undefined;
  if (run?.spec.schedule.cosine) {
    return {
      state: "Impossible",
      reason: "NotAPlateau",
      message: `TrainingRun ${name} has a cosine schedule: its states cannot be branched.`,
    };
  }
  const states = all.filter(
    ({ spec }) =>
      spec.producedBy.kind === "TrainingRun" &&
      spec.producedBy.name === name &&
      (run === undefined || spec.producedBy.uid === run.metadata.uid),
  );
  const uids = new Set(states.map(({ spec }) => spec.producedBy.uid));
  if (uids.size > 1) {
    const names = states.map(({ metadata }) => metadata.name).sort();
    return {
      state: "Impossible",
      reason: "Ambiguous",
      message: `Several deleted runs were called ${name}; name one of their Checkpoints in spec.from.checkpoint: ${names.join(", ")}.`,
    };
  }
  if (!run && states.length === 0) {
    return {
      state: "Waiting",
      reason: "NotFound",
      message: `There is no TrainingRun ${name} and no Checkpoint of it in this namespace (yet).`,
    };
  }
  return run ? fromExisting(cooldown, run, states) : fromDeleted(cooldown, name, states);
}

function fromExisting(cooldown: Cooldown, run: TrainingRun, states: readonly Checkpoint[]): Origin {
  const { at } = cooldown.spec.from;
  const { name } = run.metadata;
  const possible = branchableSteps(run);
  const step = at ? positionSteps(at, tokensPerStep(run.spec)) : possible.at(-1);
  if (step === undefined || !possible.includes(step)) {
    const list = possible.length > 0 ? `its fork points are the steps ${possible.join(", ")}` : "it has none";
    return {
      state: "Impossible",
      reason: "NotAForkPoint",
      message: `${step === undefined ? "The last one" : `Step ${step}`} is not a fork point of TrainingRun ${name}; ${list} (spec.checkpoints.forkAt, spec.stopAt).`,
    };
  }
  const found = states.find(({ spec }) => spec.step === step);
  return found ? usable(found, cooldown) : notYet(run, step);
}

/** Fork points and the end, ascending. */
function branchableSteps({ spec }: TrainingRun): number[] {
  const stop = stopAtStep(spec);
  const steps = new Set([...forkSteps(spec), ...(stop === undefined ? [] : [stop])]);
  return [...steps].sort((a, b) => a - b);
}

function notYet({ metadata: { name }, status }: TrainingRun, step: number): Origin {
  const reached = status?.step ?? 0;
  if (isFinished(status) && reached < step) {
    const message = `TrainingRun ${name} ended at step ${reached}, before the fork point at step ${step}.`;
    return { state: "Impossible", reason: "RunEnded", message };
  }
  const message = `TrainingRun ${name} is at step ${reached} of ${step}, where this branches off.`;
  return { state: "Waiting", reason: "NotYetReached", message };
}

function fromDeleted(cooldown: Cooldown, name: string, states: readonly Checkpoint[]): Origin {
  const { at } = cooldown.spec.from;
  const newest = states.reduce((last, state) => (state.spec.step > last.spec.step ? state : last));
  const { recipe } = newest.spec;
  const step = at && recipe ? positionSteps(at, tokensPerStep(recipe)) : newest.spec.step;
  const found = states.find(({ spec }) => spec.step === step);
  if (found) return usable(found, cooldown);
  const steps = states.map(({ spec }) => spec.step).sort((a, b) => a - b);
  return {
    state: "Impossible",
    reason: "NotAForkPoint",
    message: `TrainingRun ${name} has been deleted, and of its Checkpoints none is at step ${step}; there are steps ${steps.join(", ")}.`,
  };
}
