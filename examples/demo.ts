/**
 * The demo: a scaling study of small language models on the Brown corpus, on the embedded cluster of this directory.
 *
 *   npm run demo              prepares the corpus, then does what `plateau run -f examples/brown-study.yaml` does
 *   npm run demo -- --fresh   forgets the study first
 *
 * Ctrl-C stops with everything saved; the same command goes on.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { tokenizeWithBar } from "@plateau/cli/commands/tokenize.ts";
import { CliError, reportError } from "@plateau/cli/errors.ts";
import { readManifests } from "@plateau/cli/manifests.ts";
import { removeStudy } from "@plateau/cli/study/remove-study.ts";
import { runManifests } from "@plateau/cli/study/run-manifests.ts";
import { systemTerminal, type Terminal } from "@plateau/cli/terminal.ts";

const manifest = join(import.meta.dirname, "brown-study.yaml");
const study = { namespace: "default", name: "brown" };

async function demo(terminal: Terminal, fresh: boolean): Promise<void> {
  const home = resolve(terminal.cwd, terminal.env.PLATEAU_HOME || ".plateau");
  const corpus = join(home, "data", "brown");
  if (!existsSync(join(corpus, "manifest.json"))) await prepareCorpus(corpus, terminal);
  if (fresh) await removeStudy(home, study, terminal);
  await runManifests({
    manifests: await readManifests([manifest], terminal.cwd),
    home,
    terminal,
    detach: false,
    again: "npm run demo",
  });
}

async function prepareCorpus(directory: string, terminal: Terminal): Promise<void> {
  const { brownDirectory } = await import("@plateau/worker/data/tokenize/index.ts");
  const { documents, tokens, domains } = await tokenizeWithBar(
    {
      input: [brownDirectory()],
      format: "brown" as const,
      out: directory,
      tokenizer: "byte",
      validation: 0.05,
      seed: 0,
    },
    terminal,
  );
  terminal.err.write(
    `Brown corpus: ${documents} documents in ${domains.length} genres, ${tokens.train} training and ${tokens.validation} validation bytes.\n`,
  );
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
