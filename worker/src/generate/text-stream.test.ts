import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { createTokenizer } from "../data/tokenize/tokenizers/index.ts";
import { TextStream } from "./text-stream.ts";

const fixtures = join(import.meta.dirname, "..", "data", "tokenize", "fixtures");

describe("text of tokens that come one by one", () => {
  it.each([
    ["byte", { name: "byte" }],
    ["gpt2", { name: "gpt2" }],
    ["unigram", { name: "huggingface", path: join(fixtures, "unigram.tokenizer.json") }],
  ] as const)("with %s is the text of all of them, in pieces without half characters", async (_, choice) => {
    const tokenizer = await createTokenizer(choice);
    const texts = fc.constantFrom("naïve 𒀭 café", "one two three", "aé€𒀭".repeat(9), "the the of the");
    fc.assert(
      fc.property(texts, fc.nat(30), (text, cut) => {
        const ids = Array.from(tokenizer.encode(text));
        // Cut between characters, as a prompt is.
        let at = Math.min(cut, ids.length - 1);
        while (at > 0 && tokenizer.decode(ids.slice(0, at)).endsWith("\ufffd")) at--;
        const stream = new TextStream(tokenizer, ids.slice(0, at));
        const pieces = [...ids.slice(at).map((id) => stream.push(id)), stream.finish()];
        expect(pieces.join("")).toBe(tokenizer.decode(ids).slice(tokenizer.decode(ids.slice(0, at)).length));
        expect(pieces.filter((piece) => piece.includes("\ufffd"))).toEqual([]);
      }),
      { seed: 4 },
    );
  });

  it("gives out bytes that are no character in the end, and does not wait for ever", async () => {
    const tokenizer = await createTokenizer({ name: "byte" });
    const stream = new TextStream(tokenizer, []);
    expect([stream.push(0xe2), stream.push(0x82), stream.finish()]).toEqual(["", "", "\ufffd"]);
    const pieces = Array.from({ length: 40 }, () => stream.push(0xff));
    expect(pieces.join("").length).toBeGreaterThan(20);
  });
});
