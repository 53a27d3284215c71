/** Bootstrap intervals of the constants, each relative to its own value, so that one axis serves all. */
import * as Plot from "@observablehq/plot";
import { formatPercent, formatValue } from "../../output/numbers.ts";
import { constantSymbols } from "../constants.ts";
import type { FitReport } from "../study-report.ts";
import { drawPlot, muted, seriesColour } from "./style.ts";

/** Beyond ± this, an interval is drawn to the edge with its numbers beside it. */
const widest = 1.5;

/** Undefined unless the law is identified. */
export function intervalsPlot(fit: FitReport): string | undefined {
  if (!fit.identified || fit.constants.length === 0) return undefined;
  const rows = fit.constants.map(({ name, value, low, high }) => ({
    name: constantSymbols[name],
    low: (low - value) / Math.abs(value),
    high: (high - value) / Math.abs(value),
    text: formatValue(value),
    range: `${formatValue(low, 3)} to ${formatValue(high, 3)}`,
  }));
  const reach = Math.min(
    widest,
    1.12 * Math.max(...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]), 0.01),
  );
  const clip = (value: number): number => Math.max(-reach, Math.min(reach, value));
  const shown = rows.map((row) => ({ ...row, low: clip(row.low), high: clip(row.high) }));
  return drawPlot(
    {
      title: `${formatPercent(fit.confidence)} intervals of the constants`,
      description:
        fit.constants
          .map(
            ({ name, value, low, high }) =>
              `${name} ${formatValue(value)}, from ${formatValue(low)} to ${formatValue(high)}`,
          )
          .join("; ") + ".",
    },
    {
      height: 64 + 34 * rows.length,
      marginLeft: 32,
      marginRight: 220,
      x: {
        domain: [-reach, reach],
        ticks: 5,
        tickFormat: (value: number) => `${value > 0 ? "+" : ""}${Math.round(100 * value)} %`,
        label: "relative to the value →",
        labelAnchor: "center",
        labelOffset: 38,
        grid: true,
      },
      y: { type: "point", domain: rows.map(({ name }) => name), label: null, padding: 0.6, tickSize: 0 },
      marks: [
        Plot.ruleX([0], { stroke: muted, strokeDasharray: "2 3" }),
        Plot.ruleY(shown, {
          y: "name",
          x1: "low",
          x2: "high",
          stroke: seriesColour(0),
          strokeWidth: 3,
          strokeLinecap: "round",
        }),
        Plot.dot(shown, { x: 0, y: "name", fill: seriesColour(0), r: 5 }),
        Plot.text(shown, { x: reach, y: "name", text: "text", textAnchor: "start", dx: 14, fontWeight: 600 }),
        Plot.text(shown, { x: reach, y: "name", text: "range", textAnchor: "start", dx: 78, fill: muted }),
      ],
    },
  );
}
