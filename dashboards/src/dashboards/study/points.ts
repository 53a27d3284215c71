/** Points and runs of a study as tables. */
import { dataTable } from "../../kit/table.ts";
import { toRun } from "../../kit/links.ts";
import { by, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { inStudy, ofStudy } from "../labels.ts";
import { runStates, stateNumbers } from "../states.ts";
import { study } from "./study-labels.ts";

const point = ["size", "point"];

export const pointTable = dataTable({
  title: "Points",
  description: "Sizes at their horizons, with the final loss of the cooldown of each, cheapest first.",
  unit: unit.none,
  keys: [
    { label: "size", title: "Size" },
    { label: "point", title: "Point" },
  ],
  columns: [
    {
      title: "Tokens",
      expr: by("max", point, series("plateau_study_point_tokens", study)),
      unit: unit.tokens,
      decimals: 2,
    },
    {
      title: "As a run of its own",
      expr: by("max", point, series("plateau_study_point_flops", study)),
      unit: unit.flop,
      decimals: 2,
    },
    {
      title: "Final loss",
      expr: by("max", point, series("plateau_study_point_loss", study)),
      unit: unit.none,
      decimals: 4,
    },
  ],
  sortBy: "As a run of its own",
});

export const runTable = dataTable({
  title: "Runs",
  description: "Plateaus and cooldowns of the study. A click on a name opens the run.",
  unit: unit.none,
  keys: [
    { label: "run", title: "Run", links: [toRun("fields")] },
    { label: "kind", title: "Kind" },
    { label: "size", title: "Size" },
  ],
  columns: [
    {
      title: "State",
      expr: `${stateNumbers({ namespace: "$namespace" })} ${inStudy}`,
      unit: unit.none,
      states: runStates,
    },
    {
      title: "Progress",
      expr: `${ofStudy("plateau_run_step")} / on (kind, run) group_left () ${by("max", ["kind", "run"], series("plateau_run_stop_at_step", { namespace: "$namespace" }))}`,
      unit: unit.share,
      decimals: 0,
      bar: true,
    },
    { title: "Loss", expr: ofStudy("plateau_run_smoothed_loss"), unit: unit.none, decimals: 4 },
    {
      title: "Throughput",
      expr: ofStudy("plateau_run_tokens_per_second"),
      unit: unit.tokensPerSecond,
      decimals: 1,
    },
    { title: "FLOPs", expr: ofStudy("plateau_run_flops"), unit: unit.flop, decimals: 2 },
    { title: "Ranks", expr: ofStudy("plateau_run_workers"), unit: unit.none, decimals: 0 },
    { title: "Gang", expr: ofStudy("plateau_run_attempt"), unit: unit.none, decimals: 0 },
  ],
  sortBy: "Run",
});
