/** Values of a dashboard's variables, as Grafana chooses them when it is opened, and their places in queries. */
import type { DashboardJson, VariableJson } from "../src/model.ts";
import { DrawingError } from "./errors.ts";
import type { Prometheus, TimeRange } from "./prometheus.ts";

export type Values = Readonly<Record<string, string>>;

export interface Window {
  range: TimeRange;
  /** Seconds between two points of a curve. */
  step: number;
  /** What [$__rate_interval] becomes, seconds. */
  rateInterval: number;
}

/** As Grafana: a curve has no more points than pixels, and no two between scrapes; a rate sees four scrapes at least. */
export function windowOf(range: TimeRange, pixels: number, scrapeSeconds: number): Window {
  const step = Math.max(scrapeSeconds, Math.ceil((range.to - range.from) / pixels));
  return { range, step, rateInterval: Math.max(step + scrapeSeconds, 4 * scrapeSeconds) };
}

/**
 * One value for each variable, in order, so that later lists see what was chosen before.
 *
 * @param chosen values that are given; others are "All" where there is one, else the first of their list
 * @throws DrawingError if a list is empty, or does not have what was chosen
 */
export async function chooseValues(
  dashboard: DashboardJson,
  chosen: Values,
  { prometheus, range }: { prometheus: Prometheus; range: TimeRange },
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  const unknown = Object.keys(chosen).find(
    (name) => !dashboard.templating.list.some((variable) => variable.name === name),
  );
  if (unknown !== undefined)
    throw new DrawingError(
      `${dashboard.title} has no variable "${unknown}"; it has ${dashboard.templating.list.map(({ name }) => name).join(", ")}.`,
    );
  for (const variable of dashboard.templating.list) {
    if (variable.type === "datasource") {
      values[variable.name] = "prometheus";
      continue;
    }
    const list = await listOf(variable, values, { prometheus, range });
    values[variable.name] = pick(variable, list, chosen[variable.name]);
  }
  return values;
}

/** What Prometheus offers for a variable, given those before it. */
export async function listOf(
  variable: VariableJson,
  values: Values,
  { prometheus, range }: { prometheus: Prometheus; range: TimeRange },
): Promise<string[]> {
  const query = typeof variable.query === "string" ? variable.query : variable.query.query;
  const [, selector, label] = /^label_values\((.*), (\w+)\)$/s.exec(query) ?? [];
  if (selector === undefined || label === undefined)
    throw new DrawingError(
      `Variable "${variable.name}": only label_values(selector, label) is understood, not ${query}.`,
    );
  return prometheus.labelValues(label, interpolate(selector, values), range);
}

function pick(variable: VariableJson, list: readonly string[], wanted: string | undefined): string {
  if (wanted !== undefined) {
    if (list.includes(wanted)) return wanted;
    throw new DrawingError(
      `There is no ${variable.label.toLowerCase()} "${wanted}"; Prometheus knows ${list.join(", ") || "none"}.`,
    );
  }
  if (variable.includeAll === true) return variable.allValue ?? ".*";
  const [first] = list;
  if (first === undefined)
    throw new DrawingError(
      `Prometheus knows no ${variable.label.toLowerCase()} in this time: is it scraping Plateau?`,
    );
  return first;
}

/** A query with its variables replaced. Unknown ones stay as they are. */
export function interpolate(text: string, values: Values, window?: Window): string {
  const all: Values = window
    ? { ...values, __interval: `${window.step}s`, __rate_interval: `${window.rateInterval}s` }
    : values;
  return text.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    const value = all[braced ?? plain ?? ""];
    return value ?? whole;
  });
}
