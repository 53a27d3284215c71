/** Look shared by all plots: colours that colour-blind readers tell apart, in light and dark; ticks; the frame. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { formatCount } from "../../output/numbers.ts";

/** Okabe and Ito's colours without yellow (too pale on white), darkest first. The page redefines them for dark backgrounds. */
const palette = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#7f7f7f",
  "#000000",
] as const;
export const paletteSize = palette.length;

/** Colour of series i as a CSS variable with a fallback, so that the same SVG serves both themes. */
export function seriesColour(index: number): string {
  const i = index % palette.length;
  return `var(--series-${i}, ${palette[i]})`;
}
export const muted = "var(--muted, #6b7280)";
export const background = "var(--paper, #ffffff)";

export interface PlotText {
  /** Accessible name: what is plotted. */
  title: string;
  /** One sentence for those who do not see it: what it shows. */
  description: string;
}

export const plotWidth = 720;

/** Options of Observable Plot without what the frame sets. */
export type PlotOptions = Omit<Plot.PlotOptions, "document" | "title" | "subtitle" | "caption">;

/** The little of the DOM that is used here: the type library of browsers stays out of a program for terminals. */
interface SvgElement {
  textContent: string | null;
  firstChild: unknown;
  outerHTML: string;
  setAttribute(name: string, value: string): void;
  insertBefore(child: SvgElement, before: unknown): void;
}
interface SvgDocument {
  createElementNS(namespace: string, tag: string): SvgElement;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** A self-contained `<svg>` element as text: well-formed XML, titled, no external references. */
export function drawPlot(text: PlotText, options: PlotOptions): string {
  const document = parseHTML("<html><body></body></html>").document as unknown as SvgDocument;
  const figure = Plot.plot({
    width: plotWidth,
    height: 400,
    marginLeft: 56,
    marginRight: 84,
    marginBottom: 44,
    marginTop: 24,
    ...options,
    document: document as never,
    style: {
      fontSize: "12px",
      fontFamily: "system-ui, sans-serif",
      background: "transparent",
      overflow: "visible",
    } as never,
  }) as unknown as SvgElement;
  figure.setAttribute("xmlns", svgNamespace);
  figure.setAttribute("role", "img");
  for (const [tag, content] of [
    ["desc", text.description],
    ["title", text.title],
  ] as const) {
    const element = document.createElementNS(svgNamespace, tag);
    element.textContent = content;
    figure.insertBefore(element, figure.firstChild);
  }
  return figure.outerHTML;
}

/** The SVG as a file of its own: programs that do not know CSS variables get the light colours. */
export function standaloneSvg(svg: string): string {
  const fixed = svg
    .replaceAll(/var\(--[\w-]+,\s*([^()]+)\)/g, "$1")
    .replace("background: transparent", "background: white");
  return `<?xml version="1.0" encoding="UTF-8"?>\n${fixed.replace("<svg ", '<svg color="#1f2328" ')}\n`;
}

/** Extremes with some room, multiplicative. */
export function paddedRange(values: readonly number[], room = 0.06): [number, number] {
  const finite = values.filter((value) => Number.isFinite(value) && value > 0);
  if (finite.length === 0) return [1, 10];
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const margin = (high / low) ** room;
  return low === high ? [low / 1.1, high * 1.1] : [low / margin, high * margin];
}

export const tokensTick = (value: number): string => formatCount(value);

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** 3e14 → "3·10¹⁴" */
export function powerTick(value: number): string {
  const [mantissa = "1", exponent = "0"] = value.toExponential().split("e");
  const digits = String(Math.abs(Number(exponent)))
    .split("")
    .map((digit) => superscripts[Number(digit)])
    .join("");
  const power = `10${Number(exponent) < 0 ? "⁻" : ""}${digits}`;
  return mantissa === "1" ? power : `${mantissa}·${power}`;
}

/** Labels at the ends of lines, pushed apart so that none covers another. Positions are on a logarithmic axis. */
export function spreadLabels<T extends { y: number }>(
  labels: readonly T[],
  [low, high]: [number, number],
  { height = 330, line = 14 } = {},
): T[] {
  const scale = height / Math.log(high / low);
  const gap = line / scale;
  const sorted = labels
    .toSorted((a, b) => a.y - b.y)
    .map((label) => ({ ...label, place: Math.log(label.y) }));
  for (let i = 1; i < sorted.length; i++) {
    const before = sorted[i - 1];
    const here = sorted[i];
    if (before && here && here.place - before.place < gap) here.place = before.place + gap;
  }
  return sorted.map(({ place, ...label }) => ({ ...(label as unknown as T), y: Math.exp(place) }));
}
