/**
 * The demo: a scaling study of small language models on the Brown corpus, on the embedded cluster of this directory.
 *
 *   npm run demo              prepares the corpus, then does what `plateau run -f examples/brown-study.yaml` does
 *   npm run demo -- --fresh   forgets the study first
 *
 * Ctrl-C stops with everything saved; the same command goes on.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { CliError, reportError } from "@plateau/cli/errors.ts";
import { readManifests } from "@plateau/cli/manifests.ts";
import { removeStudy } from "@plateau/cli/study/remove-study.ts";
import { runManifests } from "@plateau/cli/study/run-manifests.ts";
import { systemTerminal, type Terminal } from "@plateau/cli/terminal.ts";
import { ensureCorpus } from "./corpus.ts";

const manifest = join(import.meta.dirname, "brown-study.yaml");
const study = { namespace: "default", name: "brown" };

async function demo(terminal: Terminal, fresh: boolean): Promise<void> {
  const home = resolve(terminal.cwd, terminal.env.PLATEAU_HOME || ".plateau");
  await ensureCorpus(join(home, "data", "brown"), terminal);
  if (fresh) await removeStudy(home, study, terminal);
  await runManifests({
    manifests: await readManifests([manifest], terminal.cwd),
    home,
    terminal,
    detach: false,
    again: "npm run demo",
  });
}

const terminal = systemTerminal(process);
try {
  const { values } = parseArgs({ options: { fresh: { type: "boolean" }, debug: { type: "boolean" } } });
  await demo(terminal, values.fresh === true);
} catch (error) {
  const usage =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  const told = usage
    ? new CliError("E_USAGE", `${error.message} The options are --fresh and --debug.`)
    : error;
  const { text, exitCode } = reportError(told, process.argv.includes("--debug"));
  terminal.err.write(`${text}\n`);
  process.exitCode = exitCode;
}
