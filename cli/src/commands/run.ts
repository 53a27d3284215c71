/** `plateau run -f FILE…`: apply manifests and see them through. */
import type { Command } from "commander";
import { CliError } from "../errors.ts";
import { engineNames, type EngineName } from "@plateau/controller/api/parts/execution.ts";
import type { Manifest } from "@plateau/controller/api/index.ts";
import { engineOption, nameEngine } from "../engines/name-engine.ts";
import { readManifests, type ManifestPlace } from "../manifests.ts";
import { placeArguments } from "../place/choice.ts";
import { choiceOf, withPlace } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

interface RunOptions {
  filename: string[];
  detach?: boolean;
  metricsPort?: string;
  engine?: EngineName;
}

export function addRun(program: Command, terminal: Terminal): void {
  program
    .command("run")
    .description(
      "Apply manifests and see them through. In a home, Ctrl-C stops with everything saved; on Kubernetes it stops watching only. The same command goes on.",
    )
    .requiredOption("-f, --filename <files...>", "manifest files; - is standard input")
    .option(
      "--engine <name>",
      `compute on this one (${engineNames.join(", ")}), whatever the manifests name; plateau engines list shows what is here`,
      engineOption,
    )
    .option("--detach", "apply only; in a home, hand them to a controller that is live already")
    .option(
      "--metrics-port <port>",
      "in a home, serve metrics at this port of the loopback, and at /targets what there is to scrape",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  $ plateau run -f study.yaml\n  $ plateau run -f examples/training-run.yaml examples/cooldown.yaml\n  $ plateau run -f study.yaml --engine Pjrt",
    )
    .action(async ({ filename, detach = false, metricsPort, engine }: RunOptions) => {
      const read = async (place: ManifestPlace): Promise<Manifest[]> => {
        const manifests = await readManifests(filename, terminal.cwd, place);
        return engine === undefined ? manifests : nameEngine(manifests, engine);
      };
      const again = `run -f ${filename.join(" ")}${engine === undefined ? "" : ` --engine ${engine}`}`;
      const choice = choiceOf(program, terminal);
      if (choice.kind === "home") {
        const { namespace = "default" } = choice;
        const { runManifests } = await import("../study/run-manifests.ts");
        await runManifests({
          manifests: await read({ namespace, isNamespaceGiven: choice.namespace !== undefined }),
          home: choice.home,
          terminal,
          detach,
          metricsPort: metricsPort === undefined ? undefined : portOf(metricsPort),
          again: `plateau ${again}${metricsPort === undefined ? "" : ` --metrics-port ${metricsPort}`}`,
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
          manifests: await read(place),
          terminal,
          detach,
          again: `${program.name()} ${again}${placeArguments(program.opts())}`,
        }),
      );
    });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new CliError("E_USAGE", `--metrics-port is "${text}"; give a whole number from 1 to 65535.`);
}
