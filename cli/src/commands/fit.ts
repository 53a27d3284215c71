/** `plateau fit points.csv`: the law of anybody's numbers. Needs no cluster. */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import type { StudyFit, StudyFitInput } from "@plateau/scaling/fit/types.ts";
import { CliError } from "../errors.ts";
import { fitLines, notIdentifiedLines, residualTable } from "../fit/describe-fit.ts";
import { runFit } from "../fit/run-fit.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { readPoints, type PointsFile } from "../points/read-points.ts";
import { fitReportOf } from "../report/fit-report.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface FitCommandOptions {
  output?: "json" | "yaml";
  plot?: string;
  budget?: number;
  confidence: number;
  resamples: number;
  huberDelta: number;
  seed: number;
}

export function addFit(program: Command, terminal: Terminal): void {
  program
    .command("fit")
    .argument("<points.csv>", "columns N, D, loss, or N, C, loss (then D = C/6N); - is standard input")
    .description("Fit L(N, D) = E + A/N^α + B/D^β to final losses, with an interval beside every number.")
    .addOption(formatOption(["json", "yaml"]))
    .option("--plot <file.svg>", "also draw points and law")
    .addOption(
      numberOption({
        flags: "--budget <flops>",
        description:
          "FLOPs (6ND) for which the best N and D are wanted; without it ten times the largest point",
      }),
    )
    .addOption(
      numberOption({
        flags: "--confidence <share>",
        description: "coverage of the intervals",
        below: 1,
      }).default(0.9),
    )
    .addOption(
      numberOption({
        flags: "--resamples <count>",
        description: "bootstrap resamples",
        above: 9,
        whole: true,
      }).default(1000),
    )
    .addOption(
      numberOption({
        flags: "--huber-delta <delta>",
        description: "where the loss of log residuals turns linear",
      }).default(1e-3),
    )
    .addOption(
      numberOption({
        flags: "--seed <number>",
        description: "of the resampling",
        above: -1,
        whole: true,
      }).default(0),
    )
    .addHelpText(
      "after",
      `
Losses must be those of finished runs: cooled down, or at the end of a cosine of that length. Losses taken
along a run are biased high and spoil the fit.

Examples:
  $ plateau fit points.csv
  $ plateau fit points.csv --budget 1e21 --plot fit.svg
  $ plateau fit points.csv -o json | jq .parameters`,
    )
    .action(async (file: string, options: FitCommandOptions) => {
      const content =
        file === "-" ? await text(process.stdin) : await readFile(resolve(terminal.cwd, file), "utf8");
      const points = readPoints(content, file === "-" ? "standard input" : file);
      for (const note of points.notes) terminal.err.write(`${note}\n`);
      const fit = await runFit(inputOf(points, options), terminal);
      if (options.plot) await plot(fit, points, options, terminal);
      terminal.out.write(
        options.output
          ? formatStructured(documentOf(fit, points, options), options.output)
          : describe(fit, options, terminal),
      );
      if (!fit.identified) {
        throw new CliError(
          "E_NOT_IDENTIFIED",
          `${file === "-" ? "Standard input" : file}: the fit is not identified. ${fit.reason ?? ""}`.trim(),
        );
      }
    });
}

function inputOf(
  { points }: PointsFile,
  { budget, confidence, resamples, huberDelta, seed }: FitCommandOptions,
): StudyFitInput {
  return {
    points: points.map(({ N, D, loss }) => ({ N, D, loss })),
    confidence,
    resamples,
    huberDelta,
    seed,
    ...(budget === undefined ? {} : { budgetFlops: budget }),
  };
}

function describe(
  fit: StudyFit,
  { confidence, huberDelta }: FitCommandOptions,
  { outColours }: Terminal,
): string {
  // What to add is told once, by the error that follows.
  if (!fit.identified) return `${notIdentifiedLines(fit, outColours)[0] ?? ""}\n`;
  const lines = [
    ...fitLines(fit, { confidence, huberDelta, count: "6ND" }, outColours),
    "",
    ...residualTable(fit),
    "",
  ];
  return lines.join("\n");
}

/** For programs: the settings that it was made with, then everything that was found. */
function documentOf(fit: StudyFit, { dataColumn, notes }: PointsFile, options: FitCommandOptions): unknown {
  const { confidence, resamples, huberDelta, seed } = options;
  return {
    ...fit,
    settings: { confidence, resamples, huberDelta, seed, dataFrom: dataColumn, flops: "6ND" },
    notes,
  };
}

async function plot(
  fit: StudyFit,
  { points }: PointsFile,
  { plot: file, confidence, resamples }: FitCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const [{ lawPlot }, { standaloneSvg }] = await Promise.all([
    import("../report/plots/law.ts"),
    import("../report/plots/style.ts"),
  ]);
  const svg = lawPlot(
    fitReportOf(fit, {
      confidence,
      resamples,
      points: points.map(({ N, D, loss }) => ({ size: "", N, D, flops: 6 * N * D, loss })),
    }),
  );
  if (svg === undefined || file === undefined) return;
  await writeFile(resolve(terminal.cwd, file), standaloneSvg(svg));
  terminal.err.write(`The plot is in ${file}.\n`);
}
