/** Controller: for who runs an installation. Leader, queue, reconciles, API server, what workers tell, processes. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { annotation } from "../../kit/annotations.ts";
import { buildDashboard } from "../../kit/dashboard.ts";
import { dataSourceVariable, listVariable } from "../../kit/variables.ts";
import { failures, leaderChanges } from "../marks.ts";
import { glance } from "./glance.ts";
import { progress, stream } from "./news.ts";
import { processes } from "./process.ts";
import { job } from "./selectors.ts";
import { server } from "./server.ts";
import { queue, work } from "./work.ts";

export function controllerDashboard(): Dashboard {
  return buildDashboard({
    name: "controller",
    title: "Controller",
    description:
      "The controller's replicas: leader, queue, reconciles, API server, progress of workers, event stream.",
    from: "now-3h",
    variables: [
      dataSourceVariable(),
      listVariable({ name: "job", label: "Controller", metric: "plateau_build_info", values: "job" }),
    ],
    annotations: [annotation(leaderChanges(job)), annotation(failures(job))],
    rows: [glance, queue, work, server, progress, stream, processes],
  });
}
