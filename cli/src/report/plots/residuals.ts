/** What the law leaves unexplained: relative residuals against tokens. */
import * as Plot from "@observablehq/plot";
import { formatCount, formatPercent } from "../../output/numbers.ts";
import type { FitReport } from "../study-report.ts";
import { tokensAxis } from "./marks.ts";
import { drawPlot, muted, paddedRange, paletteSize, seriesColour } from "./style.ts";

/** Undefined unless the law is identified. */
export function residualsPlot(fit: FitReport): string | undefined {
  const sizes = [...new Set(fit.points.map(({ N }) => N))].sort((a, b) => a - b);
  const rows = fit.points.flatMap(({ N, D, residual }) =>
    residual === undefined
      ? []
      : [
          {
            N,
            D,
            percent: 100 * residual,
            colour: seriesColour(sizes.length <= paletteSize ? sizes.indexOf(N) : 0),
          },
        ],
  );
  if (rows.length === 0) return undefined;
  const x = paddedRange(
    rows.map(({ D }) => D),
    0.1,
  );
  const worst = Math.max(...rows.map(({ percent }) => Math.abs(percent)), 1e-9);
  const rms = Math.sqrt(rows.reduce((sum, { percent }) => sum + percent ** 2, 0) / rows.length);
  return drawPlot(
    {
      title: "Residuals of the fit",
      description: `Relative difference between measured and fitted loss for ${rows.length} points: root mean square ${formatPercent(rms / 100, 2)}, largest ${formatPercent(worst / 100, 2)}.`,
    },
    {
      height: 240,
      marginRight: 24,
      x: tokensAxis(x),
      y: {
        domain: [-1.15 * worst, 1.15 * worst],
        ticks: 5,
        label: "↑ measured above law, %",
        grid: true,
        tickFormat: (value: number) => `${value > 0 ? "+" : ""}${Number(value.toPrecision(3))}`,
      },
      marks: [
        Plot.ruleY([0], { stroke: muted }),
        Plot.ruleX(rows, { x: "D", y1: 0, y2: "percent", stroke: "colour", strokeOpacity: 0.5 }),
        Plot.dot(rows, {
          x: "D",
          y: "percent",
          fill: "colour",
          r: 3.5,
          title: ({ N, D, percent }: (typeof rows)[number]) =>
            `N ${formatCount(N)}, D ${formatCount(D)}: ${percent.toFixed(2)} %`,
        }),
      ],
    },
  );
}
