/** `plateau profile`: where a training step of a run goes on this machine. */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { engineNames, type EngineName } from "@plateau/controller/api/parts/execution.ts";
import { enginePlace } from "@plateau/worker/engine/choose.ts";
import { engineOption } from "../engines/name-engine.ts";
import { runLongTask } from "../live/long-task.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { describeProfile } from "../profile/describe-profile.ts";
import { findTarget } from "../profile/target.ts";
import type { Terminal } from "../terminal.ts";
import { numberOption } from "./number-option.ts";

interface ProfileOptions {
  filename?: string[];
  size?: string;
  engine?: EngineName;
  steps: number;
  trace?: string;
  output?: "json" | "yaml";
}

const warmupSteps = 3;

export function addProfile(program: Command, terminal: Terminal): void {
  program
    .command("profile")
    .argument("[run]", "name of a TrainingRun; or -f")
    .description(
      "Say where a training step goes: products, other kernels, copies, update, exchange, JavaScript.",
    )
    .option(
      "-f, --filename <files...>",
      "manifest files, the first run or study of which is taken; - is standard input",
    )
    .option("--size <name>", "of a ScalingStudy: which of its sizes (default: the first)")
    .option("--engine <name>", `on this engine instead: ${engineNames.join(", ")}`, engineOption)
    .addOption(
      numberOption({
        flags: "--steps <n>",
        description: `steps to measure, after ${warmupSteps} to warm up`,
        whole: true,
      }).default(10),
    )
    .option("--trace <file>", "also write a trace for ui.perfetto.dev or chrome://tracing")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText(
      "after",
      `
Nothing is stored: parameters begin at the seed, and end with the command.

Examples:
  $ plateau profile -f examples/training-run.yaml
  $ plateau profile -f examples/brown-study.yaml --size m --steps 20 --trace step.json
  $ plateau profile brown-s-1f2e3d --engine Pjrt -o json`,
    )
    .action((name: string | undefined, options: ProfileOptions) =>
      runProfile(name, options, { program, terminal }),
    );
}

async function runProfile(
  name: string | undefined,
  { filename, size, engine, steps, trace, output }: ProfileOptions,
  { program, terminal }: { program: Command; terminal: Terminal },
): Promise<void> {
  const { label, config, dataMissing } = await findTarget(
    { name, filename, size, engine },
    program,
    terminal,
  );
  const task = { title: "Profiling", interrupted: "The profile was interrupted." };
  const { profile, measurement } = await runLongTask(terminal, task, async (line, signal) => {
    const { profileRun } = await import("@plateau/worker/profile/profile.ts");
    return profileRun({
      config,
      engines: enginePlace(terminal.env),
      steps,
      warmupSteps,
      dataMissing,
      onProgress: (done, of, what) => line.update(done, of, what),
      signal,
    });
  });
  terminal.out.write(
    output
      ? formatStructured({ run: label, ...profile }, output)
      : describeProfile(label, profile, terminal.outColours),
  );
  if (trace === undefined) return;
  const { chromeTrace } = await import("@plateau/worker/profile/trace.ts");
  const events = chromeTrace(measurement, `plateau: ${label}`);
  await writeFile(resolve(terminal.cwd, trace), JSON.stringify(events));
  terminal.err.write(`Trace: ${trace}, for ui.perfetto.dev or chrome://tracing\n`);
}
