/** GPT-2 byte-pair encoding (50,257 ids, also called r50k_base); documents end with <|endoftext|>. */
import type { Tokenizer } from "../tokenizer.ts";

const separator = 50_256;

export async function createGpt2Tokenizer(): Promise<Tokenizer> {
  // Loaded on demand: the tables take a second and 30 MB.
  const [{ encode, vocabularySize }, { default: ranks }] = await Promise.all([
    import("gpt-tokenizer/encoding/r50k_base"),
    import("gpt-tokenizer/bpeRanks/r50k_base"),
  ]);
  // Nothing is special: "<|endoftext|>" within a text is text.
  const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
  const bytesOf = (id: number): Buffer => {
    const token = id === separator ? "<|endoftext|>" : ranks[id];
    if (token === undefined) throw new RangeError(`${id} is no token of GPT-2`);
    return Buffer.from(token as string);
  };
  return {
    name: "gpt2",
    identity: "gpt2/r50k_base",
    vocabulary: vocabularySize,
    separator,
    byteLength: (id) => (id === separator ? 0 : bytesOf(id).length),
    encode: (text) => encode(text, plain),
    // Not the library's own: it drops a character that is not whole.
    decode: (ids) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(Buffer.concat(ids.map(bytesOf))),
  };
}
