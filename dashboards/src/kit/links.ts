/** Ways from one dashboard to another. The bar at the top keeps variables and time; a link in a panel also chooses a run. */
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";

/** Fixed, so that links and bookmarks outlive a new release. */
export const uids = {
  study: "plateau-study",
  run: "plateau-run",
  controller: "plateau-controller",
  gpu: "plateau-gpu",
} as const;

export type DashboardName = keyof typeof uids;

const titles: Record<DashboardName, string> = {
  study: "Study",
  run: "Run",
  controller: "Controller",
  gpu: "GPU",
};

export function barOf(own: DashboardName): dashboard.DashboardLinkBuilder[] {
  return (Object.keys(uids) as DashboardName[])
    .filter((name) => name !== own)
    .map((name) =>
      new dashboard.DashboardLinkBuilder(titles[name])
        .type(dashboard.DashboardLinkType.Link)
        .icon("dashboard")
        .url(`/d/${uids[name]}`)
        .includeVars(true)
        .keepTime(true),
    );
}

/** To the run that a series or a table's row belongs to: `source` is where Grafana finds its kind and name. */
export function toRun(source: "labels" | "fields"): dashboard.DashboardLinkBuilder {
  const value = (name: string): string =>
    source === "labels" ? `\${__field.labels.${name}}` : `\${__data.fields["${name}"]}`;
  const query = [
    "${datasource:queryparam}",
    "${namespace:queryparam}",
    "${study:queryparam}",
    `var-kind=${value("kind")}`,
    `var-run=${value("run")}`,
    "${__url_time_range}",
  ].join("&");
  return new dashboard.DashboardLinkBuilder("Open the run").url(`/d/${uids.run}?${query}`);
}
