/** Run: one TrainingRun or Cooldown, from what it learns down to its ranks. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { annotation } from "../../kit/annotations.ts";
import { buildDashboard } from "../../kit/dashboard.ts";
import { dataSourceVariable, listVariable } from "../../kit/variables.ts";
import { checkpointTimes, cooldownStarts, ranksLost, groupChanges } from "../marks.ts";
import { checkpoints } from "./checkpoints.ts";
import { exchange } from "./exchange.ts";
import { glance } from "./glance.ts";
import { group } from "./group.ts";
import { learning } from "./learning.ts";
import { run } from "./selectors.ts";
import { speed } from "./speed.ts";

const metric = "plateau_run_info";

export function runDashboard(): Dashboard {
  return buildDashboard({
    name: "run",
    title: "Run",
    description:
      "A TrainingRun or a Cooldown: learning, speed, exchange of gradients, checkpoints and ranks.",
    from: "now-3h",
    variables: [
      dataSourceVariable(),
      listVariable({ name: "namespace", label: "Namespace", metric, values: "namespace" }),
      listVariable({
        name: "study",
        label: "Study",
        metric,
        where: { namespace: "$namespace" },
        values: "study",
        all: true,
      }),
      listVariable({
        name: "kind",
        label: "Kind",
        metric,
        where: { namespace: "$namespace", study: "~$study" },
        values: "kind",
        all: true,
      }),
      listVariable({
        name: "run",
        label: "Run",
        metric,
        where: { namespace: "$namespace", study: "~$study", kind: "~$kind" },
        values: "run",
      }),
    ],
    annotations: [
      annotation(checkpointTimes(run)),
      annotation(groupChanges(run)),
      annotation(ranksLost(run)),
      annotation(cooldownStarts(run)),
    ],
    rows: [glance, learning, speed, exchange, checkpoints, group],
  });
}
