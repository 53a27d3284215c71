/** A whole dashboard from its parts, and its JSON without what only repeats Grafana's defaults. */
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import { barOf, uids, type DashboardName } from "./links.ts";
import { placeRows, type Row } from "./layout.ts";

export interface DashboardParts {
  name: DashboardName;
  title: string;
  description: string;
  variables: readonly Builder<sdk.VariableModel>[];
  annotations: readonly Builder<sdk.AnnotationQuery>[];
  rows: readonly Row[];
  /** Shown at first, like "now-6h". */
  from: string;
}

export function buildDashboard(parts: DashboardParts): sdk.Dashboard {
  const built = new sdk.DashboardBuilder(`Plateau / ${parts.title}`)
    .uid(uids[parts.name])
    .description(parts.description)
    .tags(["plateau"])
    .time({ from: parts.from, to: "now" })
    .refresh("30s")
    .tooltip(sdk.DashboardCursorSync.Crosshair)
    .variables([...parts.variables])
    .annotations([...parts.annotations])
    .links(barOf(parts.name))
    .build();
  return { ...built, panels: placeRows(parts.rows) };
}

/** As committed and as Grafana imports it. */
export function dashboardJson(built: sdk.Dashboard): string {
  return `${JSON.stringify(withoutNoise(built), undefined, 2)}\n`;
}

/** Fields whose absence means the same to Grafana. */
const silent: Readonly<Record<string, unknown>> = {
  transparent: false,
  repeatDirection: "h",
  fiscalYearStartMonth: 0,
  hide: false,
  builtIn: 0,
  skipUrlSync: false,
  targetBlank: false,
  asDropdown: false,
  multi: false,
  includeAll: false,
  allowCustomValue: true,
  auto: false,
  auto_min: "10s",
  auto_count: 30,
  instant: false,
  mergeValues: true,
  // Where the switch of an annotation stands: with the others at the top.
  placement: "inControlsMenu",
};

/** Drops silent fields and empty settings; lists stay, for Grafana reads some of them without asking whether they are there. */
function withoutNoise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .filter(([key, field]) => field !== undefined && !(key in silent && silent[key] === field))
    .map(([key, field]) => [key, withoutNoise(field)] as const)
    .filter(([key, field]) => !(key === "custom" && isEmpty(field)));
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
