/** A fit as text for people. Without an identified law there is no constant in it, only what to add. Pure. */
import type { StudyFit } from "@plateau/scaling/fit/types.ts";
import { formatCount, formatFlops, formatPercent, formatValue, plural } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import { constantMeanings, constantSymbols } from "../report/constants.ts";
import type { Colours } from "../terminal.ts";

export interface FitContext {
  confidence: number;
  huberDelta: number;
  /** How the FLOPs of `optimum` and `next` are counted. */
  count: "6ND" | "detailed";
}

/** Law, intervals, quality, optimum, next point. Lines without a break at their ends. */
export function fitLines(fit: StudyFit, context: FitContext, colours: Colours): string[] {
  if (!fit.identified) return notIdentifiedLines(fit, colours);
  const { confidence, huberDelta } = context;
  const resamples = fit.bootstrap?.resamples ?? 0;
  return [
    `${colours.bold("L(N, D) = E + A/N^α + B/D^β")}   ${plural(fit.residuals.length, "point")}, Huber δ ${huberDelta}, ${formatPercent(confidence)} intervals from ${resamples} resamples`,
    "",
    ...formatTable(
      [
        { title: "" },
        { title: "VALUE", align: "right" },
        { title: "LOW", align: "right" },
        { title: "HIGH", align: "right" },
        { title: "" },
      ],
      fit.parameters.map(({ name, value, low, high }) => [
        constantSymbols[name],
        formatValue(value),
        formatValue(low),
        formatValue(high),
        colours.dim(constantMeanings[name]),
      ]),
    ),
    "",
    ...qualityLines(fit),
    ...optimumLines(fit, context),
    ...fit.warnings.map((warning) => colours.yellow(`Note: ${warning}`)),
  ];
}

export function notIdentifiedLines({ reason, residuals }: StudyFit, colours: Colours): string[] {
  const points = residuals.length > 0 ? `The ${plural(residuals.length, "point")} do` : "The points do";
  return [
    colours.yellow(`${points} not identify the law, so no constant is given.`),
    reason ?? "Add sizes and horizons that differ more.",
  ];
}

function qualityLines({ residuals, extrapolation, approach2, parameters }: StudyFit): string[] {
  const errors = residuals.map(({ relativeError }) => relativeError);
  const rms = Math.sqrt(errors.reduce((sum, each) => sum + each * each, 0) / Math.max(1, errors.length));
  const worst = residuals.toSorted((a, b) => Math.abs(b.relativeError) - Math.abs(a.relativeError))[0];
  const outliers = residuals.filter(({ outlier }) => outlier).length;
  const lines = [
    `Residuals: root mean square ${formatPercent(rms, 2)}${worst ? `, largest ${formatPercent(worst.relativeError, 2)} at N ${formatCount(worst.N)}, D ${formatCount(worst.D)}` : ""}; ${outliers} of ${residuals.length} beyond δ.`,
  ];
  if (extrapolation.worst !== undefined && extrapolation.hiddenN !== undefined) {
    lines.push(
      `Without the largest size (N ${formatCount(extrapolation.hiddenN)}) the law misses it by at most ${formatPercent(extrapolation.worst, 2)}.`,
    );
  }
  const a = parameters.find(({ name }) => name === "a");
  if (approach2.a !== undefined && a) {
    lines.push(
      `Cross-check by parabolas at fixed compute (biased where α ≠ β): a = ${formatValue(approach2.a, 3)}.`,
    );
  }
  return lines;
}

function optimumLines({ optimum, next }: StudyFit, { count }: FitContext): string[] {
  const lines: string[] = [];
  if (optimum) {
    const { N, D, loss, flops, cost } = optimum;
    const range = ({ low, high }: { low: number; high: number }): string =>
      `${formatCount(low)} to ${formatCount(high)}`;
    lines.push(
      `At ${formatFlops(flops)} FLOPs (${counted(cost)}) the best is N ${formatCount(N.value)} (${range(N)}) on D ${formatCount(D.value)} (${range(D)}): loss ${formatValue(loss.value)} (${formatValue(loss.low)} to ${formatValue(loss.high)}).`,
    );
  }
  if (next) {
    const { N, D, flops, loss, target, halfWidth } = next;
    lines.push(
      `Next point to train: N ${formatCount(N)}, D ${formatCount(D)} for ${formatFlops(flops)} FLOPs (${counted(count)}). Expected loss ${formatValue(loss.value)} (${formatValue(loss.low)} to ${formatValue(loss.high)}); it would narrow the interval of ${target} from ±${formatValue(halfWidth.now, 3)} to ±${formatValue(halfWidth.after, 3)}.`,
    );
  }
  return lines;
}

const counted = (count: "6ND" | "detailed"): string =>
  count === "6ND" ? "counted as 6ND" : "detailed count";

/** Every point with what the law gives for it. Empty unless the law is identified. */
export function residualTable(fit: StudyFit): string[] {
  if (!fit.identified) return [];
  return formatTable(
    [
      { title: "N", align: "right" },
      { title: "D", align: "right" },
      { title: "LOSS", align: "right" },
      { title: "LAW", align: "right" },
      { title: "LAW ABOVE LOSS", align: "right" },
      { title: "" },
    ],
    fit.residuals.map(({ N, D, loss, predicted, relativeError, outlier }) => [
      formatCount(N),
      formatCount(D),
      formatValue(loss),
      formatValue(predicted),
      `${relativeError >= 0 ? "+" : ""}${formatPercent(relativeError, 2)}`,
      outlier ? "beyond δ" : "",
    ]),
  );
}
