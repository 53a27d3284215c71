/** Study: for who waits for a scaling law. Losses first, then the law, then what it has cost and what it still takes. */
import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { annotation } from "../../kit/annotations.ts";
import { buildDashboard } from "../../kit/dashboard.ts";
import { dataSourceVariable, listVariable } from "../../kit/variables.ts";
import { inStudy } from "../labels.ts";
import { checkpointTimes, cooldownStarts, ranksLost } from "../marks.ts";
import { glance } from "./glance.ts";
import { constants, law } from "./law.ts";
import { losses } from "./losses.ts";
import { budget, pace, runs } from "./progress.ts";

export function studyDashboard(): Dashboard {
  const where = { namespace: "$namespace" };
  return buildDashboard({
    name: "study",
    title: "Study",
    description:
      "A scaling study: losses of its runs and branches, the law fitted to them, its budget and its pace.",
    from: "now-6h",
    variables: [
      dataSourceVariable(),
      listVariable({
        name: "namespace",
        label: "Namespace",
        metric: "plateau_study_state",
        values: "namespace",
      }),
      listVariable({ name: "study", label: "Study", metric: "plateau_study_state", where, values: "study" }),
    ],
    annotations: [
      annotation(cooldownStarts(where, inStudy)),
      // Of a dozen runs they would cover everything else.
      annotation({ ...checkpointTimes(where, inStudy), off: true }),
      annotation(ranksLost(where, inStudy)),
    ],
    rows: [glance, losses, law, constants, budget, runs, pace],
  });
}
