/** Names of series: a list below the plot, or a table of values to its right. */
import type { PanelJson } from "../../src/model.ts";
import { theme } from "../colours.ts";
import { formatValue } from "../format.ts";
import { element, text, widthOf } from "../svg.ts";
import type { Box } from "./frame.ts";

export interface LegendEntry {
  name: string;
  colour: string;
  unit: string;
  decimals?: number | undefined;
  values: readonly number[];
}

const line = 18;
const calculations: Readonly<
  Record<string, { title: string; of: (values: readonly number[]) => number | undefined }>
> = {
  lastNotNull: { title: "Last", of: (values) => values.at(-1) },
  mean: {
    title: "Mean",
    of: (values) =>
      values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length,
  },
};

/** Draws the legend and gives what is left for the plot. */
export function drawLegend(
  panel: PanelJson,
  entries: readonly LegendEntry[],
  box: Box,
): { svg: string; rest: Box } {
  const legend = panel.options?.legend;
  if (legend?.showLegend !== true || entries.length === 0) return { svg: "", rest: box };
  return legend.placement === "right" ? atRight(entries, legend.calcs, box) : below(entries, box);
}

function below(entries: readonly LegendEntry[], box: Box): { svg: string; rest: Box } {
  const rows: LegendEntry[][] = [[]];
  let x = 0;
  for (const entry of entries) {
    const width = widthOf(entry.name) + 28;
    if (x + width > box.w && rows.at(-1)!.length > 0) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)!.push(entry);
    x += width;
  }
  // As Grafana: what does not fit is scrolled to.
  const shown = rows.slice(0, Math.max(1, Math.floor((box.h * 0.35) / line)));
  const top = box.y + box.h - shown.length * line;
  const svg = shown
    .flatMap((row, i) => {
      let left = box.x;
      return row.map((entry) => {
        const drawn = keyOf(entry, left, top + i * line + 13, box.w);
        left += widthOf(entry.name) + 28;
        return drawn;
      });
    })
    .join("");
  return { svg, rest: { ...box, h: box.h - shown.length * line - 6 } };
}

function atRight(
  entries: readonly LegendEntry[],
  calcs: readonly string[],
  box: Box,
): { svg: string; rest: Box } {
  const column = 86;
  const name = Math.min(box.w * 0.3, Math.max(60, ...entries.map((entry) => widthOf(entry.name))) + 24);
  const width = name + calcs.length * column;
  const left = box.x + box.w - width;
  const shown = entries.slice(0, Math.floor((box.h - line) / line));
  const titles = calcs.map((calc, i) =>
    text(calculations[calc]?.title ?? calc, {
      x: left + name + (i + 1) * column - 4,
      y: box.y + 12,
      size: 11,
      fill: theme.muted,
      anchor: "end",
    }),
  );
  const rows = shown.map((entry, i) => {
    const y = box.y + (i + 1) * line + 13;
    const cells = calcs.map((calc, j) =>
      text(formatValue(calculations[calc]?.of(entry.values), entry.unit, entry.decimals), {
        x: left + name + (j + 1) * column - 4,
        y,
        size: 11,
        anchor: "end",
      }),
    );
    return keyOf(entry, left, y, name - 20) + cells.join("");
  });
  return { svg: titles.join("") + rows.join(""), rest: { ...box, w: box.w - width - 16 } };
}

function keyOf(entry: LegendEntry, x: number, y: number, width: number): string {
  return (
    element("rect", { x, y: y - 6, width: 13, height: 4, rx: 2, fill: entry.colour }) +
    text(entry.name, { x: x + 18, y, size: 12, within: width })
  );
}
