/** From a fit to what the report keeps of it. Pure. */
import type { StudyFit } from "@plateau/scaling/fit/types.ts";
import type { FitPoint, FitReport } from "./study-report.ts";

/** @param points those that the fit was made of, in its order */
export function fitReportOf(
  fit: StudyFit,
  {
    confidence,
    resamples,
    points,
  }: { confidence: number; resamples: number; points: readonly Omit<FitPoint, "residual">[] },
): FitReport {
  const { identified, reason, parameters, residuals, next } = fit;
  return {
    identified,
    ...(reason === undefined ? {} : { reason }),
    confidence,
    resamples,
    constants: identified ? parameters : [],
    points: points.map((point, i) => {
      const predicted = identified ? residuals[i]?.predicted : undefined;
      return { ...point, ...(predicted === undefined ? {} : { residual: Math.log(point.loss / predicted) }) };
    }),
    ...(identified && next ? { next: { N: next.N, D: next.D, flops: next.flops, ...next.loss } } : {}),
  };
}
