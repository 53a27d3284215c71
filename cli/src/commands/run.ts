/** `plateau run -f FILE…`: apply manifests and see them through. */
import type { Command } from "commander";
import { homeOf } from "../home.ts";
import { readManifests } from "../manifests.ts";
import { runManifests } from "../study/run-manifests.ts";
import type { Terminal } from "../terminal.ts";

interface RunOptions {
  filename: string[];
  detach?: boolean;
}

export function addRun(program: Command, terminal: Terminal): void {
  program
    .command("run")
    .description(
      "Apply manifests and see them through. Ctrl-C stops with everything saved; the same command goes on.",
    )
    .requiredOption("-f, --filename <files...>", "manifest files; - is standard input")
    .option("--detach", "only hand them to a controller that is live already")
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau run -f study.yaml\n  $ plateau run -f examples/training-run.yaml examples/cooldown.yaml",
    )
    .action(async ({ filename, detach }: RunOptions) => {
      await runManifests({
        manifests: await readManifests(filename, terminal.cwd),
        home: homeOf(program, terminal),
        terminal,
        detach: detach === true,
        again: `plateau run -f ${filename.join(" ")}`,
      });
    });
}
