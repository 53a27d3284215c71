/** Points and lines in a plane: a frame a series, the first named field across, the second up. */
import type { PanelJson } from "../../src/model.ts";
import { colourOf, paletteColour, theme } from "../colours.ts";
import { fieldOf, type Field } from "../fields.ts";
import { framesOf, legendOf, type Asked, type Frame } from "../frames.ts";
import { element, path, text } from "../svg.ts";
import { axisFor, bottomAxis, labelWidth, leftAxis, placeOf, type Axis, type Box } from "./frame.ts";
import { drawLegend } from "./legend.ts";

interface Line {
  name: string;
  colour: string;
  field: Field;
  points: [number, number][];
}

const across = "Value #A";
const up = "Value #B";

export function drawXyChart(panel: PanelJson, asked: readonly Asked[], box: Box): string {
  const lines = framesOf(panel, asked).flatMap((frame, i) => lineOf(panel, frame, i));
  const { svg: legend, rest } = drawLegend(
    panel,
    lines.map(({ name, colour }) => ({ name, colour, unit: "none", values: [] })),
    box,
  );
  const axes = [across, up].map((name, i) =>
    axisOf(
      fieldOf(panel, name),
      lines.map(({ points }) => points.map((point) => point[i]!)).flat(),
      i === 0 ? rest.w / 110 : rest.h / 42,
    ),
  );
  const [x, y] = axes as [Axis, Axis];
  const left = labelWidth(y) + 18;
  const plot = { x: rest.x + left, y: rest.y + 4, w: rest.w - left - 18, h: rest.h - 44 };
  const place = ([a, b]: [number, number]): [number, number] => [
    plot.x + plot.w * placeOf(a, x),
    plot.y + plot.h * (1 - placeOf(b, y)),
  ];
  return [
    leftAxis(y, plot),
    bottomAxis(x, plot),
    text(fieldOf(panel, across).custom.axisLabel ?? "", {
      x: plot.x + plot.w / 2,
      y: plot.y + plot.h + 34,
      size: 11,
      fill: theme.muted,
      anchor: "middle",
    }),
    text(fieldOf(panel, up).custom.axisLabel ?? "", {
      x: rest.x + 10,
      y: plot.y + plot.h / 2,
      size: 11,
      fill: theme.muted,
      anchor: "middle",
      rotate: -90,
    }),
    ...lines.map((line) => drawLine(line, place)),
    legend,
  ].join("");
}

function axisOf(field: Field, values: readonly number[], wanted: number): Axis {
  return axisFor(values, {
    unit: field.unit ?? "none",
    decimals: field.decimals,
    logarithmic: field.custom.scaleDistribution?.type === "log",
    wanted: Math.max(3, Math.floor(wanted)),
  });
}

function lineOf(panel: PanelJson, { labels, rows }: Frame, index: number): Line[] {
  const field = fieldOf(panel, up);
  const points = rows.flatMap((row): [number, number][] => {
    const [a, b] = [row[across], row[up]];
    return typeof a === "number" && typeof b === "number" && Number.isFinite(a + b) ? [[a, b]] : [];
  });
  if (points.length === 0) return [];
  const name = legendOf(
    (field.displayName ?? "").replaceAll(/\$\{__field\.labels\.(\w+)\}/g, "{{$1}}"),
    labels,
  );
  const fixed = field.color?.fixedColor;
  return [{ name, colour: fixed === undefined ? paletteColour(index) : colourOf(fixed), field, points }];
}

function drawLine(
  { colour, field, points }: Line,
  place: (point: [number, number]) => [number, number],
): string {
  const placed = points.map(place);
  const show = field.custom.show ?? "points";
  const line = show.includes("lines")
    ? element("path", {
        d: path(placed),
        fill: "none",
        stroke: colour,
        "stroke-width": field.custom.lineWidth ?? 1,
      })
    : "";
  const dots = show.includes("points")
    ? placed
        .map(([cx, cy]) => element("circle", { cx, cy, r: 4, fill: colour, stroke: theme.panel }))
        .join("")
    : "";
  return line + dots;
}
