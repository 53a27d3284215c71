/**
 * Every query of every panel of every dashboard, asked of a real Prometheus that scrapes a real study: each brings something, each series
 * has a name, marks are where something happened, and each dashboard can be drawn. PLATEAU_TEST_PICTURES names a folder for the pictures.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { drawDashboard, pngOf, rendered, type Drawing } from "../../../dashboards/render/draw.ts";
import { dashboards } from "../../../dashboards/src/index.ts";
import type { Series } from "../../../dashboards/render/frames.ts";
import type { DashboardJson } from "../../../dashboards/src/model.ts";
import { root } from "../cli/plateau.ts";
import { branch, noisy, study } from "./study.ts";
import { installation, scrapeSeconds, World } from "./world.ts";

/** A study of nine points and an API server, on machines that may be busy. */
jest.setTimeout(600_000);

interface View {
  dashboard: keyof typeof dashboards;
  chosen: Record<string, string>;
  /** When, if not at the end. */
  at?: "halfway";
}

/** A query must bring something in one view of its dashboard at least. */
const views: readonly View[] = [
  { dashboard: "study", chosen: { study } },
  { dashboard: "study", chosen: { study }, at: "halfway" },
  { dashboard: "run", chosen: { run: noisy } },
  { dashboard: "run", chosen: { run: branch, kind: "Cooldown", study } },
  { dashboard: "controller", chosen: { job: installation } },
  { dashboard: "controller", chosen: { job: "plateau-controller" } },
  { dashboard: "gpu", chosen: {} },
];

const jsonOf = (name: string): DashboardJson =>
  JSON.parse(readFileSync(join(root, "dashboards", `${name}.json`), "utf8")) as DashboardJson;

let world: World;
let drawings: { view: View; json: DashboardJson; drawing: Drawing }[];

beforeAll(async () => {
  world = await World.start();
  await world.live();
  // Later than what was waited for.
  const to = Math.ceil(Date.now() / 1000);
  drawings = [];
  for (const view of views) {
    const json = jsonOf(view.dashboard);
    const drawing = await drawDashboard(json, {
      prometheus: world.prometheus,
      range: { from: Math.floor(world.began), to: view.at === "halfway" ? world.halfway : to },
      chosen: view.chosen,
      scrapeSeconds,
    });
    drawings.push({ view, json, drawing });
    keep(view, drawing);
  }
});
afterAll(() => world?.stop());

function keep({ dashboard, chosen, at }: View, { svg }: Drawing): void {
  const folder = process.env["PLATEAU_TEST_PICTURES"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${[dashboard, ...Object.values(chosen), at ?? "end"].join("-")}.png`),
    pngOf(svg),
  );
}

/** Every label that the legend speaks of is there. */
function isNamed({ labels }: Series, legend: string): boolean {
  return [...legend.matchAll(/\{\{(\w+)\}\}/g)].every(([, label]) => (labels[label!] ?? "") !== "");
}

/** Each query of each dashboard, with the series that it brought in all views. */
function answers(): { name: string; series: number; unnamed: number }[] {
  return Object.keys(dashboards).flatMap((name) => {
    const own = drawings.filter(({ view }) => view.dashboard === name);
    return jsonOf(name).panels.flatMap(({ id, title, targets = [] }) =>
      targets.map(({ refId, format, legendFormat }) => {
        const series = own.flatMap(
          ({ drawing }) => drawing.panels.get(id)!.find(({ target }) => target.refId === refId)!.series,
        );
        return {
          name: `${name}: ${title}${targets.length > 1 ? ` / ${legendFormat ?? refId}` : ""}`,
          // A curve of no numbers is an empty panel.
          series: series.filter(({ points }) => points.some(([, value]) => Number.isFinite(value))).length,
          unnamed: series.filter((each) => !isNamed(each, format === "table" ? "" : (legendFormat ?? "")))
            .length,
        };
      }),
    );
  });
}

describe("the dashboards, on a study", () => {
  it("have something to show for every query", () => {
    const silent = answers()
      .filter(({ series }) => series === 0)
      .map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  it("name every series", () => {
    expect(answers().filter(({ unnamed }) => unnamed > 0)).toEqual([]);
  });

  it("mark what happened", () => {
    const marks = Object.keys(dashboards).flatMap((name) => {
      const own = drawings.filter(({ view }) => view.dashboard === name);
      return jsonOf(name).annotations.list.map(
        (annotation) =>
          [
            `${name}: ${annotation.name}`,
            own.flatMap(({ drawing }) => drawing.marks.get(annotation.name)!).length,
          ] as const,
      );
    });
    expect(marks.filter(([, count]) => count === 0).map(([name]) => name)).toEqual([
      // No GPU here has failed.
      "gpu: XID errors",
    ]);
  });

  it("can be drawn", () => {
    for (const { json, drawing } of drawings) {
      const image = rendered(drawing.svg);
      const pixels = new Uint32Array(new Uint8Array(image.pixels).buffer);
      const cards = json.panels.filter(({ type }) => type !== "row");
      expect(new Set(pixels).size).toBeGreaterThan(100);
      expect(drawing.svg.match(/<rect [^>]*rx="3"/g)).toHaveLength(cards.length);
      expect(drawing.svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(image.width * image.height).toBe(pixels.length);
    }
  });
});
