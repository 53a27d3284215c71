/** From a fit to what the report keeps of it. Pure. */
import type { StudyFit } from "@plateau/scaling/fit/types.ts";
import type { FitReport } from "./study-report.ts";

export function fitReportOf(
  fit: StudyFit,
  {
    confidence,
    resamples,
    points,
  }: { confidence: number; resamples: number; points?: readonly { size: string; flops: number }[] },
): FitReport {
  const { identified, reason, parameters, residuals, next } = fit;
  return {
    identified,
    ...(reason === undefined ? {} : { reason }),
    confidence,
    resamples,
    constants: identified ? parameters : [],
    points: residuals.map(({ N, D, loss, predicted }, i) => ({
      size: points?.[i]?.size ?? "",
      N,
      D,
      flops: points?.[i]?.flops ?? 6 * N * D,
      loss,
      ...(identified ? { residual: Math.log(loss / predicted) } : {}),
    })),
    ...(identified && next ? { next: { N: next.N, D: next.D, flops: next.flops, ...next.loss } } : {}),
  };
}
