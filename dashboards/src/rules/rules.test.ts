import { describe, expect, it } from "@jest/globals";
import { allMetrics } from "@plateau/proto/metrics/index.ts";
import { alerts, ruleGroups } from "./index.ts";
import { recordingRules } from "./recording.ts";
import { isAlert } from "./rule.ts";
import { askedBy } from "./selectors.ts";

const recorded = new Map(recordingRules.map(({ record, expr }) => [record, askedBy(expr).metrics]));
/** A histogram is asked for by its parts. */
const definitionOf = (name: string) =>
  allMetrics[name] ?? allMetrics[name.replace(/_(bucket|sum|count)$/, "")];
/** Metrics of the catalogue behind a query, recorded ones by what they are made of. */
const sources = (query: string): string[] =>
  askedBy(query).metrics.flatMap((name) => recorded.get(name) ?? [name]);
const rules = ruleGroups.flatMap(({ rules: all }) => all);

it.each(rules.map((rule) => [isAlert(rule) ? rule.alert : rule.record, rule.expr]))(
  "%s asks for metrics and labels of the catalogue",
  (_name, expr) => {
    const metrics = sources(expr);
    expect(metrics.filter((name) => definitionOf(name) === undefined)).toEqual([]);
    const known = new Set(metrics.flatMap((name) => definitionOf(name)!.labels));
    // Of the target.
    for (const label of ["namespace", "job", "instance"]) known.add(label);
    expect(askedBy(expr).labels.filter((label) => !known.has(label))).toEqual([]);
  },
);

it.each(alerts.map((alert) => [alert.alert, alert] as const))(
  "%s names labels that it has",
  (_name, alert) => {
    const named = [...`${alert.summary} ${alert.description}`.matchAll(/\$labels\.(\w+)/g)].map(
      ([, name]) => name!,
    );
    const known = new Set(sources(alert.expr).flatMap((name) => definitionOf(name)!.labels));
    known.add("namespace");
    expect(named.filter((label) => !known.has(label))).toEqual([]);
    expect(alert.description).toMatch(/\.$/);
  },
);

describe("what a query asks for", () => {
  it("is found in every corner of it", () => {
    const { metrics, labels } = askedBy(
      'sum by (a) (rate(x_total{b="1"}[5m])) / on (c) group_left (d) y:z:mean5m unless ignoring (e) w',
    );
    expect(metrics).toEqual(["x_total", "y:z:mean5m", "w"]);
    expect(labels.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("is refused where it is no PromQL", () => {
    expect(() => askedBy("sum by (x) (y")).toThrow("not PromQL");
  });
});
