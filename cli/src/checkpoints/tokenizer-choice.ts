/** The value of `--tokenizer`. */
import { resolve } from "node:path";
import type { TokenizerChoice } from "@plateau/worker/data/tokenize/index.ts";
import { CliError } from "../errors.ts";

/** @throws CliError E_USAGE */
export function tokenizerChoice(name: string, cwd: string): TokenizerChoice {
  if (name === "byte" || name === "gpt2") return { name };
  if (name.endsWith(".json")) return { name: "huggingface", path: resolve(cwd, name) };
  throw new CliError(
    "E_USAGE",
    `There is no tokenizer "${name}"; use byte, gpt2, or the path of a tokenizer.json.`,
  );
}
