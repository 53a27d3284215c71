/** `plateau run -f FILE…`: apply manifests and see them through. */
import type { Command } from "commander";
import { CliError } from "../errors.ts";
import { readManifests } from "../manifests.ts";
import { placeArguments } from "../place/choice.ts";
import { choiceOf, withPlace } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

interface RunOptions {
  filename: string[];
  detach?: boolean;
  metricsPort?: string;
}

export function addRun(program: Command, terminal: Terminal): void {
  program
    .command("run")
    .description(
      "Apply manifests and see them through. In a home, Ctrl-C stops with everything saved; on Kubernetes it stops watching only. The same command goes on.",
    )
    .requiredOption("-f, --filename <files...>", "manifest files; - is standard input")
    .option("--detach", "apply only; in a home, hand them to a controller that is live already")
    .option(
      "--metrics-port <port>",
      "in a home, serve metrics at this port of the loopback, and at /targets what there is to scrape",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau run -f study.yaml\n  $ plateau run -f examples/training-run.yaml examples/cooldown.yaml",
    )
    .action(async ({ filename, detach = false, metricsPort }: RunOptions) => {
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
          metricsPort: metricsPort === undefined ? undefined : portOf(metricsPort),
          again: `plateau run -f ${filename.join(" ")}${metricsPort === undefined ? "" : ` --metrics-port ${metricsPort}`}`,
        });
        return;
      }
      if (metricsPort !== undefined) {
        throw new CliError(
          "E_USAGE",
          "--metrics-port is for a home, whose controller this command is. On Kubernetes the controller serves its metrics at port 8080.",
        );
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

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new CliError("E_USAGE", `--metrics-port is "${text}"; give a whole number from 1 to 65535.`);
}
