/** The plots of a report, in its order. A plot that has nothing to show yet gives undefined. */
import type { StudyReport } from "../study-report.ts";
import { domainsPlot } from "./domains.ts";
import { intervalsPlot } from "./intervals.ts";
import { lawPlot } from "./law.ts";
import { lossAgainstCompute } from "./loss-against-compute.ts";
import { lossCurves } from "./loss-curves.ts";
import { phasesPlot } from "./phases.ts";
import { residualsPlot } from "./residuals.ts";

export const plots = {
  lossCurves,
  lossAgainstCompute,
  law: ({ fit }) => fit && lawPlot(fit),
  residuals: ({ fit }) => fit && residualsPlot(fit),
  intervals: ({ fit }) => fit && intervalsPlot(fit),
  domains: domainsPlot,
  phases: phasesPlot,
} as const satisfies Record<string, (report: StudyReport) => string | undefined>;

export type PlotName = keyof typeof plots;
