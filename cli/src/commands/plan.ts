/** `plateau plan -f FILE`: what would run, at what cost, for how long. Starts nothing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { apiVersion } from "@plateau/controller/api/index.ts";
import { CliError } from "../errors.ts";
import { homeOf, withCluster } from "../home.ts";
import { progressLine } from "../live/progress-line.ts";
import { readManifests } from "../manifests.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { describePlan } from "../plan/describe-plan.ts";
import { estimateTime, pastRuns, type Estimate } from "../plan/estimate.ts";
import { planManifest, type PlannedWork } from "../plan/study-plan.ts";
import type { Terminal } from "../terminal.ts";

interface PlanOptions {
  filename: string[];
  output?: "json" | "yaml";
  estimate: boolean;
}

export function addPlan(program: Command, terminal: Terminal): void {
  program
    .command("plan")
    .description(
      "Say what a ScalingStudy or TrainingRun would do: runs, steps, tokens, FLOPs, savings, time.",
    )
    .requiredOption("-f, --filename <files...>", "manifest files; - is standard input")
    .option("--no-estimate", "leave out the time: nothing is measured")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau plan -f examples/brown-study.yaml\n  $ plateau plan -f study.yaml --no-estimate -o json",
    )
    .action(async (options: PlanOptions) => {
      const works = (await readManifests(options.filename, terminal.cwd))
        .filter(({ object }) => object.kind === "ScalingStudy" || object.kind === "TrainingRun")
        .map(({ object }) => planManifest(object));
      if (works.length === 0)
        throw new CliError(
          "E_FILE",
          "The files hold no ScalingStudy and no TrainingRun: there is nothing to plan.",
        );
      const home = homeOf(program, terminal);
      const plans: { work: PlannedWork; estimate: Estimate | undefined }[] = [];
      for (const work of works)
        plans.push({
          work,
          estimate: options.estimate ? await estimateFor(work, home, terminal) : undefined,
        });
      const values = plans.map(({ work, estimate }) => (estimate ? { ...work, estimate } : work));
      terminal.out.write(
        options.output
          ? formatStructured(values.length === 1 ? values[0] : values, options.output)
          : plans.map(({ work, estimate }) => describePlan(work, estimate, terminal.outColours)).join("\n"),
      );
    });
}

async function estimateFor(work: PlannedWork, home: string, terminal: Terminal): Promise<Estimate> {
  const seen = existsSync(join(home, "cluster.db"))
    ? await withCluster(home, async ({ cluster }) => (await cluster.list(apiVersion, "TrainingRun")).items)
    : [];
  const line = progressLine(terminal, "Measuring steps");
  try {
    return await estimateTime(work, pastRuns(seen), (size, done, of) => line.update(done, of, size));
  } finally {
    line.clear();
  }
}
