/** Where the time of a step goes, and what comes of it. */
import type { Row } from "../../kit/layout.ts";
import { curves, withLooks } from "../../kit/panels.ts";
import { by, mean, quantile, rate, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { run } from "./selectors.ts";

const flops = by("sum", [], rate("plateau_worker_flops_total", run));

export const speed: Row = {
  title: "Speed",
  height: 9,
  panels: [
    {
      width: 8,
      panel: withLooks(
        curves({
          title: "Time of a step by phase",
          description:
            "Mean over ranks and steps: compute is forward and backward; encode, wire, wait and decode are the exchange of gradients; update is the optimizer's. Much wait on one rank means that another is slow.",
          unit: unit.seconds,
          stacked: true,
          queries: [
            {
              expr: mean("plateau_worker_step_phase_seconds", { where: run, labels: ["phase"] }),
              legend: "{{phase}}",
            },
          ],
        }),
        [
          { name: "compute", colour: "blue" },
          { name: "encode", colour: "purple" },
          { name: "wire", colour: "orange" },
          { name: "wait", colour: "red" },
          { name: "decode", colour: "light-purple" },
          { name: "update", colour: "green" },
        ],
      ),
    },
    {
      width: 5,
      panel: curves({
        title: "Time of a step",
        description: "Median and 99 % quantile over all ranks, by the histogram's buckets.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: quantile(0.5, "plateau_worker_step_seconds", { where: run }), legend: "median" },
          { expr: quantile(0.99, "plateau_worker_step_seconds", { where: run }), legend: "99 %" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Throughput by rank",
        description: "Training tokens a second of each rank's shards, one upon the other.",
        unit: unit.tokensPerSecond,
        stacked: true,
        queries: [
          { expr: by("sum", ["rank"], rate("plateau_worker_tokens_total", run)), legend: "rank {{rank}}" },
        ],
      }),
    },
    {
      width: 5,
      panel: curves({
        title: "Model FLOPs utilisation",
        description:
          "FLOPs that training needs, a second, against what the devices can do at best as the run gives it; empty without such a figure.",
        unit: unit.share,
        decimals: 1,
        softMin: 0,
        queries: [
          { expr: `${flops} / ${by("sum", [], series("plateau_worker_peak_flops", run))}`, legend: "MFU" },
        ],
      }),
    },
  ],
};
