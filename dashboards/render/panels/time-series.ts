/** Lines and stacked areas over time, with bands, thresholds and annotations. */
import type { PanelJson } from "../../src/model.ts";
import { colourOf, paletteColour } from "../colours.ts";
import { fieldOf, type Field } from "../fields.ts";
import type { Asked, Mark, Series } from "../frames.ts";
import { element, path } from "../svg.ts";
import type { Window } from "../variables.ts";
import {
  axisFor,
  bottomAxis,
  labelWidth,
  leftAxis,
  placeOf,
  timeAxis,
  type Axis,
  type Box,
} from "./frame.ts";
import { drawLegend } from "./legend.ts";

interface Curve {
  name: string;
  colour: string;
  field: Field;
  points: [number, number][];
  /** Where the area below it ends, by time; nothing: at the bottom. */
  base?: ReadonlyMap<number, number>;
}

export interface TimeContext {
  asked: readonly Asked[];
  marks: readonly Mark[];
  window: Window;
}

export function drawTimeSeries(panel: PanelJson, { asked, marks, window }: TimeContext, box: Box): string {
  const curves = stacked(
    curvesOf(
      panel,
      asked.flatMap(({ series }) => series),
    ),
  );
  const defaults = fieldOf(panel, "");
  const { svg: legend, rest } = drawLegend(
    panel,
    curves.map(({ name, colour, field, points }) => ({
      name,
      colour,
      unit: field.unit ?? "none",
      decimals: field.decimals,
      values: points.map(([, value]) => value).filter((value) => !Number.isNaN(value)),
    })),
    box,
  );
  const lines = thresholdLines(defaults);
  const y = axisFor(
    curves.flatMap(({ points }) => points.map(([, value]) => value)),
    {
      unit: defaults.unit ?? "none",
      decimals: defaults.decimals,
      logarithmic: defaults.custom.scaleDistribution?.type === "log",
      min: defaults.min,
      max: defaults.max,
      softMin: defaults.custom.axisSoftMin ?? (defaults.custom.stacking ? 0 : undefined),
      wanted: Math.max(3, Math.floor(rest.h / 42)),
    },
  );
  const left = labelWidth(y);
  const plot = { x: rest.x + left, y: rest.y + 4, w: rest.w - left - 6, h: rest.h - 26 };
  const x = timeAxis(window.range.from, window.range.to, plot.w);
  const place = (point: readonly [number, number]): [number, number] => [
    plot.x + plot.w * placeOf(point[0], x),
    plot.y + plot.h * (1 - clamp(placeOf(point[1], y))),
  ];
  return [
    leftAxis(y, plot),
    bottomAxis(x, plot),
    ...curves.map((curve) => drawCurve(curve, { curves, place, step: window.step, plot })),
    ...lines.map(({ value, colour }) => horizontal(value, colour, { y, plot })),
    ...marks.map((mark) => drawMark(mark, x, plot)),
    legend,
  ].join("");
}

function curvesOf(panel: PanelJson, series: readonly Series[]): Curve[] {
  return series.map(({ name, points }, i) => {
    const field = fieldOf(panel, name);
    const colour =
      field.color?.fixedColor === undefined ? paletteColour(i) : colourOf(field.color.fixedColor);
    return { name, colour, field, points };
  });
}

/** Each stacked curve upon those before it. */
function stacked(curves: readonly Curve[]): Curve[] {
  const sums = new Map<number, number>();
  return curves.map((curve) => {
    if (curve.field.custom.stacking?.mode !== "normal") return curve;
    const base = new Map(sums);
    const points = curve.points.map(([time, value]): [number, number] => {
      const sum = (sums.get(time) ?? 0) + (Number.isNaN(value) ? 0 : value);
      sums.set(time, sum);
      return [time, sum];
    });
    return { ...curve, points, base };
  });
}

interface Canvas {
  curves: readonly Curve[];
  place: (point: readonly [number, number]) => [number, number];
  step: number;
  plot: Box;
}

