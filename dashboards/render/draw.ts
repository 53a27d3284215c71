/**
 * A dashboard as a picture: its variables chosen, its queries asked of a Prometheus, its panels drawn by our own hand. It shows what
 * the JSON says, not what Grafana's pixels look like.
 */
import { Resvg, type RenderedImage } from "@resvg/resvg-js";
import type { DashboardJson } from "../src/model.ts";
import { theme } from "./colours.ts";
import { askMarks, askPanel, type Asked, type Mark } from "./frames.ts";
import { drawPanel } from "./panels/index.ts";
import type { Prometheus, TimeRange } from "./prometheus.ts";
import { element, text } from "./svg.ts";
import { chooseValues, windowOf, type Values } from "./variables.ts";

/** Grafana's grid: a unit is 30 px high, gaps are 8 px. */
const unit = 30;
const gap = 8;
const top = 48;

export interface DrawOptions {
  prometheus: Prometheus;
  range: TimeRange;
  /** Values of variables by name. */
  chosen?: Values;
  /** What the data source in Grafana is told of the scrape interval. */
  scrapeSeconds?: number;
  /** Of the whole picture, px. */
  width?: number;
}

/** What a dashboard shows: each panel's and each annotation's data, and the picture. */
export interface Drawing {
  values: Values;
  panels: Map<number, Asked[]>;
  marks: Map<string, Mark[]>;
  svg: string;
}

export async function drawDashboard(dashboard: DashboardJson, options: DrawOptions): Promise<Drawing> {
  const { prometheus, range, chosen = {}, scrapeSeconds = 15, width = 1600 } = options;
  const values = await chooseValues(dashboard, chosen, { prometheus, range });
  const pixels = (columns: number): number => (width - gap) * (columns / 24) - gap;
  const panels = new Map<number, Asked[]>();
  const marks = await askMarks(dashboard, {
    prometheus,
    values,
    window: windowOf(range, width, scrapeSeconds),
  });
  const shown = dashboard.annotations.list
    .filter(({ enable }) => enable)
    .flatMap(({ name }) => marks.get(name) ?? []);
  const drawn: string[] = [];
  for (const panel of dashboard.panels) {
    const { x, y, w, h } = panel.gridPos;
    const box = {
      x: gap + (pixels(1) + gap) * x,
      y: top + y * (unit + gap),
      w: pixels(w),
      h: h * (unit + gap) - gap,
    };
    const window = windowOf(range, box.w, scrapeSeconds);
    const asked = await askPanel(panel, { prometheus, values, window });
    panels.set(panel.id, asked);
    drawn.push(drawPanel(panel, { asked, marks: shown, window }, box));
  }
  const bottom = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  const height = top + bottom * (unit + gap);
  const svg = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": "sans-serif",
    },
    element("rect", { x: 0, y: 0, width, height, fill: theme.page }),
    header(dashboard, values, marks),
    ...drawn,
  );
  return { values, panels, marks, svg };
}

/** Title, what was chosen, and the kinds of marks. */
function header(dashboard: DashboardJson, values: Values, marks: ReadonlyMap<string, Mark[]>): string {
  const choices = dashboard.templating.list
    .filter(({ type }) => type !== "datasource")
    .map(({ label, name }) => `${label}  ${values[name] === ".*" ? "All" : values[name]}`);
  const kinds = dashboard.annotations.list.map(({ name }) => `${name} (${marks.get(name)?.length ?? 0})`);
  return (
    text(dashboard.title, { x: gap + 2, y: 29, size: 18, bold: true }) +
    text([...choices, `Marks  ${kinds.join(", ")}`].join("     "), {
      x: 270,
      y: 29,
      size: 13,
      fill: theme.muted,
    })
  );
}

/** An SVG as pixels, with the machine's sans-serif face. */
export function rendered(svg: string, scale = 1): RenderedImage {
  return new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: { loadSystemFonts: true, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
  }).render();
}

export function pngOf(svg: string, scale = 1): Buffer {
  return rendered(svg, scale).asPng();
}
