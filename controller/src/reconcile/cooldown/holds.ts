/** Which Checkpoints a Cooldown keeps from being removed. */
import type { Checkpoint, Cooldown } from "../../api/index.ts";
import { positionSteps } from "../../api/parts/position.ts";
import { tokensPerStep } from "../../api/run-config.ts";
import { conditionOf, isFinished } from "../conditions.ts";

/** Checkpoints that the Cooldown needs or may come to need; they must not be removed. */
export function holds(cooldown: Cooldown, checkpoint: Checkpoint): boolean {
  if (isFinished(cooldown.status) && conditionOf(cooldown.status, "CheckpointReady")?.status !== "True")
    return false;
  const decided = cooldown.status?.checkpoint?.name ?? cooldown.spec.from.checkpoint;
  if (decided !== undefined) return decided === checkpoint.metadata.name;
  const { producedBy, step, recipe } = checkpoint.spec;
  if (producedBy.kind !== "TrainingRun" || producedBy.name !== cooldown.spec.from.run) return false;
  const { at } = cooldown.spec.from;
  if (!recipe) return false;
  return at === undefined || positionSteps(at, tokensPerStep(recipe)) === step;
}
