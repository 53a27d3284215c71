/** `plateau plan -f FILE`: what would run, at what cost, for how long. Starts nothing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { CliError } from "../errors.ts";
import { progressLine } from "../live/progress-line.ts";
import { readManifests } from "../manifests.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { describePlan } from "../plan/describe-plan.ts";
import { enginePlace } from "@plateau/worker/engine/choose.ts";
import { estimateTime, pastRuns, rememberedTime, type Estimate } from "../plan/estimate.ts";
import { planManifest, type PlannedWork } from "../plan/study-plan.ts";
import { choiceOf, withPlace, type Place } from "../place/place.ts";
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
    .option("--no-estimate", "leave out the time: nothing is measured and no cluster is asked")
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
      const plans: { work: PlannedWork; estimate: Estimate | undefined }[] = [];
      for (const work of works)
        plans.push({
          work,
          estimate: options.estimate ? await estimateFor(work, program, terminal) : undefined,
        });
      const values = plans.map(({ work, estimate }) => (estimate ? { ...work, estimate } : work));
      terminal.out.write(
        options.output
          ? formatStructured(values.length === 1 ? values[0] : values, options.output)
          : plans.map(({ work, estimate }) => describePlan(work, estimate, terminal.outColours)).join("\n"),
      );
    });
}

/** By finished runs of the place; where there is none of this shape, this machine is measured, which says nothing of a cluster's. */
async function estimateFor(
  work: PlannedWork,
  program: Command,
  terminal: Terminal,
): Promise<Estimate | undefined> {
  const choice = choiceOf(program, terminal);
  const seen =
    choice.kind === "kubernetes" || existsSync(join(choice.home, "cluster.db"))
      ? await withPlace(program, terminal, pastOf)
      : [];
  if (choice.kind === "kubernetes") {
    const estimate = rememberedTime(work, pastRuns(seen));
    if (!estimate)
      terminal.err.write(
        "No time is given: the cluster has no finished run of each of these sizes, and this machine says nothing of its speed.\n",
      );
    return estimate;
  }
  const line = progressLine(terminal, "Measuring steps");
  try {
    const announce = (size: string, done: number, of: number): void => line.update(done, of, size);
    return await estimateTime(work, pastRuns(seen), announce, enginePlace(terminal.env));
  } finally {
    line.clear();
  }
}

async function pastOf({ cluster, kind, namespace }: Place): Promise<KubeObject[]> {
  const { items } = await cluster.list(apiVersion, "TrainingRun", kind === "kubernetes" ? { namespace } : {});
  return items;
}
