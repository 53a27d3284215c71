/** Losses of all runs and branches, over time and against tokens. */
import type { Row } from "../../kit/layout.ts";
import { toRun } from "../../kit/links.ts";
import { curves } from "../../kit/panels.ts";
import { unit } from "../../kit/units.ts";
import { plane } from "../../kit/plane.ts";
import { ofStudy } from "../labels.ts";

const lossOfRuns = ofStudy("plateau_run_smoothed_loss");

export const losses: Row = {
  title: "Losses",
  height: 11,
  panels: [
    {
      width: 12,
      panel: curves({
        title: "Training loss over time",
        description:
          "Smoothed training loss of every run and branch. Where a cooldown starts, its curve leaves the plateau's and falls as the rate goes to zero.",
        unit: unit.nats,
        queries: [{ expr: lossOfRuns, legend: "{{run}}" }],
        legendCalcs: ["lastNotNull"],
      }).dataLinks([toRun("labels")]),
    },
    {
      width: 12,
      panel: plane({
        title: "Training loss against tokens",
        description:
          "The same curves against the training tokens that a run has consumed, those before its fork point included: branches lie on their plateau until they leave it.",
        unit: unit.nats,
        x: { expr: ofStudy("plateau_run_tokens"), label: "training tokens", unit: unit.tokens },
        y: { expr: lossOfRuns, label: "smoothed loss, nats per token" },
        lines: { by: "run", mode: "lines" },
        overTime: true,
      }),
    },
  ],
};
