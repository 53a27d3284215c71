/**
 * Cooldown: waits for its fork point, then keeps one gang going until the branch is cooled down, evaluated and committed.
 *
 * Related: what carries its own uid as run label, and the Checkpoints and the TrainingRun that `spec.from` may mean.
 */
import { apiVersion, kinds, type Checkpoint, type Cooldown, type CooldownStatus } from "../../api/index.ts";
import { overriddenParts } from "../../api/overrides.ts";
import { cooldownConfig, cooldownLength, tokensPerStep } from "../../api/run-config.ts";
import { recordCheckpoints } from "../children/checkpoint.ts";
import { isFinished, nextConditions, type Verdict } from "../conditions.ts";
import { announce } from "../events.ts";
import { afterFinish } from "../finish.ts";
import { decideGang, type GangDecision } from "../gang/decide.ts";
import { compact, lossText, runStatus, type RunScale } from "../gang/status.ts";
import { gangVerdicts, nothingFailed } from "../gang/verdicts.ts";
import { gangQueries, gangWatches } from "../queries.ts";
import type { Action, Decision, Reconciler, Snapshot } from "../reconciler.ts";
import { endEvents, withRequeue } from "../training-run/reconcile.ts";
import { resolveOrigin, type BranchableCheckpoint, type Origin } from "./origin.ts";

export const cooldownReconciler: Reconciler = {
  apiVersion,
  kind: "Cooldown",
  watches: [...gangWatches("Cooldown")],
  relatedQueries: (object) => {
    const { from } = (object as Cooldown).spec;
    return [
      ...gangQueries(object).filter(({ kind }) => kind !== "Checkpoint"),
      ...(from.run === undefined ? [] : [{ apiVersion, kind: "TrainingRun", name: from.run }]),
      // A run may be gone: its Checkpoints are found by what they say of their producer.
      { apiVersion, kind: "Checkpoint" },
    ];
  },
  reconcile: (snapshot) => reconcileCooldown(snapshot as Snapshot<Cooldown>),
};

/** What a worker says when the checkpoint was made by another recipe than its config. */
const mismatchCode = "E_CHECKPOINT_MISMATCH";
/** While a branch waits, it looks again by itself too: the wake-up by the run's progress may be missed. */
const waitMs = 15_000;

export function reconcileCooldown(snapshot: Snapshot<Cooldown>): Decision {
  const { object, related } = snapshot;
  if (object.metadata.deletionTimestamp) return { actions: [] };
  if (isFinished(object.status)) return afterFinish(snapshot);
  const origin = resolveOrigin(object, related);
  if (origin.state !== "Ready") return withoutOrigin(snapshot, origin);
  // Decided first, started later: the gang starts in a pass that reads the decision from the status, so that a crash
  // in between can never lead to two branches from different states under one name.
  if (!object.status?.checkpoint) return decideOrigin(snapshot, origin.checkpoint);
  return branch(snapshot, origin.checkpoint);
}

function withoutOrigin(snapshot: Snapshot<Cooldown>, origin: Exclude<Origin, { state: "Ready" }>): Decision {
  const { state, reason, message } = origin;
  const failed = state === "Impossible";
  const verdicts: Record<string, Verdict> = {
    CheckpointReady: { status: "False", reason, message },
    Progressing: {
      status: failed ? "False" : "True",
      reason: failed ? "Failed" : "WaitingForCheckpoint",
      message,
    },
    ...(failed
      ? { Failed: { status: "True", reason, message }, Succeeded: { status: "False", reason, message } }
      : { Failed: nothingFailed }),
  };
  const decision = {
    actions: failed ? [announce("RunFailed", message)] : [],
    status: statusOf(snapshot, undefined, { verdicts, over: failed }),
  };
  return failed ? decision : { ...decision, requeueAfterMs: waitMs };
}

function decideOrigin(snapshot: Snapshot<Cooldown>, checkpoint: BranchableCheckpoint): Decision {
  const { object } = snapshot;
  const message = `Branches off at step ${checkpoint.spec.step} (Checkpoint ${checkpoint.metadata.name}).`;
  const identity = identityVerdict(object, checkpoint, undefined);
  const verdicts: Record<string, Verdict> = {
    CheckpointReady: { status: "True", reason: "Committed", message },
    IdentityMatches: identity,
    Progressing: { status: "True", reason: "Starting", message },
    Failed: nothingFailed,
  };
  return {
    actions: [
      announce("CheckpointResolved", message),
      ...(identity.reason === "Overridden" ? [announce("IdentityOverridden", identity.message)] : []),
    ],
    status: statusOf(snapshot, undefined, { verdicts, checkpoint }),
    requeueAfterMs: 1,
  };
}

