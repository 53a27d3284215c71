/** Data of a panel: its queries asked, legends filled in, tables merged and split as the panel's transformations say. */
import type { DashboardJson, PanelJson, TargetJson } from "../src/model.ts";
import { DrawingError } from "./errors.ts";
import type { Prometheus, Sample } from "./prometheus.ts";
import { interpolate, type Values, type Window } from "./variables.ts";

export interface Series extends Sample {
  name: string;
  refId: string;
}

export type Cell = string | number | undefined;
export type TableRow = Record<string, Cell>;

/** Rows of one series of points, or of a whole table. */
export interface Frame {
  labels: Record<string, string>;
  fields: string[];
  rows: TableRow[];
}

export interface Asked {
  target: TargetJson;
  series: Series[];
}

export interface Asking {
  prometheus: Prometheus;
  values: Values;
  window: Window;
}

export async function askPanel(panel: PanelJson, asking: Asking): Promise<Asked[]> {
  return Promise.all((panel.targets ?? []).map((target) => ask(target, asking)));
}

export async function ask(target: TargetJson, { prometheus, values, window }: Asking): Promise<Asked> {
  const query = interpolate(target.expr, values, window);
  const samples =
    target.range === true
      ? await prometheus.range(query, window.range, window.step)
      : await prometheus.instant(query, window.range.to);
  const series = samples.map((sample) => ({
    ...sample,
    refId: target.refId,
    name: legendOf(target.legendFormat ?? "", sample.labels),
  }));
  return { target, series: series.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true })) };
}

/** `rank {{rank}}` with the labels of a series; a label that is not there leaves nothing. */
export function legendOf(format: string, labels: Record<string, string>): string {
  return format.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? "").trim();
}

/** The table that comes of several queries in table format, by the transformations of the panel. */
export function framesOf(panel: PanelJson, asked: readonly Asked[]): Frame[] {
  let frames = asked.map(tableOf);
  for (const { id, options } of panel.transformations ?? []) {
    const transform = transformations[id];
    if (!transform)
      throw new DrawingError(`Panel "${panel.title}": transformation "${id}" is not understood.`);
    frames = transform(frames, options);
  }
  return frames;
}

function tableOf({ target, series }: Asked): Frame {
  const value = `Value #${target.refId}`;
  const labels = [...new Set(series.flatMap((each) => Object.keys(each.labels)))].toSorted();
  return {
    labels: {},
    fields: ["Time", ...labels, value],
    rows: series.flatMap(({ labels: own, points }) =>
      points.map(([time, number]) => ({ Time: time, ...own, [value]: number })),
    ),
  };
}

const transformations: Readonly<
  Record<string, (frames: Frame[], options: Record<string, unknown>) => Frame[]>
> = {
  merge: (frames) => [merge(frames)],
  sortBy: (frames, options) => {
    const [{ field } = { field: "" }] = options["sort"] as { field: string }[];
    return frames.map((frame) => ({
      ...frame,
      rows: frame.rows.toSorted((a, b) => compare(a[field], b[field])),
    }));
  },
  partitionByValues: (frames, options) => {
    const [field = ""] = options["fields"] as string[];
    return frames.flatMap((frame) => partition(frame, field));
  },
  organize: (frames, options) => {
    const order = options["indexByName"] as Record<string, number>;
    const excluded = options["excludeByName"] as Record<string, boolean>;
    return frames.map((frame) => ({
      ...frame,
      fields: frame.fields
        .filter((field) => excluded[field] !== true)
        .toSorted((a, b) => (order[a] ?? Infinity) - (order[b] ?? Infinity)),
    }));
  },
};

/** Rows that agree in every field that all tables have become one. */
function merge(frames: readonly Frame[]): Frame {
  const filled = frames.filter(({ rows }) => rows.length > 0);
  const fields = [...new Set(filled.flatMap((frame) => frame.fields))];
  const shared = fields.filter((field) => filled.every((frame) => frame.fields.includes(field)));
  const rows = new Map<string, TableRow>();
  for (const row of filled.flatMap((frame) => frame.rows)) {
    const key = JSON.stringify(shared.map((field) => row[field]));
    rows.set(key, { ...rows.get(key), ...row });
  }
  return { labels: {}, fields, rows: [...rows.values()] };
}

function partition(frame: Frame, field: string): Frame[] {
  const groups = Map.groupBy(frame.rows, (row) => String(row[field] ?? ""));
  return [...groups].map(([value, rows]) => ({
    labels: { ...frame.labels, [field]: value },
    fields: frame.fields.filter((each) => each !== field),
    rows,
  }));
}

export function compare(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en", { numeric: true });
}

export interface Mark {
  name: string;
  colour: string;
  title: string;
  /** Seconds. */
  from: number;
  to: number;
}

/** Where annotations stand: values above 0, or the values themselves as times; neighbours within a step become one region. */
export async function askMarks(dashboard: DashboardJson, asking: Asking): Promise<Map<string, Mark[]>> {
  const marks = new Map<string, Mark[]>();
  for (const annotation of dashboard.annotations.list) {
    const { series } = await ask(annotation.target, asking);
    marks.set(
      annotation.name,
      series.flatMap(({ labels, points }) => {
        const times = annotation.useValueForTime
          ? points.map(([, value]) => value / 1000)
          : points.filter(([, value]) => value > 0).map(([time]) => time);
        const mark = {
          name: annotation.name,
          colour: annotation.iconColor,
          title: legendOf(annotation.titleFormat, labels),
        };
        return regionsOf(times, asking.window.step).map((region) => ({ ...mark, ...region }));
      }),
    );
  }
  return marks;
}

function regionsOf(times: readonly number[], step: number): { from: number; to: number }[] {
  const regions: { from: number; to: number }[] = [];
  for (const time of times) {
    const last = regions.at(-1);
    if (last && time <= last.to + step) last.to = time;
    else regions.push({ from: time, to: time });
  }
  return regions;
}
