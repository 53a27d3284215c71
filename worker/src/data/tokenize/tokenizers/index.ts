/** Tokenizers by name. */
import { createByteTokenizer } from "./byte/byte.ts";
import { createGpt2Tokenizer } from "./gpt2/gpt2.ts";
import { createHuggingFaceTokenizer, type HuggingFaceOptions } from "./huggingface/huggingface.ts";
import type { Tokenizer } from "./tokenizer.ts";

export type TokenizerChoice =
  { name: "byte" } | { name: "gpt2" } | ({ name: "huggingface" } & HuggingFaceOptions);

type Factory<N extends TokenizerChoice["name"]> = (
  choice: Extract<TokenizerChoice, { name: N }>,
) => Promise<Tokenizer>;

/** Each name is a folder beside this file. */
export const tokenizers: { readonly [N in TokenizerChoice["name"]]: Factory<N> } = {
  byte: createByteTokenizer,
  gpt2: createGpt2Tokenizer,
  huggingface: createHuggingFaceTokenizer,
};

export function createTokenizer(choice: TokenizerChoice): Promise<Tokenizer> {
  return (tokenizers[choice.name] as Factory<TokenizerChoice["name"]>)(choice);
}
