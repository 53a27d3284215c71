/** Money and time: FLOPs spent against plan and budget, points, pace, and what each run is doing. */
import type { Row } from "../../kit/layout.ts";
import { toRun } from "../../kit/links.ts";
import { curves, states, withLooks } from "../../kit/panels.ts";
import { by, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { inStudy, ofStudy } from "../labels.ts";
import { runStates, stateNumbers } from "../states.ts";
import { runTable } from "./points.ts";
import { study } from "./study-labels.ts";

const spent = by("max", [], series("plateau_study_spent_flops", study));
const planned = by("max", [], series("plateau_study_planned_flops", study));
const budgetOf = by("max", [], series("plateau_study_budget_flops", study));

export const budget: Row = {
  title: "Budget and pace",
  height: 9,
  panels: [
    {
      width: 8,
      panel: withLooks(
        curves({
          title: "Training FLOPs",
          description:
            "Spent so far and left to do, beside the plan, the budget of the spec (without one: no line) and what independent runs for the same points would cost.",
          unit: unit.flop,
          softMin: 0,
          queries: [
            { expr: spent, legend: "spent" },
            { expr: `clamp_min(${planned} - ${spent}, 0)`, legend: "left" },
            { expr: planned, legend: "plan" },
            { expr: budgetOf, legend: "budget" },
            {
              expr: by("max", [], series("plateau_study_independent_flops", study)),
              legend: "independent runs",
            },
          ],
        }),
        [
          { name: "spent", colour: "blue" },
          { name: "left", colour: "light-blue", width: 1 },
          { name: "plan", colour: "green", dashed: true },
          { name: "budget", colour: "red", dashed: true },
          { name: "independent runs", colour: "orange", dashed: true },
        ],
      ),
    },
    {
      width: 8,
      panel: withLooks(
        curves({
          title: "Points by state",
          description:
            "Points of the plan: done have their final loss, skipped were left out by the stop rule.",
          unit: unit.none,
          decimals: 0,
          stacked: true,
          steps: true,
          queries: [
            { expr: by("max", ["state"], series("plateau_study_points", study)), legend: "{{state}}" },
          ],
        }),
        [
          { name: "done", colour: "green" },
          { name: "training", colour: "blue" },
          { name: "waiting", colour: "#8e8e8e" },
          { name: "failed", colour: "red" },
          { name: "skipped", colour: "orange" },
        ],
      ),
    },
    {
      width: 8,
      panel: curves({
        title: "Time left",
        description:
          "Estimated time to the end at the pace of each moment. A plan that goes well falls by an hour an hour.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: by("max", [], series("plateau_study_remaining_seconds", study)), legend: "time left" },
        ],
      }),
    },
  ],
};

export const runs: Row = {
  title: "Runs and branches",
  height: 11,
  panels: [
    { width: 13, panel: runTable },
    {
      width: 11,
      panel: states({
        title: "What each run was doing",
        description:
          "States of plateaus and cooldowns over time: a branch waits until its fork point is committed.",
        unit: unit.none,
        states: runStates,
        query: { expr: `${stateNumbers({ namespace: "$namespace" })} ${inStudy}`, legend: "{{run}}" },
      }).dataLinks([toRun("labels")]),
    },
  ],
};

export const pace: Row = {
  title: "Pace",
  height: 8,
  panels: [
    {
      width: 8,
      panel: curves({
        title: "Throughput by run",
        description: "Training tokens a second of each run, one upon the other.",
        unit: unit.tokensPerSecond,
        stacked: true,
        queries: [{ expr: ofStudy("plateau_run_tokens_per_second"), legend: "{{run}}" }],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "Steps",
        description:
          "Optimizer updates that each run has applied; a branch begins at the step of its fork point.",
        unit: unit.count,
        queries: [{ expr: ofStudy("plateau_run_step"), legend: "{{run}}" }],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "Ranks at work",
        description: "Ranks that have joined the group of each run, one upon the other.",
        unit: unit.none,
        decimals: 0,
        stacked: true,
        steps: true,
        queries: [{ expr: ofStudy("plateau_run_workers"), legend: "{{run}}" }],
      }),
    },
  ],
};
