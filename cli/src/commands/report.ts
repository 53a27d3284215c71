/** `plateau report`: one HTML file with plots and a CSV beside it, of a study or of runs side by side. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { CliError } from "../errors.ts";
import { runFit } from "../fit/run-fit.ts";
import { withPlace, type Place } from "../place/place.ts";
import { gatherComparison } from "../report/comparison/gather.ts";
import { gatherReport, type Source } from "../report/gather.ts";
import { pastOf } from "../report/load-past.ts";
import {
  defaultReportPath,
  writeComparison,
  writeReport,
  type WrittenReport,
} from "../report/write-report.ts";
import type { Terminal } from "../terminal.ts";
import { plateauVersion } from "../version.ts";

interface ReportOptions {
  selector?: string;
  output?: string;
  json?: boolean;
}

const examples = `
Examples:
  $ plateau report brown                            a scaling study
  $ plateau report brown -o brown.html
  $ plateau report run/noiseless run/laser-p1e0     runs that differ in their exchange, side by side
  $ plateau report -l plateau.dev/example=laser-study
  $ plateau fit .plateau/reports/brown-points.csv`;

export function addReport(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .argument("[names...]", "a ScalingStudy, finished or not; or TrainingRuns to compare")
    .description(
      "Draw a study, or training runs that differ in codec, channel or power: one self-contained HTML file and a CSV.",
    )
    .option("-l, --selector <key=value>", "compare the TrainingRuns with this label")
    .option(
      "-o, --output <file.html>",
      "where to write it (default: reports/NAME.html in the home; on Kubernetes, in this directory)",
    )
    .option("--json", "print the report's data instead of drawing them")
    .addHelpText("after", examples)
    .action(async (words: string[], options: ReportOptions) => {
      const label = labelOf(options.selector);
      if (words.length === 0 && !label)
        throw new CliError(
          "E_USAGE",
          'Name a study or some runs, or give a label: "plateau report brown", "plateau report -l key=value".',
        );
      const isComparison =
        label !== undefined || words.length > 1 || /^(run|trainingrun)s?\//i.test(words[0]!);
      const names = words.map((word) => word.split("/").at(-1) ?? word);
      await withPlace(program, terminal, async (place) => {
        const hasPast = await place.hasEvents();
        if (!hasPast) tellOfHistory(isComparison, place, terminal);
        const isToLoad = place.kind === "kubernetes" && hasPast;
        const source: Source = { ...place, loadPast: isToLoad ? pastOf(place, terminal) : undefined };
        const version = await plateauVersion();
        const common = { namespace: place.namespace, version, now: new Date() };
        const path = (stem: string): string =>
          options.output ? resolve(terminal.cwd, options.output) : defaultReportPath(place.reports, stem);
        if (isComparison) {
          const comparison = await gatherComparison(source, { ...common, names, label });
          return say(terminal, options, comparison, () =>
            writeComparison(comparison, path(label ? label.value : "comparison")),
          );
        }
        const fit = (input: Parameters<typeof runFit>[0]): ReturnType<typeof runFit> =>
          runFit(input, terminal);
        const { report } = await gatherReport(source, { ...common, name: names[0]!, fit });
        return say(terminal, options, report, () => writeReport(report, path(names[0]!)));
      });
    });
}

/** A study's report needs statuses; curves, and the bytes that a comparison is about, are in the event stream. */
function tellOfHistory(isComparison: boolean, { label }: Place, { err }: Terminal): void {
  if (isComparison)
    throw new CliError(
      "E_NO_HISTORY",
      `A comparison of runs is made of the losses and bytes of every step. On Kubernetes they are in the event stream, and ${label} can be asked for the latest numbers only: "plateau top" shows them. Say with --events where the stream is.`,
    );
  err.write(
    "Loss curves and times of steps are left out: they are in the event stream; --events says where that is.\n",
  );
}

async function say(
  terminal: Terminal,
  { json }: ReportOptions,
  data: unknown,
  write: () => Promise<WrittenReport>,
): Promise<void> {
  if (json) {
    terminal.out.write(`${JSON.stringify(data, null, 2)}\n`);
    return;
  }
  const written = await write();
  terminal.out.write(`${written.page}\n${written.points}\n`);
}

/** @throws CliError E_USAGE */
function labelOf(selector: string | undefined): { key: string; value: string } | undefined {
  if (selector === undefined) return undefined;
  const [, key, value] = /^([^=,\s]+)==?([^=,\s]+)$/.exec(selector) ?? [];
  if (key !== undefined && value !== undefined) return { key, value };
  throw new CliError("E_USAGE", `"${selector}" is no label: write key=value.`);
}
