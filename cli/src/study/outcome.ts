/** What is told at the end of `run`: of each study its law, its cost, the next point and the report; of each run its loss. */
import type { Cooldown, ScalingStudy, TrainingRun } from "@plateau/controller/api/index.ts";
import { decimalValue } from "@plateau/controller/api/index.ts";
import { CliError } from "../errors.ts";
import { fitLines } from "../fit/describe-fit.ts";
import { runFit } from "../fit/run-fit.ts";
import { conditionOf } from "../live/observe-run.ts";
import type { Runnable } from "../live/observe.ts";
import { formatDuration, formatFlops, formatLoss, formatPercent } from "../output/numbers.ts";
import { gatherReport, type Source } from "../report/gather.ts";
import type { StudyReport } from "../report/study-report.ts";
import { defaultReportPath, writeReport } from "../report/write-report.ts";
import type { Colours, Terminal } from "../terminal.ts";
import { plateauVersion } from "../version.ts";

/** Where the objects are, and where the reports of studies go. */
export interface OutcomeSource extends Source {
  reports: string;
}

/** @throws CliError E_STUDY_FAILED after everything has been told, if something failed */
export async function tellOutcome(
  source: OutcomeSource,
  finished: readonly Runnable[],
  terminal: Terminal,
): Promise<void> {
  const failures: string[] = [];
  for (const object of finished) {
    const failed = conditionOf(object.status, "Failed");
    if (failed?.status === "True") failures.push(`${object.kind} ${object.metadata.name}: ${failed.message}`);
    else if (object.kind === "ScalingStudy")
      terminal.out.write(await studyText(source, object as ScalingStudy, terminal));
    else terminal.out.write(`${runText(object as TrainingRun | Cooldown)}\n`);
  }
  if (failures.length > 0) throw new CliError("E_STUDY_FAILED", failures.join("\n"));
}

function runText({ kind, metadata, status }: TrainingRun | Cooldown): string {
  const final = status && "finalLoss" in status ? Number(status.finalLoss) : undefined;
  const loss =
    final === undefined
      ? `training loss ${formatLoss(Number(status?.loss))}`
      : `final validation loss ${formatLoss(final)}`;
  return `${kind} ${metadata.name} is done: ${loss} at step ${status?.step ?? "?"}.`;
}

async function studyText(source: OutcomeSource, study: ScalingStudy, terminal: Terminal): Promise<string> {
  const { name, namespace } = study.metadata;
  const { report, fit } = await gatherReport(source, {
    namespace,
    name,
    version: await plateauVersion(),
    now: new Date(),
    fit: (input) => runFit(input, terminal),
  });
  const written = await writeReport(report, defaultReportPath(source.reports, name));
  const colours = terminal.outColours;
  const context = {
    confidence: decimalValue(study.spec.fit.confidence),
    huberDelta: decimalValue(study.spec.fit.huberDelta),
    count: "detailed",
  } as const;
  return [
    "",
    ...(fit ? fitLines(fit, context, colours) : [colours.yellow("There is no point, so there is no fit.")]),
    "",
    ...costLines(report, colours),
    "",
    `Report  ${written.page}`,
    `Points  ${written.points}`,
    "",
  ].join("\n");
}

/** Pure. */
export function costLines({ flops, study, sizes }: StudyReport, colours: Colours): string[] {
  const { spent, independentRuns } = flops;
  const took =
    study.startedAt && study.completedAt
      ? `, ${formatDuration(Date.parse(study.completedAt) - Date.parse(study.startedAt))} from start to end`
      : "";
  const count = sizes.reduce((sum, { branches }) => sum + branches.length, 0);
  return [
    `FLOPs spent ${colours.bold(formatFlops(spent))}${took}; ${count} independent runs would have cost ${formatFlops(independentRuns)}: ratio ${colours.bold((spent / independentRuns).toFixed(3))}, ${formatPercent(1 - spent / independentRuns)} saved.`,
  ];
}
