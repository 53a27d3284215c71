/** `plateau engines`: which engines there are, and installing those whose libraries do not come with Plateau. */
import { setGlobalProxyFromEnv } from "node:http";
import { resolve } from "node:path";
import type { Command } from "commander";
import type {
  InstallableName,
  InstallProgress,
  Machine,
  Recipe,
} from "@plateau/worker/engine/install/index.ts";
import { engineRows } from "../engines/rows.ts";
import { runLongTask } from "../live/long-task.ts";
import { formatOption, formatStructured } from "../output/formats.ts";
import { formatBytes } from "../output/numbers.ts";
import { formatTable } from "../output/table.ts";
import type { Terminal } from "../terminal.ts";

interface ListOptions {
  output?: "json" | "yaml";
}

interface InstallOptions extends ListOptions {
  index?: string;
  wheel?: string[];
}

export function addEngines(program: Command, terminal: Terminal): void {
  const engines = program
    .command("engines")
    .description("List the engines that training can run on, and install those that do not come with it.")
    .addHelpText("after", examples);
  engines
    .command("list")
    .description("Show the engines, where they are installed, and whether they would run on this machine.")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText("after", "\nExample:\n  $ plateau engines list -o json | jq '.[] | select(.usable) | .name'")
    .action((options: ListOptions) => list(options, terminal));
  engines
    .command("install")
    .argument("<name>", "as in plateau engines list")
    .description(
      "Fetch an engine's libraries from an index of Python wheels into the cache, without Python; tfjs-node comes from npm.",
    )
    .option(
      "--index <url>",
      "index in pip's form; without it PLATEAU_WHEEL_INDEX, PIP_INDEX_URL, pip.conf, or pip's own",
    )
    .option("--wheel <files...>", "wheels that are here already: only the others are fetched")
    .addOption(formatOption(["json", "yaml"]))
    .addHelpText("after", installExamples)
    .action((name: string, options: InstallOptions) => installNamed(name, options, terminal));
}

const examples = `
Examples:
  $ plateau engines list
  $ plateau engines install pjrt-cuda12`;

const installExamples = `
Examples:
  $ plateau engines install pjrt-cpu
  $ plateau engines install pjrt-cuda12 --index https://wheels.example.com/simple
  $ plateau engines install pjrt-cpu --wheel lammps_jax_pjrt_cpu-0.11.2-py3-none-manylinux_2_27_x86_64.whl

Every file is compared with a checksum that Plateau knows. The engines lie in ~/.cache/plateau/engines, or below PLATEAU_CACHE; remove
one by removing its folder.`;

async function list({ output }: ListOptions, terminal: Terminal): Promise<void> {
  const { cacheFolder, lookAtMachine } = await import("@plateau/worker/engine/install/index.ts");
  const rows = await engineRows(cacheFolder(terminal.env), await lookAtMachine());
  if (output) {
    terminal.out.write(formatStructured(rows, output));
    return;
  }
  const table = formatTable(
    [{ title: "NAME" }, { title: "WHAT IT IS" }, { title: "INSTALLED" }, { title: "USABLE HERE" }],
    rows.map(({ name, what, installed, usable, reason }) => [
      name,
      what,
      installed ?? "no",
      usable ? "yes" : `no: ${reason}`,
    ]),
  );
  terminal.out.write(`${table.join("\n")}\n`);
}

async function installNamed(name: string, options: InstallOptions, terminal: Terminal): Promise<void> {
  const { InstallError, cacheFolder, chooseIndex, deviceMissing, install, lookAtMachine, recipes } =
    await import("@plateau/worker/engine/install/index.ts");
  if (!Object.hasOwn(recipes, name)) {
    throw new InstallError(
      "E_INSTALL_UNKNOWN",
      `There is no engine "${name}" to install; choose one of ${Object.keys(recipes).join(", ")}.`,
    );
  }
  const recipe = recipes[name as InstallableName];
  const machine = await lookAtMachine();
  // Node's fetch goes through the proxy that other programs here go through only if it is told.
  setGlobalProxyFromEnv(terminal.env);
  const task = {
    title: `Installing ${name}`,
    interrupted: `Installing ${name} was interrupted; the same command goes on with what has been fetched.`,
  };
  const result = await runLongTask(terminal, task, (line, signal) =>
    install({
      recipe,
      cache: cacheFolder(terminal.env),
      machine,
      wheels: (options.wheel ?? []).map((path) => resolve(terminal.cwd, path)),
      index: () => chooseIndex(options.index, terminal.env),
      onProgress: (progress) => line.update(progress.done, progress.total, detailOf(progress)),
      waiting: () => terminal.err.write(`Another process is installing ${name}; waiting for it.\n`),
      signal,
    }),
  );
  const { wasThere, folder, library, version } = result;
  if (name === "tfjs-node") await compileBinding(recipe, machine, terminal);
  if (options.output) {
    terminal.out.write(
      formatStructured({ name, version, installed: folder, library, wasThere }, options.output),
    );
    return;
  }
  terminal.out.write(`${name} ${version} is ${wasThere ? "" : "now "}installed in ${folder}\n`);
  const missing = deviceMissing(recipe, machine);
  if (missing !== undefined) terminal.err.write(`It would not run here: ${missing}.\n`);
}

/** So that it is there where there is no compiler, or nothing can be written: in a pod that is given the cache. */
async function compileBinding(recipe: Recipe, machine: Machine, terminal: Terminal): Promise<void> {
  const { cacheFolder, findBeside } = await import("@plateau/worker/engine/install/index.ts");
  const { ensureBinding } = await import("@plateau/worker/engine/tfjs-node/binding.ts");
  const cache = cacheFolder(terminal.env);
  const beside = (await findBeside(recipe, cache, machine))!;
  if (beside.installed === undefined) {
    terminal.err.write(
      `Its binding is compiled at its first use, as TensorFlow is not installed: plateau engines install ${beside.best}\n`,
    );
    return;
  }
  terminal.err.write("Its binding is compiled, unless it has been; that takes some seconds.\n");
  await ensureBinding(cache, beside.installed.library);
}

function detailOf({ stage, done, total, wheel }: InstallProgress): string {
  return `${stage} ${wheel.split("-")[0]}, ${formatBytes(done)} of ${formatBytes(total)}`;
}
