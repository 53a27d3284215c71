/** A comparison as one HTML file: no request leaves it, plots are inline SVG, every plot has its numbers in a table. Pure. */
import { formatBytes, formatCount, formatLoss, formatPercent } from "../../output/numbers.ts";
import {
  escapeHtml,
  htmlPage,
  htmlTable,
  numberColumn as number,
  textColumn as text,
  type Table,
} from "../html.ts";
import type { TimingReport } from "../study-report.ts";
import { powerFactors, type ComparedMethod, type ComparedRun, type Comparison } from "./comparison.ts";
import { bytesPlot, comparisonCurves, powerPlot } from "./plots.ts";

const sideBySide = `
main { max-width: 1120px; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 16px; align-items: start; }
`;

export function comparisonPage(comparison: Comparison): string {
  return htmlPage({
    title: "Comparison of exchanges",
    style: sideBySide,
    version: comparison.version,
    generatedAt: comparison.generatedAt,
    content: `<p class="lead">${escapeHtml(lead(comparison))}</p>
${factorText(comparison)}
<section class="pair">
${figure("Loss against power", powerPlot(comparison), "Dashed: the same without noise. Bars: spread over seeds.")}
${figure("Loss against bytes", bytesPlot(comparison), "What one shard sends in one step, as float32 and with its norms. Filled: over the noisy channel, each power a dot; hollow: without noise.")}
</section>
<section><h2>Methods</h2>${htmlTable(methodTable(comparison.methods))}</section>
<section>${figure("Loss curves", comparisonCurves(comparison), "Smoothed training losses; the more power, the stronger the line.")}</section>
<section><h2>Runs</h2>${htmlTable(runTable(comparison.runs))}</section>`,
  });
}

function lead({ runs, methods }: Comparison): string {
  const tuned = methods.some(({ rates }) => rates > 1)
    ? "Each method stands at the best of the learning rates that were tried"
    : "Each method was run at one learning rate";
  const seeds = Math.max(0, ...methods.map((method) => method.seeds));
  const over = seeds > 1 ? `, as the mean of up to ${seeds} seeds` : ", with one seed";
  const training = runs.some(({ lossOf }) => lossOf === "training")
    ? " Where the final state was not scored on the validation set, the loss is the mean of the last steps'."
    : "";
  return `${runs.length} runs, ${methods.length} combinations of codec and channel. ${tuned}${over}.${training}`;
}

function factorText({ methods }: Comparison): string {
  const factors = powerFactors(methods);
  if (factors.length === 0) return "";
  const each = factors.map(
    ({ power, factor }) => `${factor.toPrecision(2)} times at P = ${formatCount(power)}`,
  );
  const seeds = methods.every((method) => method.seeds === 1)
    ? " One seed: near the floor the noise of the losses decides."
    : "";
  return `<p>For the loss that Laser reaches, uncompressed gradients need another power: ${escapeHtml(each.join(", "))}.${seeds}</p>`;
}

function figure(title: string, drawn: string | undefined, caption: string): string {
  if (drawn === undefined) return "";
  return `<div><h2>${escapeHtml(title)}</h2><figure>${drawn}<figcaption>${escapeHtml(caption)}</figcaption></figure></div>`;
}

function channelText({ isNoisy, power, askedSnrDb }: ComparedMethod | ComparedRun): string {
  if (!isNoisy) return "noiseless";
  return power === undefined ? `AWGN, ${askedSnrDb} dB` : `AWGN, P = ${formatCount(power)}`;
}

function methodTable(methods: readonly ComparedMethod[]): Table {
  return {
    columns: [
      text("Codec"),
      text("Channel"),
      number("Loss"),
      number("±"),
      number("Rate"),
      number("Rates tried"),
      number("Seeds"),
      number("Payload"),
      number("Ratio"),
    ],
    rows: methods.map((method) => [
      method.codec,
      channelText(method),
      formatLoss(method.loss),
      method.seeds > 1 ? method.spread.toFixed(3) : "–",
      String(method.learningRate),
      String(method.rates),
      String(method.seeds),
      formatBytes(method.payloadBytes),
      (method.gradientBytes / method.payloadBytes).toFixed(1),
    ]),
  };
}

function runTable(runs: readonly ComparedRun[]): Table {
  return {
    columns: [
      text("Run"),
      text("Codec"),
      text("Channel"),
      number("Rate"),
      number("Seed"),
      text("State"),
      number("Step"),
      number("Loss"),
      number("SNR, dB"),
      number("Residual"),
      number("ms/step"),
      number("Compute"),
      number("Exchange"),
      number("Sent"),
      number("Received"),
    ],
    rows: runs.map((run) => [
      run.name,
      run.codec,
      channelText(run),
      String(run.learningRate),
      String(run.seed),
      run.state,
      String(run.step),
      formatLoss(run.loss),
      ...(run.timing ? timingCells(run.timing) : Array.from({ length: 7 }, () => "–")),
    ]),
  };
}

function timingCells({
  snrDb,
  residualNorm,
  stepMs,
  phaseMs,
  sentBytes,
  receivedBytes,
}: TimingReport): string[] {
  const { compute, encode, wire, wait, decode } = phaseMs;
  return [
    snrDb?.toFixed(1) ?? "–",
    residualNorm?.toPrecision(3) ?? "–",
    stepMs.toFixed(1),
    formatPercent(compute / stepMs),
    formatPercent((encode + wire + wait + decode) / stepMs),
    formatBytes(sentBytes),
    formatBytes(receivedBytes),
  ];
}

/** The methods as CSV. */
export function comparisonCsv({ methods }: Comparison): string {
  const rows = methods.map(
    ({ codec, isNoisy, power, askedSnrDb, loss, spread, learningRate, seeds, payloadBytes, gradientBytes }) =>
      [
        codec,
        isNoisy ? "AWGN" : "Noiseless",
        power ?? "",
        askedSnrDb ?? "",
        loss,
        spread,
        learningRate,
        seeds,
        payloadBytes,
        gradientBytes,
      ].join(),
  );
  const columns =
    "codec,channel,power,snrDb,loss,spread,learningRate,seeds,payloadBytesPerStep,gradientBytesPerStep";
  return [columns, ...rows, ""].join("\n");
}
