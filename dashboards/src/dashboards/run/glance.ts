/** Top of the run dashboard: is it well, how far is it, how fast. */
import type { Row } from "../../kit/layout.ts";
import { arc, number } from "../../kit/panels.ts";
import { by, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { ranksWanted, run } from "./selectors.ts";

const step = by("max", [], series("plateau_run_step", run));
const stopAt = by("max", [], series("plateau_run_stop_at_step", run));

export const glance: Row = {
  title: "At a glance",
  height: 4,
  panels: [
    {
      width: 3,
      panel: number({
        title: "State",
        description: "What the run is doing.",
        unit: unit.none,
        words: true,
        query: {
          expr: `${by("max", ["state"], series("plateau_run_state", run))} == 1`,
          legend: "{{state}}",
        },
      }),
    },
    {
      width: 3,
      panel: arc({
        title: "Progress",
        description: "Steps done of those after which the run is complete.",
        unit: unit.share,
        base: "blue",
        query: { expr: `${step} / ${stopAt}`, legend: "progress" },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Time left",
        description: "Steps that remain, at the median time of the last steps.",
        unit: unit.seconds,
        decimals: 1,
        query: {
          expr: `clamp_min(${stopAt} - ${step}, 0) * ${by("max", [], series("plateau_run_step_seconds", run))}`,
          legend: "time left",
        },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Loss",
        description: "Smoothed training loss, nats per token.",
        unit: unit.none,
        decimals: 4,
        curve: true,
        query: { expr: by("max", [], series("plateau_run_smoothed_loss", run)), legend: "loss" },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Throughput",
        description: "Training tokens a second since the last start.",
        unit: unit.tokensPerSecond,
        decimals: 1,
        curve: true,
        query: {
          expr: by("max", [], series("plateau_run_tokens_per_second", run)),
          legend: "tokens a second",
        },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Ranks missing",
        description:
          "Ranks that there should be and that have not joined the group; none where the run is over or suspended.",
        unit: unit.none,
        thresholds: [{ from: 1, colour: "red" }],
        query: {
          expr: `clamp_min(${by("max", [], ranksWanted)} - ${by("max", [], series("plateau_run_workers", run))}, 0)`,
          legend: "missing",
        },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Since the last step",
        description:
          "Time since the run told of a step. It grows when the run stands still, waits or is done.",
        unit: unit.seconds,
        decimals: 0,
        thresholds: [
          { from: 120, colour: "orange" },
          { from: 600, colour: "red" },
        ],
        query: {
          expr: `time() - ${by("max", [], series("plateau_run_last_step_timestamp_seconds", run))}`,
          legend: "since the last step",
        },
      }),
    },
    {
      width: 3,
      panel: number({
        title: "Gangs lost",
        description:
          "Gangs lost to failures of the machinery; the run goes on from its last checkpoint each time.",
        unit: unit.none,
        thresholds: [{ from: 1, colour: "orange" }],
        query: { expr: by("max", [], series("plateau_run_gang_failures", run)), legend: "lost" },
      }),
    },
  ],
};
