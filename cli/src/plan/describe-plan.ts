/** A plan as text for people. Pure. */
import { formatCount, formatDuration, formatFlops, formatPercent, plural } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import type { Colours } from "../terminal.ts";
import type { Estimate } from "./estimate.ts";
import { savings, type PlannedRun, type PlannedWork } from "./study-plan.ts";

export function describePlan(work: PlannedWork, estimate: Estimate | undefined, colours: Colours): string {
  const lines =
    work.kind === "ScalingStudy" ? studyLines(work, estimate, colours) : runLines(work, estimate, colours);
  return [...lines, ""].join("\n");
}

function studyLines(work: PlannedWork, estimate: Estimate | undefined, colours: Colours): string[] {
  const trunks = work.runs.filter(({ kind }) => kind === "TrainingRun");
  const cooldowns = work.runs.filter(({ kind }) => kind === "Cooldown");
  const { steps, flops } = work;
  const saved = 1 - savings(work);
  return [
    `${colours.bold(`ScalingStudy ${work.name}`)}: ${plural(trunks.length, "plateau run")}, ${plural(cooldowns.length, "cooldown")}, at most ${plural(work.parallelRuns, "run")} at a time`,
    "",
    ...formatTable(
      [
        { title: "SIZE" },
        { title: "N", align: "right" },
        { title: "PLATEAU", align: "right" },
        { title: "FORKS AT" },
        { title: "HORIZONS (TOKENS)" },
        { title: "FLOPS", align: "right" },
        ...(estimate ? [{ title: "MS/STEP", align: "right" as const }] : []),
      ],
      trunks.map((trunk) =>
        sizeRow(
          trunk,
          cooldowns.filter(({ size }) => size === trunk.size),
          estimate,
        ),
      ),
    ),
    "",
    ...formatTable(
      [
        { title: "" },
        { title: "THIS PLAN", align: "right" },
        { title: "INDEPENDENT RUNS", align: "right" },
        { title: "RATIO", align: "right" },
      ],
      [
        [
          "steps",
          String(steps.planned),
          String(steps.independentRuns),
          (steps.planned / steps.independentRuns).toFixed(3),
        ],
        ["FLOPs", formatFlops(flops.planned), formatFlops(flops.independentRuns), savings(work).toFixed(3)],
      ],
    ),
    "",
    `It saves ${formatPercent(saved)} of the FLOPs that ${plural(cooldowns.length, "independent run")} would cost. (By the shorthand 6ND those would be ${formatFlops(work.sixND)}.)`,
    ...work.leftOut.map(({ size, tokens }) =>
      colours.yellow(
        `Left out to stay within spec.budget: size ${size}, horizon of ${formatCount(tokens)} tokens.`,
      ),
    ),
    ...timeLines(estimate),
  ];
}

function sizeRow(
  trunk: PlannedRun,
  cooldowns: readonly PlannedRun[],
  estimate: Estimate | undefined,
): string[] {
  const all = [trunk, ...cooldowns];
  return [
    trunk.size,
    formatCount(trunk.parameters),
    `${trunk.toStep} steps`,
    cooldowns.map(({ fromStep }) => fromStep).join(", "),
    cooldowns.map(({ horizonTokens }) => formatCount(horizonTokens ?? NaN)).join(", "),
    formatFlops(all.reduce((sum, { flops }) => sum + flops, 0)),
    ...(estimate ? [(estimate.stepMs[trunk.size]?.ms ?? NaN).toFixed(1)] : []),
  ];
}

function runLines(work: PlannedWork, estimate: Estimate | undefined, colours: Colours): string[] {
  const [run] = work.runs;
  if (!run) return [];
  return [
    `${colours.bold(`TrainingRun ${work.name}`)}: N = ${formatCount(run.parameters)}, ${run.toStep} steps, ${formatCount(run.tokens)} tokens, ${formatFlops(run.flops)} FLOPs (6ND: ${formatFlops(work.sixND)})`,
    ...timeLines(estimate),
  ];
}

function timeLines(estimate: Estimate | undefined): string[] {
  return estimate ? [`It takes about ${formatDuration(estimate.ms)}. ${estimate.basis}`] : [];
}
