/** `plateau run -f FILE…`: apply manifests and see them through. */
import type { Command } from "commander";
import { readManifests } from "../manifests.ts";
import { placeArguments } from "../place/choice.ts";
import { choiceOf, withPlace } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

interface RunOptions {
  filename: string[];
  detach?: boolean;
}

export function addRun(program: Command, terminal: Terminal): void {
  program
    .command("run")
    .description(
      "Apply manifests and see them through. In a home, Ctrl-C stops with everything saved; on Kubernetes it stops watching only. The same command goes on.",
    )
    .requiredOption("-f, --filename <files...>", "manifest files; - is standard input")
    .option("--detach", "apply only; in a home, hand them to a controller that is live already")
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau run -f study.yaml\n  $ plateau run -f examples/training-run.yaml examples/cooldown.yaml",
    )
    .action(async ({ filename, detach = false }: RunOptions) => {
      const choice = choiceOf(program, terminal);
      if (choice.kind === "home") {
        const { namespace = "default" } = choice;
        const { runManifests } = await import("../study/run-manifests.ts");
        await runManifests({
          manifests: await readManifests(filename, terminal.cwd, {
            namespace,
            isNamespaceGiven: choice.namespace !== undefined,
          }),
          home: choice.home,
          terminal,
          detach,
          again: `plateau run -f ${filename.join(" ")}`,
        });
        return;
      }
      const { runOnKubernetes } = await import("../study/run-on-kubernetes.ts");
      await withPlace(program, terminal, async (place) =>
        runOnKubernetes(place, {
          manifests: await readManifests(filename, terminal.cwd, place),
          terminal,
          detach,
          again: `${program.name()} run -f ${filename.join(" ")}${placeArguments(program.opts())}`,
        }),
      );
    });
}
