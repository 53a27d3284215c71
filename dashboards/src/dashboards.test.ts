/** Laws that hold for every panel of every dashboard, on the JSON that is committed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { fixedWindowsOf, problemsOf } from "../../scripts/promql/check.ts";
import { dashboards } from "./index.ts";
import { labelsOfSeries } from "./kit/catalogue.ts";
import type { DashboardJson, PanelJson } from "./model.ts";

const folder = join(import.meta.dirname, "..");
const all = Object.keys(dashboards).map(
  (name) => [name, JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as DashboardJson] as const,
);
const variablesOf = (dashboard: DashboardJson): string[] => dashboard.templating.list.map(({ name }) => name);
const everyPanel = all.flatMap(([name, dashboard]) =>
  dashboard.panels.map((panel) => [`${name}: ${panel.title}`, panel] as const),
);
const panels = everyPanel.filter(([, panel]) => panel.type !== "row");
const expressions = all.flatMap(([name, dashboard]) => [
  ...dashboard.panels.flatMap((panel) =>
    (panel.targets ?? []).map(({ expr }) => [`${name}: ${panel.title}`, expr] as const),
  ),
  ...dashboard.annotations.list.map(
    (annotation) => [`${name}: ${annotation.name}`, annotation.target.expr] as const,
  ),
]);
const builtIn =
  /^(__all|__interval|__rate_interval|__url_time_range|__field\.labels\.\w+|__data\.fields\[.*\])$/;

/** Names of Grafana's variables in a text: $name and ${name:format}. */
function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$(?:\{([^}]+)\}|(\w+))/g)]
    .map(([, braced, plain]) => (braced ?? plain ?? "").split(":")[0]!)
    .filter((name) => !/^\d+$/.test(name));
}

describe("a dashboard", () => {
  it("has a uid and title of its own", () => {
    for (const key of ["uid", "title"] as const) {
      const values = all.map(([, dashboard]) => dashboard[key]);
      expect(new Set(values).size).toBe(all.length);
    }
  });

  it.each(all)("%s numbers its panels once", (_, { panels: own }) => {
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
  });

  it.each(all)(
    "%s fills the grid without overlaps, holes at the left, or panels beyond its 24 columns",
    (_, { panels: own }) => {
      const taken = new Set<string>();
      for (const { gridPos } of own) {
        expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(taken).not.toContain(`${x},${y}`);
            taken.add(`${x},${y}`);
          }
        }
      }
      const bottom = Math.max(...own.map(({ gridPos }) => gridPos.y + gridPos.h));
      expect(taken.size).toBe(24 * bottom);
    },
  );

  it.each(all)(
    "%s lets a person choose the data source, and each list uses only choices before it",
    (_, dashboard) => {
      const before = new Set(["datasource"]);
      expect(dashboard.templating.list[0]).toMatchObject({ name: "datasource", type: "datasource" });
      for (const variable of dashboard.templating.list.slice(1)) {
        const { query } = variable.query as { query: string };
        const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(query)!;
        expect(problemsOf(selector!, labelsOfSeries)).toEqual([]);
        expect(problemsOf(`max by (${label}) (${selector})`, labelsOfSeries)).toEqual([]);
        for (const used of variablesIn(query)) expect(before).toContain(used);
        before.add(variable.name);
      }
    },
  );

  it.each(all)("%s links to dashboards that exist, with variables that they have", (_, dashboard) => {
    const text = JSON.stringify(dashboard);
    const links = [...text.matchAll(/"(\/d\/[^"\\?]+)(\?(?:[^"\\]|\\.)*)?"/g)];
    expect(links.length).toBeGreaterThanOrEqual(3);
    for (const [, path, query = ""] of links) {
      const target = all.find(([, { uid }]) => path === `/d/${uid}`)?.[1];
      expect(target).toBeDefined();
      const passed = [
        ...[...query.matchAll(/var-(\w+)=/g)].map(([, name]) => name!),
        ...[...query.matchAll(/\$\{(\w+):queryparam\}/g)].map(([, name]) => name!),
      ];
      expect(variablesOf(target!)).toEqual(expect.arrayContaining(passed));
    }
    for (const link of dashboard.links) expect(link).toMatchObject({ includeVars: true, keepTime: true });
  });

  it.each(all)("%s uses only variables that it has", (_, dashboard) => {
    const known = variablesOf(dashboard);
    for (const used of variablesIn(JSON.stringify(dashboard).replaceAll('\\"', '"'))) {
      if (!builtIn.test(used)) expect(known).toContain(used);
    }
  });
});

describe("a panel", () => {
  it.each(panels)(
    "%s says what it shows, in which unit, from the chosen data source",
    (_, panel: PanelJson) => {
      expect(panel.title).toMatch(/\S/);
      expect(panel.description).toMatch(/^[A-Zα-ω0-9].*\.$/s);
      expect(panel.fieldConfig!.defaults.unit).toMatch(/\S/);
      for (const { datasource } of [panel, ...panel.targets!])
        expect(datasource).toEqual({ type: "prometheus", uid: "${datasource}" });
      expect(panel.targets!.length).toBeGreaterThan(0);
    },
  );

  it.each(panels)("%s gives every series a name, and no two of its queries the same", (_, { targets }) => {
    const named = targets!.filter(({ format }) => format !== "table");
    for (const { legendFormat } of named) expect(legendFormat).toMatch(/\S/);
    expect(new Set(named.map(({ legendFormat }) => legendFormat)).size).toBe(named.length);
    expect(new Set(targets!.map(({ refId }) => refId)).size).toBe(targets!.length);
  });
});

describe("a query", () => {
  it.each(expressions)("%s asks for metrics and labels that exist", (_, expression) => {
    expect(problemsOf(expression, labelsOfSeries)).toEqual([]);
  });

  it.each(expressions)("%s looks back as far as Grafana needs for the scrape interval", (_, expression) => {
    expect(fixedWindowsOf(expression)).toEqual([]);
  });
});
