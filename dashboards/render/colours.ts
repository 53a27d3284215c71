/** Grafana's dark theme: names of colours, the palette that series take in turn, and colours by value. */
import type { FieldSettings } from "../src/model.ts";

export const theme = {
  page: "#111217",
  panel: "#181b1f",
  border: "#2c3235",
  grid: "#2a2d34",
  text: "#ccccdc",
  muted: "#8e8e99",
} as const;

const named: Readonly<Record<string, string>> = {
  green: "#73bf69",
  yellow: "#fade2a",
  red: "#f2495c",
  blue: "#5794f2",
  orange: "#ff9830",
  purple: "#b877d9",
  "light-blue": "#8ab8ff",
  "light-purple": "#deb6f2",
  text: theme.text,
  transparent: "none",
};

const palette = [
  "#73bf69",
  "#f2cc0c",
  "#8ab8ff",
  "#ff780a",
  "#f2495c",
  "#5794f2",
  "#b877d9",
  "#a352cc",
  "#37872d",
  "#fade2a",
  "#447ebc",
  "#c15c17",
  "#ffa6b0",
  "#96d98d",
  "#c4162a",
  "#8f3bb8",
];

export function colourOf(name: string): string {
  return named[name] ?? name;
}

export function paletteColour(index: number): string {
  return palette[index % palette.length]!;
}

/** Of the highest threshold that the value has reached. */
export function thresholdColour(value: number | undefined, { thresholds }: FieldSettings): string {
  const steps = thresholds?.steps ?? [];
  const reached = steps.filter((step) => step.value === null || (value !== undefined && value >= step.value));
  return colourOf(reached.at(-1)?.color ?? "text");
}
