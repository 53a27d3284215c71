/** Top of the study dashboard: where it stands, in numbers. */
import type { Row } from "../../kit/layout.ts";
import { arc, number } from "../../kit/panels.ts";
import { by, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { ofStudy } from "../labels.ts";
import { study } from "./study-labels.ts";

const spent = by("max", [], series("plateau_study_spent_flops", study));
const planned = by("max", [], series("plateau_study_planned_flops", study));
const budget = by("max", [], series("plateau_study_budget_flops", study));
const independent = by("max", [], series("plateau_study_independent_flops", study));

export const glance: Row = {
  title: "At a glance",
  height: 4,
  panels: [
    {
      width: 3,
      panel: number({
        title: "State",
        description: "What the study is doing.",
        unit: unit.none,
        words: true,
        query: {
          expr: `${by("max", ["state"], series("plateau_study_state", study))} == 1`,
          legend: "{{state}}",
        },
      }),
    },
    {
      width: 3,
      panel: arc({
        title: "Points done",
        description: "Share of the plan's points (a size at a horizon) whose final loss is measured.",
        unit: unit.share,
        base: "blue",
        query: {
          expr: `${by("sum", [], series("plateau_study_points", { ...study, state: "done" }))} / ${by("sum", [], series("plateau_study_points", study))}`,
          legend: "done",
        },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Time left",
        description: "Until the last point is done, at the present pace.",
        unit: unit.seconds,
        decimals: 1,
        query: {
          expr: by("max", [], series("plateau_study_remaining_seconds", study)),
          legend: "time left",
        },
      }),
    },
    {
      width: 3,
      panel: arc({
        title: "Budget spent",
        description:
          "Training FLOPs spent, as a share of the budget of the spec or, without one, of the plan.",
        unit: unit.share,
        base: "blue",
        thresholds: [
          { from: 0.9, colour: "orange" },
          { from: 1.001, colour: "red" },
        ],
        query: { expr: `${spent} / (${budget} or ${planned})`, legend: "spent" },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Saved by branching",
        description:
          "What the plan saves against a run of its own for every point: cooldowns share the plateau that they branch from.",
        unit: unit.share,
        decimals: 0,
        query: { expr: `1 - ${planned} / ${independent}`, legend: "saved" },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Lowest final loss",
        description: "The lowest validation loss, in nats per token, at the end of a cooldown.",
        unit: unit.none,
        decimals: 3,
        query: { expr: by("min", [], series("plateau_study_point_loss", study)), legend: "lowest" },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Throughput",
        description: "Training tokens a second of all the study's runs together.",
        unit: unit.tokensPerSecond,
        decimals: 1,
        curve: true,
        query: {
          expr: by("sum", [], ofStudy("plateau_run_tokens_per_second")),
          legend: "tokens a second",
        },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Since the last step",
        description:
          "Time since any of the study's runs told of a step. It grows when the study waits for machines, stands still or is done.",
        unit: unit.seconds,
        decimals: 0,
        thresholds: [
          { from: 300, colour: "orange" },
          { from: 1800, colour: "red" },
        ],
        query: {
          expr: `time() - ${by("max", [], series("plateau_study_last_step_timestamp_seconds", study))}`,
          legend: "since the last step",
        },
      }),
    },
  ],
};
