/** The tokenizer of a checkpoint's data: the one that is named, checked against the data where they can be reached, or theirs. */
import type { CheckpointManifest, DataConfig } from "@plateau/proto";
import type { TokenizerChoice } from "@plateau/worker/data/tokenize/index.ts";
import type { Tokenizer } from "@plateau/worker/data/tokenize/tokenizers/tokenizer.ts";
import { CliError } from "../errors.ts";
import type { Terminal } from "../terminal.ts";
import type { FoundCheckpoint } from "./find.ts";
import { tokenizerChoice } from "./tokenizer-choice.ts";

export interface FoundTokenizer {
  choice: TokenizerChoice;
  tokenizer: Tokenizer;
}

/** Whose text it is. */
export interface TokenizedBy {
  /** For messages. */
  label: string;
  /** Where the data are, if that is known. */
  data: DataConfig | undefined;
  /** What they have to be. */
  dataIdentity: string;
  /** V of the model. */
  vocabulary: number;
}

/** As in the manifest of tokenised data. */
interface Recorded {
  name: string;
  identity: string;
}

/** Of a checkpoint and the data of its run. */
export function tokenizedBy({ label, data }: FoundCheckpoint, { identity }: CheckpointManifest): TokenizedBy {
  return { label, data, dataIdentity: identity.data, vocabulary: identity.model.vocabulary };
}

/**
 * @param named value of `--tokenizer`
 * @returns undefined if none is named and the data, or their tokenizer's file, are not known here
 * @throws CliError E_TOKENIZER if it is not the one of the data, or has more ids than the model
 */
export async function findTokenizer(
  named: string | undefined,
  of: TokenizedBy,
  { cwd }: Pick<Terminal, "cwd">,
): Promise<FoundTokenizer | undefined> {
  const recorded = await recordedTokenizer(of);
  const choice = named === undefined ? standardChoice(recorded) : tokenizerChoice(named, cwd);
  if (!choice) return undefined;
  const { createTokenizer } = await import("@plateau/worker/data/tokenize/tokenizers/index.ts");
  const tokenizer = await createTokenizer(choice);
  if (recorded && recorded.identity !== tokenizer.identity)
    throw new CliError(
      "E_TOKENIZER",
      `The data of ${of.label} were made with ${recorded.identity}, and --tokenizer is ${tokenizer.identity}: the same ids mean other text. Name the one of the data.`,
    );
  if (tokenizer.vocabulary > of.vocabulary)
    throw new CliError(
      "E_TOKENIZER",
      `The tokenizer has ${tokenizer.vocabulary} ids and the model of ${of.label} ${of.vocabulary}: it was trained with another one.`,
    );
  return { choice, tokenizer };
}

/** A name alone tells which it is, unless it lies in a file. */
function standardChoice(recorded: Recorded | undefined): TokenizerChoice | undefined {
  const name = recorded?.name;
  return name === "byte" || name === "gpt2" ? { name } : undefined;
}

/** What the data were made with, if they can be reached and are those that are meant. */
async function recordedTokenizer({ data, dataIdentity }: TokenizedBy): Promise<Recorded | undefined> {
  if (data?.source !== "tokens") return undefined;
  const { readDataManifest } = await import("@plateau/worker/data/tokens/data-set.ts");
  const read = await readDataManifest(data.uri).catch((error: Error & { code?: string }) => {
    // Without the data a tokenizer can still be named.
    if (error.code?.startsWith("E_DATA") || error.code?.startsWith("E_STORE")) return undefined;
    throw error;
  });
  return read?.sha256 === dataIdentity ? read.manifest.tokenizer : undefined;
}
