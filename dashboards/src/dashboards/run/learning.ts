/** What the model learns: loss, learning rate, gradient. */
import type { Row } from "../../kit/layout.ts";
import { curves, withLooks } from "../../kit/panels.ts";
import { by, series } from "../../kit/query.ts";
import { unit } from "../../kit/units.ts";
import { run } from "./selectors.ts";

export const learning: Row = {
  title: "Learning",
  height: 10,
  panels: [
    {
      width: 12,
      panel: withLooks(
        curves({
          title: "Loss",
          description:
            "Training loss of single steps and smoothed, and losses on the validation set by the weights that were scored.",
          unit: unit.nats,
          decimals: 3,
          queries: [
            { expr: by("max", [], series("plateau_run_loss", run)), legend: "step" },
            { expr: by("max", [], series("plateau_run_smoothed_loss", run)), legend: "smoothed" },
            {
              expr: by("max", ["weights"], series("plateau_run_validation_loss", run)),
              legend: "validation, {{weights}} weights",
            },
          ],
        }),
        [
          { name: "step", colour: "light-blue", width: 1 },
          { name: "smoothed", colour: "blue" },
        ],
      ),
    },
    {
      width: 6,
      panel: curves({
        title: "Learning rate",
        description: "Warm-up, then constant; a cooldown takes it to zero.",
        unit: unit.none,
        softMin: 0,
        queries: [{ expr: by("max", [], series("plateau_run_learning_rate", run)), legend: "learning rate" }],
      }),
    },
    {
      width: 6,
      panel: curves({
        title: "Gradient norm",
        description: "L2 norm of the mean gradient before clipping. Spikes announce a loss that runs away.",
        unit: unit.none,
        decimals: 2,
        queries: [{ expr: by("max", [], series("plateau_run_gradient_norm", run)), legend: "gradient norm" }],
      }),
    },
  ],
};
