/** The kinds of `plateau.dev/v1alpha1`: one line each. Admission, CRDs and reference pages are made from this map. */
import { checkpoint } from "./checkpoint.ts";
import { cooldown } from "./cooldown.ts";
import { scalingStudy } from "./scaling-study.ts";
import { trainingRun } from "./training-run.ts";

export const kinds = {
  TrainingRun: trainingRun,
  Cooldown: cooldown,
  Checkpoint: checkpoint,
  ScalingStudy: scalingStudy,
} as const;

export type KindName = keyof typeof kinds;
