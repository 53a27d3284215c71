/** The honest test of a law: hide the largest size, fit the rest from scratch, and see how far off its losses are predicted. */
import { fitScalingLaw } from "./fit-law.ts";
import { predictLoss } from "./predict.ts";
import type { Extrapolation, Point } from "./types.ts";

export function hideLargest(points: readonly Point[], huberDelta: number): Extrapolation {
  if (points.length === 0) return { points: [], reason: "There are no points." };
  const hiddenN = Math.max(...points.map(({ N }) => N));
  const fit = fitScalingLaw(
    points.filter(({ N }) => N < hiddenN),
    { huberDelta, starts: "coarse" },
  );
  if (!fit.identified) {
    return {
      points: [],
      reason: `Without the largest size the rest cannot be fitted: ${fit.reason ?? "not identified"}`,
    };
  }
  const predicted = points
    .filter(({ N }) => N === hiddenN)
    .map(({ N, D, loss }) => {
      const value = predictLoss(fit.law, { N, D });
      return { N, D, loss, predicted: value, relativeError: value / loss - 1 };
    });
  const worst = Math.max(...predicted.map(({ relativeError }) => Math.abs(relativeError)));
  return { hiddenN, points: predicted, worst };
}
