/** The loop: what waits, what is decided and how long it takes. */
import type { Row } from "../../kit/layout.ts";
import { curves } from "../../kit/panels.ts";
import { by, quantile, rate, replica, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { job } from "./selectors.ts";

export const work: Row = {
  title: "Reconciles",
  height: 8,
  panels: [
    {
      width: 8,
      panel: curves({
        title: "Reconciles by result",
        description:
          "Reconciles a second of all kinds. A conflict is tried again at once; an error after a growing pause.",
        unit: unit.perSecond,
        stacked: true,
        queries: [
          {
            expr: by("sum", ["result"], rate("controller_runtime_reconcile_total", job)),
            legend: "{{result}}",
          },
        ],
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "Time of a reconcile",
        description: "Quantiles over all kinds.",
        unit: unit.seconds,
        softMin: 0,
        queries: ([0.5, 0.9, 0.99] as const).map((q) => ({
          expr: quantile(q, "controller_runtime_reconcile_time_seconds", { where: job }),
          legend: q === 0.5 ? "median" : `${q * 100} %`,
        })),
      }),
    },
    {
      width: 8,
      panel: curves({
        title: "99 % by kind",
        description: "Time of the slowest hundredth of reconciles, by kind.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          {
            expr: quantile(0.99, "controller_runtime_reconcile_time_seconds", {
              where: job,
              labels: ["controller"],
            }),
            legend: "{{controller}}",
          },
        ],
      }),
    },
  ],
};

export const queue: Row = {
  title: "Queue and leader",
  height: 8,
  panels: [
    {
      width: 6,
      panel: curves({
        title: "Queue",
        description: "Objects that wait for their reconcile.",
        unit: unit.count,
        softMin: 0,
        queries: [{ expr: by("sum", ["name"], series("workqueue_depth", job)), legend: "{{name}}" }],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Time in the queue",
        description: "How long objects wait for their reconcile.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: quantile(0.5, "workqueue_queue_duration_seconds", { where: job }), legend: "median" },
          { expr: quantile(0.99, "workqueue_queue_duration_seconds", { where: job }), legend: "99 %" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Put into the queue",
        description: "Objects a second, and those of them that are put back after an error.",
        unit: unit.perSecond,
        softMin: 0,
        queries: [
          { expr: by("sum", [], rate("workqueue_adds_total", job)), legend: "added" },
          { expr: by("sum", [], rate("workqueue_retries_total", job)), legend: "put back" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Who leads",
        description: "1 on the replica that leads. There is never more than one.",
        unit: unit.none,
        decimals: 0,
        min: 0,
        max: 1,
        steps: true,
        queries: [
          {
            expr: by("max", ["replica"], replica(series("leader_election_master_status", job))),
            legend: "{{replica}}",
          },
        ],
      }),
    },
  ],
};