function branch(snapshot: Snapshot<Cooldown>, checkpoint: BranchableCheckpoint): Decision {
  const { object, related, progress, platform } = snapshot;
  const { spec } = object;
  const { recipe, step, manifest } = checkpoint.spec;
  const steps = stepsOf(object, checkpoint);
  const total = step + steps;
  const known = progress[object.metadata.uid];
  const final = known?.checkpoints.find((state) => state.step === total);
  const score = known?.evaluations.findLast((result) => result.step === total && result.weights === "raw");
  const ranks = Math.min(spec.workers.count, recipe.batch.shards);
  const gang = decideGang({
    snapshot,
    ranks,
    config: () =>
      cooldownConfig(
        object,
        {
          recipe,
          step,
          cooldownSteps: steps,
          checkpoint: { manifestUri: manifest.uri, sha256: manifest.sha256 },
        },
        platform,
      ),
    resultReady: final !== undefined && score !== undefined,
    result: final ? `telling the evaluation at step ${total}` : `committing the state at step ${total}`,
  });
  const records = final ? recordCheckpoints(object, [final], { recipe, phase: "Cooled", related }) : [];
  const verdicts: Record<string, Verdict> = {
    ...gangVerdicts(gang, ranks),
    CheckpointReady: {
      status: "True",
      reason: "Committed",
      message: `Branches off at step ${step} (Checkpoint ${checkpoint.metadata.name}).`,
    },
    IdentityMatches: identityVerdict(object, checkpoint, gang),
  };
  const actions: Action[] = [...records, ...gang.actions, ...endEvents(gang)];
  const status = statusOf(snapshot, gang, {
    verdicts,
    checkpoint,
    over: gang.state === "Complete" || gang.state === "Failed",
    ...(score && gang.state === "Complete" ? { finalLoss: lossText(score.loss) } : {}),
  });
  return withRequeue({ actions, status }, gang.requeueAfterMs);
}

/** Equal by construction, unless the spec overrides something or the worker found a difference when it loaded the state. */
function identityVerdict(
  cooldown: Cooldown,
  checkpoint: BranchableCheckpoint,
  gang: GangDecision | undefined,
): Verdict {
  const words = gang?.state === "Failed" ? gang.view.words : undefined;
  if (words?.code === mismatchCode)
    return { status: "False", reason: "IdentityMismatch", message: words.message };
  const parts = overriddenParts(cooldown.spec.overrides, checkpoint.spec.recipe);
  if (parts.length > 0) {
    const names = parts.map((part) => (part === "codec" ? "exchange" : part));
    return {
      status: "False",
      reason: "Overridden",
      message: `spec.overrides changes ${names.join(" and ")}: this branch does not equal a longer run, and its loss must not be compared with branches that do.`,
    };
  }
  return {
    status: "True",
    reason: "SameRecipe",
    message: "Model, optimizer, batch, data and seeds are those of the checkpoint.",
  };
}

interface StatusParts {
  verdicts: Record<string, Verdict>;
  checkpoint?: BranchableCheckpoint;
  finalLoss?: string;
  over?: boolean;
}

function statusOf(
  snapshot: Snapshot<Cooldown>,
  gang: GangDecision | undefined,
  parts: StatusParts,
): CooldownStatus {
  const { object, nowMs } = snapshot;
  const old: Partial<CooldownStatus> = object.status ?? {};
  const cooldownSteps = parts.checkpoint ? stepsOf(object, parts.checkpoint) : old.cooldownSteps;
  const shared = runStatus(snapshot, gang, scaleOf(object, parts.checkpoint));
  const now = new Date(nowMs).toISOString();
  return compact({
    ...shared,
    completionTime: shared.completionTime ?? (parts.over ? now : undefined),
    checkpoint: parts.checkpoint ? referenceTo(parts.checkpoint) : old.checkpoint,
    cooldownSteps,
    finalLoss: parts.finalLoss ?? old.finalLoss,
    conditions: nextConditions(kinds.Cooldown.conditionTypes, parts.verdicts, {
      previous: old.conditions,
      generation: object.metadata.generation,
      nowMs,
    }),
  });
}

/** Decided with the origin; from then on the status says it. */
function stepsOf({ spec, status }: Cooldown, checkpoint: BranchableCheckpoint): number {
  return status?.cooldownSteps ?? cooldownLength(spec.length, checkpoint.spec.step);
}

function scaleOf(cooldown: Cooldown, checkpoint: BranchableCheckpoint | undefined): RunScale {
  const { count } = cooldown.spec.workers;
  if (!checkpoint) return { ranks: count, stopAtStep: undefined, startStep: 0, tokensPerStep: 1 };
  const { step, recipe } = checkpoint.spec;
  return {
    ranks: Math.min(count, recipe.batch.shards),
    stopAtStep: step + stepsOf(cooldown, checkpoint),
    startStep: step,
    tokensPerStep: tokensPerStep(recipe),
  };
}

function referenceTo({ metadata, spec }: Checkpoint): NonNullable<CooldownStatus["checkpoint"]> {
  return {
    name: metadata.name,
    step: spec.step,
    manifestUri: spec.manifest.uri,
    sha256: spec.manifest.sha256,
  };
}
