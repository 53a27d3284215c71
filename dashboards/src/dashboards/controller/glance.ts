/** Top of the controller dashboard: does one lead, does work pile up, do calls fail. */
import type { Row } from "../../kit/layout.ts";
import { number } from "../../kit/panels.ts";
import { by, quantile, rate, replica, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { job } from "./selectors.ts";

export const glance: Row = {
  title: "At a glance",
  height: 4,
  panels: [
    {
      width: 4,
      panel: number({
        title: "Leader",
        description:
          "The replica that leads: it alone writes. Empty for longer than half a minute: nothing new starts; training goes on.",
        unit: unit.none,
        words: true,
        query: {
          expr: `${by("max", ["replica"], replica(series("leader_election_master_status", job)))} == 1`,
          legend: "{{replica}}",
        },
      }),
    },
    {
      width: 4,
      panel: number({
        title: "Version",
        description: "Version of the controller.",
        unit: unit.none,
        words: true,
        query: { expr: by("max", ["version"], series("plateau_build_info", job)), legend: "{{version}}" },
      }),
    },
    {
      width: 4,
      panel: number({
        title: "Queue",
        description: "Objects that wait for their reconcile. It should go back to zero within seconds.",
        unit: unit.count,
        curve: true,
        thresholds: [
          { from: 50, colour: "orange" },
          { from: 500, colour: "red" },
        ],
        query: { expr: by("sum", [], series("workqueue_depth", job)), legend: "waiting" },
      }),
    },
    {
      width: 4,
      panel: number({
        title: "Failed reconciles",
        description: "Share of reconciles that ended with an error.",
        unit: unit.share,
        decimals: 1,
        thresholds: [
          { from: 0.01, colour: "orange" },
          { from: 0.1, colour: "red" },
        ],
        query: {
          expr: `(${by("sum", [], rate("controller_runtime_reconcile_total", { ...job, result: "error" }))} or vector(0)) / clamp_min(${by("sum", [], rate("controller_runtime_reconcile_total", job))}, 1e-9)`,
          legend: "failed",
        },
      }),
    },
    {
      width: 4,
      panel: number({
        title: "Reconcile, 99 %",
        description: "99 % of reconciles take at most this long.",
        unit: unit.seconds,
        curve: true,
        thresholds: [
          { from: 1, colour: "orange" },
          { from: 5, colour: "red" },
        ],
        query: {
          expr: quantile(0.99, "controller_runtime_reconcile_time_seconds", { where: job }),
          legend: "99 %",
        },
      }),
    },
    {
      width: 4,
      panel: number({
        title: "Ranks connected",
        description: "Ranks that tell their progress to the leader.",
        unit: unit.count,
        curve: true,
        query: { expr: by("sum", [], series("plateau_progress_connections", job)), legend: "ranks" },
      }),
    },
  ],
};
