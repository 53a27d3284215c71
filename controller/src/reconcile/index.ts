/** Reconcilers by kind: one line each. `main.ts` starts a control loop for every entry. */
import { checkpointReconciler } from "./checkpoint/reconcile.ts";
import { cooldownReconciler } from "./cooldown/reconcile.ts";
import type { KindName } from "../api/kinds.ts";
import type { Reconciler } from "./reconciler.ts";
import { scalingStudyReconciler } from "./scaling-study/reconcile.ts";
import { trainingRunReconciler } from "./training-run/reconcile.ts";

export const reconcilers: Readonly<Record<KindName, Reconciler>> = {
  TrainingRun: trainingRunReconciler,
  Cooldown: cooldownReconciler,
  Checkpoint: checkpointReconciler,
  ScalingStudy: scalingStudyReconciler,
};
