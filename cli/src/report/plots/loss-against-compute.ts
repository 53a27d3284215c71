/** Final loss against compute: one line per size, the measured envelope, and the frontier of the fitted law. */
import * as Plot from "@observablehq/plot";
import { formatLoss } from "../../output/numbers.ts";
import { envelope } from "@plateau/scaling/envelope.ts";
import { constantsOf, frontierAt } from "../law.ts";
import type { StudyReport } from "../study-report.ts";
import { endLabels, finalDots, lossAxis } from "./marks.ts";
import { drawPlot, muted, paddedRange, powerTick, seriesColour } from "./style.ts";
import { logTicks } from "./ticks.ts";

const frontierPoints = 60;

/** Undefined before the first cooldown is done. */
export function lossAgainstCompute({ sizes, fit }: StudyReport): string | undefined {
  const finals = sizes.flatMap((size, i) =>
    size.branches.flatMap(({ flops, finalLoss, label }) =>
      finalLoss === undefined
        ? []
        : [
            {
              flops,
              loss: finalLoss,
              size: size.name,
              colour: seriesColour(i),
              name: `${size.name} ${label}`,
            },
          ],
    ),
  );
  if (finals.length === 0) return undefined;
  const law = constantsOf(fit);
  const x = paddedRange(
    finals.map(({ flops }) => flops),
    0.08,
  );
  const frontier = law
    ? Array.from({ length: frontierPoints }, (_, i) =>
        frontierAt(x[0] * (x[1] / x[0]) ** (i / (frontierPoints - 1)), law, sizes),
      )
    : [];
  const y = paddedRange([...finals, ...frontier].map(({ loss }) => loss));
  const ends = sizes.flatMap((size) => {
    const last = finals.filter((final) => final.size === size.name).at(-1);
    return last ? [{ x: last.flops, y: last.loss, text: size.name, colour: last.colour }] : [];
  });
  const edge = envelope(finals);
  return drawPlot(
    {
      title: "Final loss against compute",
      description: `Final losses of ${finals.length} horizons against their FLOPs; the envelope falls from ${formatLoss(edge[0]?.loss)} to ${formatLoss(edge.at(-1)?.loss)} nats per token${law ? ", with the frontier of the fitted law" : ""}.`,
    },
    {
      x: {
        type: "log",
        domain: x,
        ticks: logTicks(...x),
        tickFormat: powerTick,
        label: "training FLOPs of the horizon as a run of its own →",
        labelAnchor: "center",
        labelOffset: 38,
      },
      y: lossAxis(y, "↑ final loss, nats per token"),
      marks: [
        Plot.line(edge, {
          x: "flops",
          y: "loss",
          stroke: muted,
          strokeWidth: 7,
          strokeOpacity: 0.28,
          strokeLinejoin: "round",
        }),
        Plot.line(frontier, {
          x: "flops",
          y: "loss",
          stroke: "currentColor",
          strokeWidth: 1.4,
          strokeDasharray: "5 4",
          clip: true,
        }),
        Plot.line(finals, { x: "flops", y: "loss", z: "size", stroke: "colour", strokeWidth: 1.4 }),
        finalDots(finals, "flops"),
        endLabels(ends, y),
      ],
    },
  );
}
