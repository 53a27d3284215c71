import { describe, expect, it } from "@jest/globals";
import { Tokenizer as Library } from "@huggingface/tokenizers";
import fc from "fast-check";
import { createTokenizer } from "../data/tokenize/tokenizers/index.ts";
import { bpeMerges } from "./bpe-merges.ts";
import { tokenizerFiles } from "./tokenizer-files.ts";

/** Every kind of text that byte-pair encoding cuts differently. */
const texts = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.lorem({ maxCount: 3, mode: "sentences" }),
  fc.constantFrom("It's 2026;\n\n  the  end", "naïve 𒀭 \u0000\u0001", " x\t\r\n", "don't WON'T 1,000.5"),
);

describe("tokenizer files", () => {
  it.each(["byte", "gpt2"] as const)(
    "of %s give the ids that the data were made with, and their text",
    async (name) => {
      const own = await createTokenizer({ name });
      const files = await tokenizerFiles({ choice: { name }, separator: own.separator }, 64);
      const library = new Library(JSON.parse(files["tokenizer.json"]!) as object, {});
      fc.assert(
        fc.property(texts, (text) => {
          const ids = Array.from(own.encode(text));
          expect(library.encode(text, { add_special_tokens: false }).ids).toEqual(ids);
          expect(ids.length === 0 ? "" : library.decode(ids, { clean_up_tokenization_spaces: false })).toBe(
            text.toWellFormed(),
          );
        }),
        { seed: 9, numRuns: 200 },
      );
      expect(JSON.parse(files["tokenizer_config.json"]!)).toMatchObject({ model_max_length: 64 });
    },
  );

  it("have merges that make each token of two before it, in the order of the ranks", () => {
    const bytes = ["a", "b", "c"];
    expect(bpeMerges([...bytes, "ab", "bc", "abc", "aabc"])).toEqual([
      ["a", "b"],
      ["b", "c"],
      ["ab", "c"],
      ["a", "abc"],
    ]);
    expect(() => bpeMerges([...bytes, "abc"])).toThrow(/no merge of tokens before it/);
  });
});
