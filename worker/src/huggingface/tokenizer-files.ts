/** tokenizer.json and tokenizer_config.json of the tokenizer that a checkpoint's data were made with. */
import { readFile } from "node:fs/promises";
import type { TokenizerChoice } from "../data/tokenize/tokenizers/index.ts";
import { bpeMerges, visibleBytes } from "./bpe-merges.ts";

export interface ExportedTokenizer {
  choice: TokenizerChoice;
  /** Id that ends a document. */
  separator: number | undefined;
}

const endOfText = "<|endoftext|>";

/** @param context longest sequence of the model @returns contents by file name */
export async function tokenizerFiles(
  { choice }: ExportedTokenizer,
  context: number,
): Promise<Record<string, string>> {
  const config = {
    tokenizer_class: "PreTrainedTokenizerFast",
    model_max_length: context,
    clean_up_tokenization_spaces: false,
  };
  const ends = { bos_token: endOfText, eos_token: endOfText, unk_token: endOfText };
  switch (choice.name) {
    case "byte":
      return files(byteTokenizer(), config);
    case "gpt2":
      return files(await gpt2Tokenizer(), { ...config, ...ends });
    case "huggingface":
      return files(await readFile(choice.path, "utf8"), config);
  }
}

function files(tokenizer: string, config: object): Record<string, string> {
  return { "tokenizer.json": tokenizer, "tokenizer_config.json": `${JSON.stringify(config, null, 2)}\n` };
}

/** A tokenizer of bytes: those of a text are its ids, before any merge. */
function byteLevel(
  tokens: readonly string[],
  merges: readonly [string, string][],
  options: { useRegex: boolean; added: readonly object[] },
): string {
  const level = {
    type: "ByteLevel",
    add_prefix_space: false,
    trim_offsets: true,
    use_regex: options.useRegex,
  };
  return JSON.stringify({
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: options.added,
    normalizer: null,
    pre_tokenizer: level,
    post_processor: null,
    decoder: level,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges,
    },
  });
}

function byteTokenizer(): string {
  const tokens = Array.from({ length: 256 }, (_, byte) => visibleBytes([byte]));
  return byteLevel(tokens, [], { useRegex: false, added: [] });
}

/** GPT-2's ids are the ranks of its merges; the end of a text follows them. */
async function gpt2Tokenizer(): Promise<string> {
  const { default: ranks } = await import("gpt-tokenizer/bpeRanks/r50k_base");
  const encoder = new TextEncoder();
  const tokens = ranks.map((token) =>
    visibleBytes(typeof token === "string" ? encoder.encode(token) : token),
  );
  const end = {
    id: tokens.length,
    content: endOfText,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  };
  return byteLevel([...tokens, endOfText], bpeMerges(tokens), { useRegex: true, added: [end] });
}
