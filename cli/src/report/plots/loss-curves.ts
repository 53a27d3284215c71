/** Loss against tokens: one plateau per size, cooldowns leaving it, cooled finals marked. */
import * as Plot from "@observablehq/plot";
import { formatLoss } from "../../output/numbers.ts";
import type { CurvePoint, StudyReport } from "../study-report.ts";
import { endLabels, finalDots, lossAxis, tokensAxis } from "./marks.ts";
import { drawPlot, paddedRange, seriesColour } from "./style.ts";

/** Undefined before anything has been trained. */
export function lossCurves({ sizes }: StudyReport): string | undefined {
  const lines = sizes.flatMap((size, i) => [
    { colour: seriesColour(i), points: size.plateau.curve, branch: false },
    ...size.branches.map(({ curve, forkTokens }) => ({
      colour: seriesColour(i),
      points: curve.length === 0 ? [] : [...valueAt(size.plateau.curve, forkTokens), ...curve],
      branch: true,
    })),
  ]);
  const finals = sizes.flatMap((size, i) =>
    size.branches.flatMap(({ tokens, finalLoss, label }) =>
      finalLoss === undefined
        ? []
        : [{ tokens, loss: finalLoss, colour: seriesColour(i), name: `${size.name} ${label}` }],
    ),
  );
  const all = [...lines.flatMap(({ points }) => points), ...finals];
  if (all.length === 0) return undefined;
  // The first steps fall from ln V at once and would squeeze all that matters.
  const firstShown = Math.max(...all.map(({ tokens }) => tokens)) / 60;
  const shown = all.filter(({ tokens }) => tokens >= firstShown);
  const x = paddedRange(
    shown.map(({ tokens }) => tokens),
    0.02,
  );
  const y = paddedRange(shown.map(({ loss }) => loss));
  const inside = (points: readonly CurvePoint[]): CurvePoint[] =>
    points.filter(({ tokens, loss }) => tokens >= x[0] && Number.isFinite(loss));
  const ends = sizes.flatMap((size, i) => {
    const last = size.branches.findLast(({ finalLoss }) => finalLoss !== undefined);
    const end =
      last?.finalLoss === undefined
        ? inside(size.plateau.curve).at(-1)
        : { tokens: last.tokens, loss: last.finalLoss };
    return end ? [{ x: end.tokens, y: end.loss, text: size.name, colour: seriesColour(i) }] : [];
  });
  const best = finals.toSorted((a, b) => a.loss - b.loss)[0];
  return drawPlot(
    {
      title: "Loss against training tokens",
      description: `${sizes.length} plateau runs with ${finals.length} finished cooldowns${best ? `; the lowest final loss is ${formatLoss(best.loss)} nats per token, of ${best.name} tokens` : ""}.`,
    },
    {
      x: tokensAxis(x),
      y: { ...lossAxis(y, "↑ loss, nats per token"), clamp: true },
      marks: [
        ...lines.flatMap(({ points, colour, branch }) => {
          const kept = inside(points);
          return kept.length < 2
            ? []
            : [
                Plot.line(kept, {
                  x: "tokens",
                  y: "loss",
                  stroke: colour,
                  strokeWidth: branch ? 1.4 : 1.8,
                  strokeOpacity: branch ? 0.95 : 0.7,
                  clip: true,
                }),
              ];
        }),
        finalDots(finals, "tokens"),
        endLabels(ends, y),
      ],
    },
  );
}

/** The plateau's smoothed loss where a branch leaves it, so that the two lines meet. Empty without a plateau. */
function valueAt(curve: readonly CurvePoint[], tokens: number): CurvePoint[] {
  const after = curve.findIndex((point) => point.tokens >= tokens);
  const right = curve[after];
  const left = after === -1 ? curve.at(-1) : curve[after - 1];
  if (!left || !right) return left ? [left] : right ? [right] : [];
  const share = (tokens - left.tokens) / (right.tokens - left.tokens);
  return [{ tokens, loss: left.loss + share * (right.loss - left.loss) }];
}
