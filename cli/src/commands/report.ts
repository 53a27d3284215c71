/** `plateau report STUDY`: one HTML file with plots, and the points as CSV beside it. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { runFit } from "../fit/run-fit.ts";
import { homeOf, withCluster } from "../home.ts";
import { gatherReport } from "../report/gather.ts";
import { defaultReportPath, writeReport } from "../report/write-report.ts";
import type { Terminal } from "../terminal.ts";
import { plateauVersion } from "../version.ts";

interface ReportOptions {
  namespace: string;
  output?: string;
  json?: boolean;
}

export function addReport(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .argument("<study>", "a ScalingStudy, finished or not")
    .description("Draw a study: one self-contained HTML file, and its points as CSV.")
    .option("-o, --output <file.html>", "where to write it (default: reports/STUDY.html in the home)")
    .option("-n, --namespace <name>", "namespace", "default")
    .option("--json", "print the report's data instead of drawing them")
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau report brown\n  $ plateau report brown -o brown.html\n  $ plateau fit .plateau/reports/brown-points.csv",
    )
    .action(async (word: string, options: ReportOptions) => {
      const home = homeOf(program, terminal);
      const name = word.includes("/") ? (word.split("/").at(-1) ?? word) : word;
      await withCluster(home, async (plateau) => {
        const { report } = await gatherReport(plateau, {
          namespace: options.namespace,
          name,
          version: await plateauVersion(),
          now: new Date(),
          fit: (input) => runFit(input, terminal),
        });
        if (options.json) {
          terminal.out.write(`${JSON.stringify(report, null, 2)}\n`);
          return;
        }
        const path = options.output
          ? resolve(terminal.cwd, options.output)
          : defaultReportPath(plateau.home, name);
        const written = await writeReport(report, path);
        terminal.out.write(`${written.page}\n${written.points}\n`);
      });
    });
}
