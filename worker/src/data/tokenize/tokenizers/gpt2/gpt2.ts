/** GPT-2 byte-pair encoding (50,257 ids, also called r50k_base); documents end with <|endoftext|>. */
import type { Tokenizer } from "../tokenizer.ts";

export async function createGpt2Tokenizer(): Promise<Tokenizer> {
  // Loaded on demand: the tables take a second and 30 MB.
  const { encode, vocabularySize } = await import("gpt-tokenizer/encoding/r50k_base");
  // Nothing is special: "<|endoftext|>" within a text is text.
  const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
  return {
    name: "gpt2",
    identity: "gpt2/r50k_base",
    vocabulary: vocabularySize,
    separator: 50_256,
    encode: (text) => encode(text, plain),
  };
}
