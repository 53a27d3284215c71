/** Every metric of Plateau's processes by name. docs/reference/metrics.md is made from it. */
import { controllerMetrics } from "./controller.ts";
import type { Metrics } from "./definition.ts";
import { processMetrics } from "./process.ts";
import { runMetrics, studyMetrics } from "./run.ts";
import { workerMetrics } from "./worker.ts";

export type { MetricDefinition, Metrics } from "./definition.ts";
export { controllerMetrics } from "./controller.ts";
export { processMetrics } from "./process.ts";
export { runLabels, runMetrics, studyLabels, studyMetrics } from "./run.ts";
export { rankLabels, stepPhases, workerMetrics } from "./worker.ts";

export const allMetrics: Metrics = {
  ...controllerMetrics,
  ...runMetrics,
  ...studyMetrics,
  ...workerMetrics,
  ...processMetrics,
};
