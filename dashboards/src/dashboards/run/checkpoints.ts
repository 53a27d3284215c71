/** What would be lost in a crash, and what keeping it costs. */
import type { Row } from "../../kit/layout.ts";
import { curves } from "../../kit/panels.ts";
import { by, mean, quantile, rate, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { run } from "./selectors.ts";

export const checkpoints: Row = {
  title: "Checkpoints",
  height: 8,
  panels: [
    {
      width: 6,
      panel: curves({
        title: "Age of the last checkpoint",
        description:
          "Training that a crash of all ranks would cost. Falls to zero when a manifest is committed.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          {
            expr: `time() - ${by("max", [], series("plateau_run_last_checkpoint_timestamp_seconds", run))}`,
            legend: "age",
          },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Stall",
        description: "How long a step waits while its state is copied; writing goes on beside training.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: mean("plateau_worker_checkpoint_stall_seconds", { where: run }), legend: "mean" },
          { expr: quantile(0.99, "plateau_worker_checkpoint_stall_seconds", { where: run }), legend: "99 %" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Time to write",
        description: "From the copy to the committed manifest.",
        unit: unit.seconds,
        softMin: 0,
        queries: [
          { expr: mean("plateau_worker_checkpoint_write_seconds", { where: run }), legend: "mean" },
          { expr: quantile(0.99, "plateau_worker_checkpoint_write_seconds", { where: run }), legend: "99 %" },
        ],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Bytes written",
        description: "Bytes of committed checkpoints a second, by the rank that wrote them.",
        unit: unit.bytesPerSecond,
        queries: [
          {
            expr: by("sum", ["rank"], rate("plateau_worker_checkpoint_bytes_total", run)),
            legend: "rank {{rank}}",
          },
        ],
      }),
    },
  ],
};
