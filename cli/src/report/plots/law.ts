/** Points and the fitted law: loss against tokens, a curve per size. */
import * as Plot from "@observablehq/plot";
import { formatCount, formatLoss } from "../../output/numbers.ts";
import { constantsOf, lawLoss } from "../law.ts";
import type { FitReport } from "../study-report.ts";
import { endLabels, lossAxis, tokensAxis } from "./marks.ts";
import { drawPlot, paddedRange, paletteSize, seriesColour } from "./style.ts";

const curvePoints = 50;

/** Undefined without points. Without an identified law, the points alone. */
export function lawPlot(fit: FitReport): string | undefined {
  if (fit.points.length === 0) return undefined;
  const law = constantsOf(fit);
  const sizes = [...new Set(fit.points.map(({ N }) => N))].sort((a, b) => a - b);
  const colourOf = (N: number): string =>
    seriesColour(
      sizes.length <= paletteSize
        ? sizes.indexOf(N)
        : Math.floor((sizes.indexOf(N) * paletteSize) / sizes.length),
    );
  const x = paddedRange(
    fit.points.map(({ D }) => D),
    0.1,
  );
  const curves = law
    ? sizes.flatMap((N) =>
        Array.from({ length: curvePoints }, (_, i) => {
          const D = x[0] * (x[1] / x[0]) ** (i / (curvePoints - 1));
          return { N, D, loss: lawLoss(law, { N, D }), colour: colourOf(N) };
        }),
      )
    : [];
  const y = paddedRange([...fit.points, ...curves].map(({ loss }) => loss));
  const points = fit.points.map((point) => ({ ...point, colour: colourOf(point.N) }));
  const ends = sizes.flatMap((N) => {
    const end = (law ? curves : points)
      .filter((each) => each.N === N)
      .toSorted((a, b) => a.D - b.D)
      .at(-1);
    return end ? [{ x: end.D, y: end.loss, text: `N ${formatCount(N)}`, colour: end.colour }] : [];
  });
  // Beyond a dozen sizes labels would cover each other: every other one is enough to read the rest.
  const labels = ends.filter((_, i) => i % Math.ceil(ends.length / 14) === 0);
  return drawPlot(
    {
      title: law ? "Points and fitted law" : "Points",
      description: `${fit.points.length} final losses of ${sizes.length} sizes against training tokens${law ? ", with the curve that the fitted law gives for each size" : ""}.`,
    },
    {
      x: tokensAxis(x),
      y: lossAxis(y, "↑ loss, nats per token"),
      marks: [
        Plot.line(curves, { x: "D", y: "loss", z: "N", stroke: "colour", strokeWidth: 1.4 }),
        Plot.dot(points, {
          x: "D",
          y: "loss",
          fill: "colour",
          r: 3.5,
          stroke: "var(--paper, #ffffff)",
          strokeWidth: 0.8,
          title: ({ N, D, loss }: (typeof points)[number]) =>
            `N ${formatCount(N)}, D ${formatCount(D)}: ${formatLoss(loss)}`,
        }),
        endLabels(labels, y, 6),
      ],
    },
  );
}
