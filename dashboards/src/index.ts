/** All dashboards, and the files that they are kept in. Entry: a dashboard by the name that its file, uid and links go by. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { controllerDashboard } from "./dashboards/controller/index.ts";
import { gpuDashboard } from "./dashboards/gpu/index.ts";
import { runDashboard } from "./dashboards/run/index.ts";
import { studyDashboard } from "./dashboards/study/index.ts";
import { dashboardJson } from "./kit/dashboard.ts";
import type { DashboardName } from "./kit/links.ts";

export const dashboards: Readonly<Record<DashboardName, () => Dashboard>> = {
  study: studyDashboard,
  run: runDashboard,
  controller: controllerDashboard,
  gpu: gpuDashboard,
};

/** Path in the repository → content. The chart has copies, for it holds only what is in its folder. */
export function dashboardFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, build] of Object.entries(dashboards)) {
    const json = dashboardJson(build());
    files.set(`dashboards/${name}.json`, json);
    files.set(`charts/plateau/dashboards/${name}.json`, json);
  }
  return files;
}
