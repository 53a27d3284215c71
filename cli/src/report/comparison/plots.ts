/** Plots of a comparison: loss against power, loss against bytes, and the loss curves. */
import * as Plot from "@observablehq/plot";
import { formatBytes, formatCount, formatLoss } from "../../output/numbers.ts";
import { endLabels, lossAxis, tokensAxis } from "../plots/marks.ts";
import { drawPlot, muted, paddedRange, powerTick, seriesColour } from "../plots/style.ts";
import { logTicks } from "../plots/ticks.ts";
import type { ComparedMethod, Comparison } from "./comparison.ts";

const height = 340;

/** One colour a codec, the same in all plots. */
function colourOf(methods: readonly ComparedMethod[], codec: string): string {
  const codecs = [...new Set(methods.map((method) => method.codec))].sort((a, b) => a.localeCompare(b));
  return seriesColour(codecs.indexOf(codec));
}

const label = ({ codec, power, askedSnrDb, isNoisy }: ComparedMethod): string => {
  if (!isNoisy) return `${codec}, noiseless`;
  return power === undefined ? `${codec}, ${askedSnrDb} dB` : `${codec}, P = ${formatCount(power)}`;
};

const lossDomain = (methods: readonly ComparedMethod[]): [number, number] =>
  paddedRange(
    methods.flatMap(({ loss, spread }) => [loss - spread, loss + spread]),
    0.08,
  );

/** Undefined without runs that have a power. */
export function powerPlot({ methods }: Comparison): string | undefined {
  const noisy = methods.filter(({ power }) => power !== undefined);
  if (noisy.length === 0) return undefined;
  const still = methods.filter(({ isNoisy }) => !isNoisy);
  const y = lossDomain([...noisy, ...still]);
  const x = paddedRange(
    noisy.map(({ power }) => power!),
    0.04,
  );
  const rows = noisy.map((method) => ({ ...method, colour: colourOf(methods, method.codec) }));
  const last = [...Map.groupBy(rows, ({ codec }) => codec).values()].map((line) => line.at(-1)!);
  return drawPlot(
    {
      title: "Loss against power",
      description: noisy.map((method) => `${label(method)}: ${formatLoss(method.loss)}`).join("; ") + ".",
    },
    {
      height,
      width: 520,
      x: {
        type: "log",
        domain: x,
        ticks: logTicks(...x, 5),
        tickFormat: powerTick,
        label: "power P of a shard and step →",
        labelAnchor: "center",
        labelOffset: 38,
      },
      y: lossAxis(y, "↑ loss, nats per token"),
      marks: [
        Plot.ruleY(still, {
          y: "loss",
          stroke: ({ codec }: ComparedMethod) => colourOf(methods, codec),
          strokeDasharray: "4 4",
          title: label,
        }),
        Plot.text(still.slice(0, 1), {
          y: "loss",
          frameAnchor: "left",
          dx: 4,
          dy: 9,
          text: () => "noiseless",
          textAnchor: "start",
          fill: muted,
        }),
        Plot.ruleX(rows, {
          x: "power",
          y1: ({ loss, spread }: ComparedMethod) => loss - spread,
          y2: ({ loss, spread }: ComparedMethod) => loss + spread,
          stroke: "colour",
        }),
        Plot.line(rows, { x: "power", y: "loss", z: "codec", stroke: "colour", strokeWidth: 2 }),
        Plot.dot(rows, { x: "power", y: "loss", fill: "colour", r: 3.5, title: label }),
        endLabels(
          last.map(({ codec, power, loss, colour }) => ({ x: power!, y: loss, text: codec, colour })),
          y,
        ),
      ],
    },
  );
}

