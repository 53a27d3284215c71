/** A bar a series, coloured by what it was doing. */
import type { PanelJson } from "../../src/model.ts";
import { colourOf, theme } from "../colours.ts";
import { fieldOf } from "../fields.ts";
import type { Series } from "../frames.ts";
import { element, text, widthOf } from "../svg.ts";
import { bottomAxis, placeOf, timeAxis, type Box } from "./frame.ts";
import { drawLegend } from "./legend.ts";
import type { TimeContext } from "./time-series.ts";

export function drawStateTimeline(panel: PanelJson, { asked, window }: TimeContext, box: Box): string {
  const series = asked.flatMap((each) => each.series);
  const states = fieldOf(panel, "").mappings?.[0]?.options ?? {};
  const seen = new Set(series.flatMap(({ points }) => points.map(([, value]) => String(value))));
  const entries = Object.entries(states)
    .filter(([value]) => seen.has(value))
    .map(([, { text: name, color }]) => ({ name, colour: colourOf(color), unit: "none", values: [] }));
  const { svg: legend, rest } = drawLegend(panel, entries, box);
  const left = Math.min(rest.w * 0.3, Math.max(30, ...series.map(({ name }) => widthOf(name)))) + 10;
  const plot = { x: rest.x + left, y: rest.y + 2, w: rest.w - left - 6, h: rest.h - 24 };
  const x = timeAxis(window.range.from, window.range.to, plot.w);
  const row = plot.h / Math.max(1, series.length);
  const bars = series.map(({ name, points }, i) => {
    const top = plot.y + i * row;
    const drawn = stretches(points, window.step).map(({ value, from, to }) => {
      const start = plot.x + plot.w * Math.max(0, placeOf(from, x));
      const end = plot.x + plot.w * Math.min(1, placeOf(to, x));
      return element("rect", {
        x: start,
        y: top + row * 0.1,
        width: Math.max(1, end - start),
        height: row * 0.8,
        fill: colourOf(states[String(value)]?.color ?? theme.muted),
      });
    });
    const label = text(name, {
      x: plot.x - 8,
      y: top + row / 2 + 4,
      size: 11,
      anchor: "end",
      within: left - 10,
    });
    return drawn.join("") + label;
  });
  return bottomAxis(x, plot) + bars.join("") + legend;
}

/** Times of one value after another; a gap ends one. */
function stretches(points: Series["points"], step: number): { value: number; from: number; to: number }[] {
  const found: { value: number; from: number; to: number }[] = [];
  for (const [time, value] of points) {
    const last = found.at(-1);
    if (last && time <= last.to + step * 0.5) {
      if (last.value === value) {
        last.to = time + step;
        continue;
      }
      last.to = time;
    }
    found.push({ value, from: time, to: time + step });
  }
  return found;
}
