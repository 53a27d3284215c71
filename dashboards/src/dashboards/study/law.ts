/** What the study is for: final losses against compute, and the constants of the law fitted to them, as they settle. */
import type { Row } from "../../kit/layout.ts";
import { curves, withLooks } from "../../kit/panels.ts";
import { plane } from "../../kit/plane.ts";
import { by, series } from "../../kit/query.ts";
import { pointTable } from "./points.ts";
import { unit } from "../../kit/units.ts";
import { study } from "./study-labels.ts";

type PointMetric = `plateau_study_${"point_flops" | "point_loss" | "envelope_loss"}`;
const ofPoints = (metric: PointMetric): string => by("max", ["size", "point"], series(metric, study));
const envelope = ofPoints("plateau_study_envelope_loss");

/** The points as lines of their sizes, and those of the envelope once more as a line of its own. */
const withEnvelope = (points: string, edge: string): string =>
  `${points} or label_replace(${edge}, "size", "envelope", "", "")`;

export const law: Row = {
  title: "Scaling law",
  height: 10,
  panels: [
    {
      width: 12,
      panel: plane({
        title: "Final loss against compute",
        description:
          "Final validation loss of each point against what it would cost as a run of its own; a line for each size, and the envelope: points that no cheaper one beats. The law is fitted to these.",
        unit: unit.nats,
        x: {
          expr: withEnvelope(
            ofPoints("plateau_study_point_flops"),
            `${ofPoints("plateau_study_point_flops")} and on (size, point) ${envelope}`,
          ),
          label: "training FLOPs as a run of its own",
          unit: unit.flop,
          logarithmic: true,
        },
        y: {
          expr: withEnvelope(ofPoints("plateau_study_point_loss"), envelope),
          label: "final loss, nats per token",
        },
        lines: { by: "size", mode: "points+lines" },
      }),
    },
    { width: 12, panel: pointTable },
  ],
};

export const constants: Row = {
  title: "Constants of the law E + A/N^α + B/D^β, with their intervals",
  height: 8,
  panels: [
    {
      width: 6,
      panel: constant(
        "E",
        "E: loss that remains",
        "The loss, in nats per token, that no size and no amount of tokens takes away.",
      ),
    },
    {
      width: 6,
      panel: constant(
        "alpha",
        "α: gain from size",
        "How fast the loss falls with the number of parameters N.",
      ),
    },
    {
      width: 6,
      panel: constant(
        "beta",
        "β: gain from tokens",
        "How fast the loss falls with the number of training tokens D.",
      ),
    },
    {
      width: 6,
      panel: constant(
        "a",
        "a: exponent of the best size",
        "β / (α + β): the compute-optimal number of parameters grows as FLOPs to this power.",
      ),
    },
  ],
};

function constant(parameter: string, title: string, description: string): ReturnType<typeof curves> {
  const panel = curves({
    title,
    description: `${description} The band is the interval of the bootstrap; it narrows as points come in.`,
    unit: unit.none,
    queries: (["estimate", "low", "high"] as const).map((bound) => ({
      expr: by("max", [], series("plateau_study_fit_value", { ...study, parameter, bound })),
      legend: bound,
    })),
    steps: true,
  });
  return withLooks(panel, [
    { name: "estimate", colour: "blue" },
    { name: "low", colour: "light-blue", width: 1 },
    { name: "high", colour: "light-blue", width: 1, fillBelowTo: "low" },
  ]);
}
