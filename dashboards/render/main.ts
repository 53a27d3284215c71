/**
 * Draws dashboards from a Prometheus that scrapes Plateau.
 *
 *   npm run dashboards:draw -- --prometheus http://127.0.0.1:9090 --dashboard study --out /tmp/pictures
 *
 *   --dashboard NAME       study, run, controller or gpu; all of them if it is not given
 *   --var NAME=VALUE       a variable's value, more than once if need be
 *   --last SECONDS         how far back, 3600 if it is not given
 *   --scrape SECONDS       scrape interval, 15 if it is not given
 *   --svg                  writes the SVG too
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dashboards } from "../src/index.ts";
import type { DashboardJson } from "../src/model.ts";
import { drawDashboard, pngOf } from "./draw.ts";
import { DrawingError, PrometheusError } from "./errors.ts";
import { Prometheus } from "./prometheus.ts";

const { values: flags } = parseArgs({
  options: {
    prometheus: { type: "string", default: "http://127.0.0.1:9090" },
    dashboard: { type: "string", multiple: true },
    out: { type: "string", default: "." },
    var: { type: "string", multiple: true, default: [] },
    last: { type: "string", default: "3600" },
    scrape: { type: "string", default: "15" },
    svg: { type: "boolean", default: false },
  },
});

function seconds(flag: "last" | "scrape"): number {
  const value = Number(flags[flag]);
  if (value > 0) return value;
  throw new DrawingError(`--${flag} takes a number of seconds above 0, not "${flags[flag]}".`);
}

function chosenFor(dashboard: DashboardJson): Record<string, string> {
  const pairs = flags.var.map((pair) => {
    const [name = "", value] = pair.split(/=(.*)/s);
    if (value === undefined) throw new DrawingError(`--var takes NAME=VALUE, not "${pair}".`);
    return [name, value] as const;
  });
  const known = dashboard.templating.list.map(({ name }) => name);
  // Of several dashboards, each takes the variables that it has.
  return Object.fromEntries(pairs.filter(([name]) => flags.dashboard?.length === 1 || known.includes(name)));
}

async function draw(name: string): Promise<void> {
  if (!(name in dashboards))
    throw new DrawingError(
      `There is no dashboard "${name}"; there are ${Object.keys(dashboards).join(", ")}.`,
    );
  const file = join(import.meta.dirname, "..", `${name}.json`);
  const dashboard = JSON.parse(await readFile(file, "utf8")) as DashboardJson;
  const to = Math.floor(Date.now() / 1000);
  const { svg } = await drawDashboard(dashboard, {
    prometheus: new Prometheus(flags.prometheus),
    range: { from: to - seconds("last"), to },
    scrapeSeconds: seconds("scrape"),
    chosen: chosenFor(dashboard),
  });
  await mkdir(flags.out, { recursive: true });
  if (flags.svg) await writeFile(join(flags.out, `${name}.svg`), svg);
  await writeFile(join(flags.out, `${name}.png`), pngOf(svg));
  console.log(join(flags.out, `${name}.png`));
}

try {
  for (const name of flags.dashboard ?? Object.keys(dashboards)) await draw(name);
} catch (error) {
  if (!(error instanceof DrawingError || error instanceof PrometheusError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
