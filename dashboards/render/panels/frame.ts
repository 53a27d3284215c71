/** The frame of a plot: axes with ticks in units, grid, and from a value to its place. */
import { logTicks, niceTicks } from "@plateau/cli/report/plots/ticks.ts";
import { theme } from "../colours.ts";
import { formatValue } from "../format.ts";
import { element, text, widthOf } from "../svg.ts";

/** Place of a panel's content in its SVG, px. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Scale {
  low: number;
  high: number;
  logarithmic: boolean;
}

export interface Axis extends Scale {
  ticks: { value: number; label: string }[];
}

/** Where a value stands between 0 and 1. */
export function placeOf(value: number, { low, high, logarithmic }: Scale): number {
  return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

export interface AxisOptions {
  unit: string;
  decimals?: number | undefined;
  logarithmic?: boolean;
  min?: number | undefined;
  max?: number | undefined;
  softMin?: number | undefined;
  wanted?: number;
}

/** An axis that holds the values, with some room where no end is fixed. */
export function axisFor(values: readonly number[], options: AxisOptions): Axis {
  const { unit, logarithmic = false, wanted = 5 } = options;
  const finite = values.filter((value) => Number.isFinite(value) && (!logarithmic || value > 0));
  const scale = logarithmic ? logarithmicScale(finite) : linearScale(finite, options);
  const places = logarithmic
    ? logTicks(scale.low, scale.high, wanted)
    : niceTicks(scale.low, scale.high, wanted);
  const ticks = places.map((value) => ({ value, label: formatValue(value, unit) }));
  // Ticks closer than three digits tell apart need more of them.
  const distinct = new Set(ticks.map(({ label }) => label)).size === ticks.length;
  return {
    ...scale,
    ticks: distinct
      ? ticks
      : places.map((value) => ({ value, label: formatValue(value, unit, options.decimals ?? 3) })),
  };
}

function logarithmicScale(values: readonly number[]): Scale {
  const low = Math.min(...values, Infinity);
  const high = Math.max(...values, -Infinity);
  if (!(low <= high)) return { low: 1, high: 10, logarithmic: true };
  const room = low === high ? 2 : (high / low) ** 0.06;
  return { low: low / room, high: high * room, logarithmic: true };
}

function linearScale(values: readonly number[], { min, max, softMin }: AxisOptions): Scale {
  const low = Math.min(...values, softMin ?? Infinity);
  const high = Math.max(...values, softMin ?? -Infinity);
  if (!(low <= high)) return { low: min ?? 0, high: max ?? 1, logarithmic: false };
  const room = low === high ? Math.abs(low) * 0.1 || 1 : (high - low) * 0.06;
  return {
    low: min ?? (softMin !== undefined && low >= softMin ? softMin : low - room),
    high: max ?? high + room,
    logarithmic: false,
  };
}

/** Width that the labels of an axis at the left take. */
export function labelWidth({ ticks }: Axis): number {
  return Math.max(24, ...ticks.map(({ label }) => widthOf(label, 11))) + 10;
}

export function leftAxis(axis: Axis, plot: Box): string {
  return axis.ticks
    .map(({ value, label }) => {
      const y = plot.y + plot.h * (1 - placeOf(value, axis));
      return (
        element("line", { x1: plot.x, x2: plot.x + plot.w, y1: y, y2: y, stroke: theme.grid }) +
        text(label, { x: plot.x - 8, y: y + 4, size: 11, fill: theme.muted, anchor: "end" })
      );
    })
    .join("");
}

export function bottomAxis(axis: Axis, plot: Box): string {
  return axis.ticks
    .map(({ value, label }) => {
      const x = plot.x + plot.w * placeOf(value, axis);
      return (
        element("line", { x1: x, x2: x, y1: plot.y, y2: plot.y + plot.h, stroke: theme.grid }) +
        text(label, { x, y: plot.y + plot.h + 16, size: 11, fill: theme.muted, anchor: "middle" })
      );
    })
    .join("");
}

const timeSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** Times of day, UTC. */
export function timeAxis(from: number, to: number, width: number): Axis {
  const wanted = Math.max(2, Math.floor(width / 90));
  const step = timeSteps.find((each) => (to - from) / each <= wanted) ?? 7 * 86_400;
  const ticks: Axis["ticks"] = [];
  for (let value = Math.ceil(from / step) * step; value <= to; value += step) {
    const [day = "", clock = ""] = new Date(value * 1000).toISOString().split("T");
    ticks.push({ value, label: step >= 86_400 ? day.slice(5) : clock.slice(0, step < 60 ? 8 : 5) });
  }
  return { low: from, high: to, logarithmic: false, ticks };
}
