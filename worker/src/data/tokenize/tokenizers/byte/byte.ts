/** Byte level: the UTF-8 bytes themselves, 256 ids. Documents end with byte 0, which text does not contain. */
import type { Tokenizer } from "../tokenizer.ts";

export function createByteTokenizer(): Promise<Tokenizer> {
  const encoder = new TextEncoder();
  return Promise.resolve({
    name: "byte",
    identity: "byte/v1",
    vocabulary: 256,
    separator: 0,
    encode: (text) => encoder.encode(text),
  });
}