/** What a shard sends a step, against what came of it. */
export function bytesPlot({ methods }: Comparison): string | undefined {
  if (methods.length === 0) return undefined;
  const [low, high] = lossDomain(methods);
  // Names stand below the dots.
  const y: [number, number] = [low / (high / low) ** 0.12, high];
  const x = paddedRange(
    methods.map(({ payloadBytes }) => payloadBytes),
    0.15,
  );
  const rows = methods.map((method) => ({
    ...method,
    colour: colourOf(methods, method.codec),
    name: label(method),
  }));
  // One name a codec, at its best.
  const best = [...Map.groupBy(rows, ({ codec }) => codec).values()].map(
    (line) => line.toSorted((a, b) => a.loss - b.loss)[0]!,
  );
  return drawPlot(
    {
      title: "Loss against bytes",
      description:
        rows
          .map(({ name, payloadBytes, loss }) => `${name}: ${formatBytes(payloadBytes)}, ${formatLoss(loss)}`)
          .join("; ") + ".",
    },
    {
      height,
      width: 520,
      x: {
        type: "log",
        domain: x,
        ticks: binaryTicks(...x),
        tickFormat: formatBytes,
        label: "payload of a shard and step →",
        labelAnchor: "center",
        labelOffset: 38,
      },
      y: lossAxis(y, "↑ loss, nats per token"),
      marks: [
        Plot.dot(rows, {
          x: "payloadBytes",
          y: "loss",
          fill: ({ isNoisy, colour }: (typeof rows)[number]) => (isNoisy ? colour : "var(--paper, #ffffff)"),
          stroke: "colour",
          strokeWidth: 2,
          r: 4.5,
          title: "name",
        }),
        ...stacked(best).map(({ place, ...each }) =>
          Plot.text([each], {
            x: "payloadBytes",
            y: "loss",
            text: "codec",
            fill: "colour",
            dy: 14 + 13 * place,
          }),
        ),
      ],
    },
  );
}

/** Codecs that send the same number of bytes have their names below each other, the better one first. */
function stacked<T extends { payloadBytes: number; loss: number }>(
  all: readonly T[],
): (T & { place: number })[] {
  const near = (a: T, b: T): boolean => Math.abs(Math.log(a.payloadBytes / b.payloadBytes)) < 0.2;
  return all.map((each) => ({
    ...each,
    place: all.filter((other) => near(each, other) && other.loss < each.loss).length,
  }));
}

/** Powers of four, or of two where there are few. */
function binaryTicks(low: number, high: number): number[] {
  const powers = (step: number): number[] =>
    Array.from({ length: 24 }, (_, i) => 2 ** (step * i)).filter((tick) => tick >= low && tick <= high);
  const coarse = powers(2);
  return coarse.length >= 3 ? coarse : powers(1);
}

export function comparisonCurves({ methods }: Comparison): string | undefined {
  const drawn = methods.filter(({ curve }) => curve.length > 1);
  if (drawn.length === 0) return undefined;
  const points = drawn.flatMap((method) =>
    method.curve.map((point) => ({
      ...point,
      name: label(method),
      colour: colourOf(methods, method.codec),
      // The more power, the stronger the line.
      opacity: method.isNoisy ? strength(drawn, method) : 1,
      dash: method.isNoisy ? "" : "6 4",
    })),
  );
  const y = paddedRange(
    points.map(({ loss }) => loss),
    0.03,
  );
  const x = paddedRange(
    points.map(({ tokens }) => tokens),
    0.01,
  );
  const ends = drawn.map((method) => ({
    x: method.curve.at(-1)!.tokens,
    y: method.curve.at(-1)!.loss,
    text: label(method),
    colour: colourOf(methods, method.codec),
  }));
  return drawPlot(
    {
      title: "Loss curves",
      description: `Smoothed training losses of ${drawn.length} methods over training tokens.`,
    },
    {
      height: Math.max(380, 60 + 15 * drawn.length),
      marginRight: 150,
      x: tokensAxis(x),
      y: lossAxis(y, "↑ training loss, nats per token"),
      marks: [
        ...[...Map.groupBy(points, ({ name }) => name).values()].map((line) =>
          Plot.line(line, {
            x: "tokens",
            y: "loss",
            stroke: line[0]!.colour,
            strokeOpacity: line[0]!.opacity,
            strokeDasharray: line[0]!.dash,
            strokeWidth: 1.6,
          }),
        ),
        endLabels(ends, y),
      ],
    },
  );
}

function strength(methods: readonly ComparedMethod[], method: ComparedMethod): number {
  const line = methods.filter(({ codec, isNoisy }) => codec === method.codec && isNoisy);
  return 0.35 + (0.65 * (line.indexOf(method) + 1)) / line.length;
}
