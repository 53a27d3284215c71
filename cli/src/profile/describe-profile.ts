/** A profile for people: what was run, where the mean step goes as bars, the longest kernels, speed. */
import type { Profile } from "@plateau/worker/profile/summary.ts";
import { drawBar } from "../live/bar.ts";
import { formatCount, formatFlops, formatPercent, plural } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import type { Colours } from "../terminal.ts";

const barWidth = 24;
const longestKernels = 10;

const milliseconds = (ms: number): string =>
  ms >= 100 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(3);

/** Ends with a line break. */
export function describeProfile(label: string, profile: Profile, colours: Colours): string {
  const { bold } = colours;
  const { steps, warmupSteps, stepMs, plainStepMs } = profile;
  return [
    ...describeWork(label, profile),
    "",
    `${bold(`A step takes ${milliseconds(stepMs)} ms`)} (mean of the faster half of ${plural(steps, "step")}, after ${warmupSteps} to warm up)`,
    ...(profile.engine.hasKernelTimes
      ? [`Looking inside costs time, mostly between kernels: without it ${milliseconds(plainStepMs)} ms`]
      : []),
    "",
    ...partsTable(profile, colours),
    "",
    ...kernelsTable(profile, colours),
    "",
    ...describeSpeed(profile),
    ...profile.warnings.map((warning) => `Warning: ${warning}`),
    "",
  ].join("\n");
}

function describeWork(label: string, { engine, rank, data, preparation }: Profile): string[] {
  const { recordMs, lowerMs, compileMs, ms } = preparation;
  const once = [
    recordMs === undefined ? [] : [`record ${milliseconds(recordMs)}`],
    lowerMs === undefined ? [] : [`lower ${milliseconds(lowerMs)}`],
    compileMs === undefined ? [] : [`compile ${milliseconds(compileMs)}`],
  ].flat();
  const share =
    rank.ofRanks === 1
      ? "the only rank"
      : `one rank of ${rank.ofRanks}, which hosts ${rank.shards} of ${plural(rank.ofShards, "shard")}`;
  return [
    `${label}: ${share}, ${formatCount(rank.tokensPerStep)} tokens a step in ${plural(rank.microbatchesPerStep, "microbatch").replace(/hs$/, "hes")}`,
    `Engine ${engine.name}: ${engine.description}. ${engine.reason}`,
    data.source === "run"
      ? "Data: the run's own."
      : `Data: random tokens, since those of the run are not to be had: ${data.reason ?? ""}`,
    `Once: ${milliseconds(ms)} ms until the program is ready${once.length > 0 ? ` (${once.join(", ")})` : ""}`,
  ];
}

function partsTable({ parts }: Profile, { cyan }: Colours): string[] {
  return formatTable(
    [{ title: "PART" }, { title: "MS", align: "right" }, { title: "SHARE", align: "right" }, { title: "" }],
    parts.map(({ name, ms, share }) => [
      name,
      milliseconds(ms),
      formatPercent(share, 1),
      cyan(drawBar(share, barWidth)),
    ]),
  );
}

function kernelsTable({ engine, kernels }: Profile, { cyan }: Colours): string[] {
  if (!engine.hasKernelTimes)
    return [`The engine ${engine.name} has no times of kernels: a call of it is one piece.`];
  return formatTable(
    [
      { title: "KERNEL" },
      { title: "PLACE" },
      { title: "A STEP", align: "right" },
      { title: "MS", align: "right" },
      { title: "SHARE", align: "right" },
      { title: "" },
    ],
    kernels
      .slice(0, longestKernels)
      .map(({ kernel, operator, place, count, ms, share }) => [
        kernel === operator ? kernel : `${kernel} (${operator})`,
        place || "–",
        formatCount(count),
        milliseconds(ms),
        formatPercent(share, 1),
        cyan(drawBar(share, barWidth / 2)),
      ]),
  );
}

function describeSpeed({ rank, tokensPerSecond, flopsPerSecond, peak, mfu }: Profile): string[] {
  const basis =
    peak.from === "measured"
      ? `measured just now on this engine: products of ${peak.matrixSize ?? ""}² matrices; spec.engine.peakFlops replaces it`
      : "spec.engine.peakFlops";
  return [
    `${formatCount(tokensPerSecond)} tokens/s, ${formatFlops(flopsPerSecond)} FLOP/s, MFU ${formatPercent(mfu, 1)}`,
    `MFU is of ${formatFlops(peak.flopsPerSecond)} FLOP/s, ${basis}`,
    `In the exchange: encoding, the sum of this rank's shards, decoding, the gradient's norm.${
      rank.ofRanks === 1 ? "" : " The network and waiting for other ranks are not in it."
    }`,
  ];
}
