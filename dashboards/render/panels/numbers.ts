/** Single numbers: large (stat), as an arc (gauge), as bars (bargauge). */
import type { PanelJson } from "../../src/model.ts";
import { theme, thresholdColour } from "../colours.ts";
import { fieldOf, lastOf, type Field } from "../fields.ts";
import { formatValue } from "../format.ts";
import type { Asked, Series } from "../frames.ts";
import { element, path, text, widthOf } from "../svg.ts";
import type { Box } from "./frame.ts";

const nothing = "No data";

export function drawStat(panel: PanelJson, asked: readonly Asked[], box: Box): string {
  const [series] = asked.flatMap((each) => each.series);
  const field = fieldOf(panel, series?.name ?? "");
  const value = series && lastOf(series.points);
  const words = wordsOf(panel, series, { value, field });
  const coloured = panel.options?.colorMode === "value";
  const colour = coloured ? thresholdColour(value, field) : theme.text;
  const size = Math.min(40, box.h * 0.62, (box.w / Math.max(1, widthOf(words, 1))) * 0.95);
  const behind =
    series && panel.options?.graphMode === "area"
      ? sparkline(series.points, { box, colour: coloured ? colour : "#5794f2" })
      : "";
  return (
    behind +
    text(words, {
      x: box.x + box.w / 2,
      y: box.y + box.h / 2 + size * 0.36,
      size,
      fill: colour,
      anchor: "middle",
      bold: true,
    })
  );
}

function wordsOf(
  panel: PanelJson,
  series: Series | undefined,
  { value, field }: { value: number | undefined; field: Field },
): string {
  if (!series || value === undefined) return field.noValue ?? nothing;
  return panel.options?.textMode === "name"
    ? series.name
    : formatValue(value, field.unit ?? "none", field.decimals);
}

function sparkline(
  points: readonly [number, number][],
  { box, colour }: { box: Box; colour: string },
): string {
  const finite = points.filter(([, value]) => Number.isFinite(value));
  const [first, last] = [finite[0], finite.at(-1)];
  if (!first || !last || last[0] === first[0]) return "";
  const values = finite.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const floor = box.y + box.h;
  const placed = finite.map(([time, value]): [number, number] => [
    box.x + (box.w * (time - first[0])) / (last[0] - first[0]),
    floor - box.h * 0.5 * (high === low ? 0.5 : (value - low) / (high - low)),
  ]);
  return (
    element("path", {
      d: `${path([[placed[0]![0], floor], ...placed, [placed.at(-1)![0], floor]])}Z`,
      fill: colour,
      "fill-opacity": 0.14,
    }) +
    element("path", {
      d: path(placed),
      fill: "none",
      stroke: colour,
      "stroke-opacity": 0.6,
      "stroke-width": 1.2,
    })
  );
}

export function drawGauge(panel: PanelJson, asked: readonly Asked[], box: Box): string {
  const [series] = asked.flatMap((each) => each.series);
  const field = fieldOf(panel, series?.name ?? "");
  const value = series && lastOf(series.points);
  const { min = 0, max = 1 } = field;
  const radius = Math.min(box.w / 2 - 8, box.h * 0.66);
  const centre: [number, number] = [box.x + box.w / 2, box.y + box.h * 0.82];
  const share = value === undefined ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min)));
  const colour = thresholdColour(value, field);
  return (
    arc(centre, radius, [0, 1], theme.grid) +
    (share > 0 ? arc(centre, radius, [0, share], colour) : "") +
    text(
      value === undefined
        ? (field.noValue ?? nothing)
        : formatValue(value, field.unit ?? "none", field.decimals),
      {
        x: centre[0],
        y: centre[1] - 2,
        size: Math.min(26, radius * 0.5),
        fill: value === undefined ? theme.text : colour,
        anchor: "middle",
        bold: true,
      },
    )
  );
}

/** A part of the arc that goes from a little below the left over the top to the right. */
function arc(
  [cx, cy]: [number, number],
  radius: number,
  [from, to]: [number, number],
  colour: string,
): string {
  const angle = (share: number): number => Math.PI * (1.1 - 1.2 * share);
  const point = (share: number): string =>
    `${(cx + radius * Math.cos(angle(share))).toFixed(1)} ${(cy - radius * Math.sin(angle(share))).toFixed(1)}`;
  const large = (to - from) * 1.2 > 1 ? 1 : 0;
  return element("path", {
    d: `M${point(from)}A${radius.toFixed(1)} ${radius.toFixed(1)} 0 ${large} 1 ${point(to)}`,
    fill: "none",
    stroke: colour,
    "stroke-width": Math.max(8, radius * 0.2),
  });
}

export function drawBars(panel: PanelJson, asked: readonly Asked[], box: Box): string {
  const series = asked.flatMap((each) => each.series);
  if (series.length === 0)
    return text(nothing, { x: box.x + box.w / 2, y: box.y + box.h / 2, fill: theme.muted, anchor: "middle" });
  const row = Math.min(54, box.h / series.length);
  return series
    .map(({ name, points }, i) => {
      const field = fieldOf(panel, name);
      const value = lastOf(points);
      const { min = 0, max = Math.max(...series.map((each) => lastOf(each.points) ?? 0)) } = field;
      const share = value === undefined ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min)));
      const top = box.y + i * row;
      const width = box.w - 70;
      const bar = { x: box.x, y: top + 18, height: Math.max(6, row - 26) };
      return (
        text(name, { x: box.x, y: top + 12, size: 12, within: box.w }) +
        element("rect", { ...bar, width, fill: theme.grid }) +
        element("rect", { ...bar, width: width * share, fill: thresholdColour(value, field) }) +
        text(formatValue(value, field.unit ?? "none", field.decimals), {
          x: box.x + box.w,
          y: bar.y + bar.height / 2 + 5,
          size: 14,
          fill: thresholdColour(value, field),
          anchor: "end",
          bold: true,
        })
      );
    })
    .join("");
}
