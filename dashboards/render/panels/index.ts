/** One panel on its card: title, and what its type draws. */
import type { PanelJson } from "../../src/model.ts";
import { theme } from "../colours.ts";
import { element, text } from "../svg.ts";
import type { Box } from "./frame.ts";
import { drawBars, drawGauge, drawStat } from "./numbers.ts";
import { drawStateTimeline } from "./state-timeline.ts";
import { drawTable } from "./table.ts";
import { drawTimeSeries, type TimeContext } from "./time-series.ts";
import { drawXyChart } from "./xy-chart.ts";

type Draw = (panel: PanelJson, context: TimeContext, box: Box) => string;

const byType: Readonly<Record<Exclude<PanelJson["type"], "row">, Draw>> = {
  timeseries: drawTimeSeries,
  stat: (panel, { asked }, box) => drawStat(panel, asked, box),
  gauge: (panel, { asked }, box) => drawGauge(panel, asked, box),
  bargauge: (panel, { asked }, box) => drawBars(panel, asked, box),
  table: (panel, { asked }, box) => drawTable(panel, asked, box),
  xychart: (panel, { asked }, box) => drawXyChart(panel, asked, box),
  "state-timeline": drawStateTimeline,
};

const heading = 30;

export function drawPanel(panel: PanelJson, context: TimeContext, box: Box): string {
  if (panel.type === "row")
    return text(`⌄ ${panel.title}`, { x: box.x + 2, y: box.y + box.h / 2 + 5, size: 15, bold: true });
  const inner = { x: box.x + 10, y: box.y + heading, w: box.w - 20, h: box.h - heading - 8 };
  return (
    element("rect", {
      x: box.x,
      y: box.y,
      width: box.w,
      height: box.h,
      rx: 3,
      fill: theme.panel,
      stroke: theme.border,
    }) +
    text(panel.title, { x: box.x + 10, y: box.y + 20, size: 13, bold: true, within: box.w - 20 }) +
    byType[panel.type](panel, context, inner)
  );
}