function drawCurve(curve: Curve, canvas: Canvas): string {
  const { custom } = curve.field;
  const dashes = custom.lineStyle?.fill === "dash" ? (custom.lineStyle.dash ?? [8, 6]).join(" ") : undefined;
  const width = custom.lineWidth ?? 1;
  return segments(curve.points, canvas.step)
    .map((segment) => {
      const placed = steppedLine(segment, custom.lineInterpolation).map(canvas.place);
      const [first] = placed;
      if (placed.length === 1 && first)
        return element("circle", { cx: first[0], cy: first[1], r: 2.2, fill: curve.colour });
      const line = element("path", {
        d: path(placed),
        fill: "none",
        stroke: curve.colour,
        "stroke-width": width,
        "stroke-linejoin": "round",
        "stroke-dasharray": dashes,
      });
      return areaBelow(curve, segment, canvas) + line;
    })
    .join("");
}

/** What is filled: down to another curve, to the one below in the stack, or to the bottom. */
function areaBelow(
  curve: Curve,
  segment: readonly [number, number][],
  { curves, place, plot }: Canvas,
): string {
  const { fillBelowTo, fillOpacity = 0, lineInterpolation } = curve.field.custom;
  if (fillOpacity === 0) return "";
  const other = fillBelowTo === undefined ? undefined : curves.find(({ name }) => name === fillBelowTo);
  const below = other ? new Map(other.points) : curve.base;
  const floor = plot.y + plot.h;
  const bottom = segment.map(([time, value]): [number, number] => {
    const base = below ? (below.get(time) ?? (other ? value : 0)) : undefined;
    return base === undefined ? [place([time, 0])[0], floor] : place([time, base]);
  });
  const top = steppedLine(segment, lineInterpolation).map(place);
  const steps = lineInterpolation === "stepAfter" ? stepBetween(bottom) : bottom;
  return element("path", {
    d: `${path([...top, ...steps.toReversed()])}Z`,
    fill: curve.colour,
    "fill-opacity": fillOpacity / 100,
  });
}

function steppedLine(
  segment: readonly [number, number][],
  interpolation: string | undefined,
): [number, number][] {
  return interpolation === "stepAfter" ? stepBetween(segment) : [...segment];
}

function stepBetween(points: readonly (readonly [number, number])[]): [number, number][] {
  return points.flatMap(([x, y], i): [number, number][] => {
    const before = points[i - 1];
    return before
      ? [
          [x, before[1]],
          [x, y],
        ]
      : [[x, y]];
  });
}

/** Runs of points without a gap: a series that ended and came back is not joined by a line. */
function segments(points: readonly [number, number][], step: number): [number, number][][] {
  const found: [number, number][][] = [];
  let before = -Infinity;
  for (const point of points) {
    if (!Number.isFinite(point[1])) continue;
    if (point[0] - before > step * 1.5) found.push([]);
    found.at(-1)!.push(point);
    before = point[0];
  }
  return found;
}

function thresholdLines({ thresholds, custom }: Field): { value: number; colour: string }[] {
  if (custom.thresholdsStyle === undefined || custom.thresholdsStyle.mode === "off") return [];
  return (thresholds?.steps ?? []).flatMap(({ value, color }) =>
    value === null ? [] : [{ value, colour: colourOf(color) }],
  );
}

function horizontal(value: number, colour: string, { y, plot }: { y: Axis; plot: Box }): string {
  const place = placeOf(value, y);
  if (place < 0 || place > 1) return "";
  const at = plot.y + plot.h * (1 - place);
  return element("line", {
    x1: plot.x,
    x2: plot.x + plot.w,
    y1: at,
    y2: at,
    stroke: colour,
    "stroke-dasharray": "10 10",
  });
}

function drawMark({ from, to, colour }: Mark, x: Axis, plot: Box): string {
  if (to < x.low || from > x.high) return "";
  const left = plot.x + plot.w * clamp(placeOf(from, x));
  const right = plot.x + plot.w * clamp(placeOf(to, x));
  const stroke = colourOf(colour);
  const foot = plot.y + plot.h;
  return (
    (right > left
      ? element("rect", {
          x: left,
          y: plot.y,
          width: right - left,
          height: plot.h,
          fill: stroke,
          "fill-opacity": 0.07,
        })
      : "") +
    element("line", {
      x1: left,
      x2: left,
      y1: plot.y,
      y2: foot,
      stroke,
      "stroke-dasharray": "3 4",
      "stroke-opacity": 0.65,
    }) +
    element("path", { d: `M${left.toFixed(1)} ${foot.toFixed(1)}l-4 6h8Z`, fill: stroke })
  );
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
