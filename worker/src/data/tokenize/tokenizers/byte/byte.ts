/** Byte level: the UTF-8 bytes themselves, 256 ids. Documents end with byte 0, which text does not contain. */
import type { Tokenizer } from "../tokenizer.ts";

export function createByteTokenizer(): Promise<Tokenizer> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return Promise.resolve({
    name: "byte",
    identity: "byte/v1",
    vocabulary: 256,
    separator: 0,
    byteLength: (id) => (id === 0 ? 0 : 1),
    encode: (text) => encoder.encode(text),
    decode: (ids) => {
      const stray = ids.find((id) => !(id >= 0 && id < 256));
      if (stray !== undefined) throw new RangeError(`${stray} is no byte`);
      return decoder.decode(Uint8Array.from(ids));
    },
  });
}
