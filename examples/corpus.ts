/** The demos' text, the Brown corpus byte by byte, as token shards: the folder that brown-study.yaml names data/brown. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tokenizeWithBar } from "@plateau/cli/commands/tokenize.ts";
import type { Terminal } from "@plateau/cli/terminal.ts";

/** Writes it to `directory` with a bar, unless it is there. */
export async function ensureCorpus(directory: string, terminal: Terminal): Promise<void> {
  if (existsSync(join(directory, "manifest.json"))) return;
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
