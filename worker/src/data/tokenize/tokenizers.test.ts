import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { createTokenizer, tokenizers } from "./tokenizers/index.ts";

const fixtures = join(import.meta.dirname, "fixtures");

interface Expected {
  samples: string[];
  gpt2: { source: string; ids: number[][] };
  huggingface: Record<"bpe" | "wordpiece" | "unigram", number[][]>;
}
const expected = JSON.parse(await readFile(join(fixtures, "expected.json"), "utf8")) as Expected;

describe("tokenizers", () => {
  it("byte gives the UTF-8 bytes", async () => {
    const tokenizer = await createTokenizer({ name: "byte" });
    for (const text of expected.samples)
      expect(Array.from(tokenizer.encode(text))).toEqual([...Buffer.from(text)]);
    expect(tokenizer.vocabulary).toBe(256);
  });

  it(`gpt2 gives the ids of ${expected.gpt2.source}, special tokens in a text being text`, async () => {
    const tokenizer = await createTokenizer({ name: "gpt2" });
    expect(tokenizer.vocabulary).toBe(50_257);
    expect(expected.samples.map((text) => Array.from(tokenizer.encode(text)))).toEqual(expected.gpt2.ids);
  });

  it.each(["bpe", "wordpiece", "unigram"] as const)(
    "huggingface gives the ids of the reference library for a trained %s",
    async (name) => {
      const path = join(fixtures, `${name}.tokenizer.json`);
      const tokenizer = await createTokenizer({ name: "huggingface", path });
      expect(expected.samples.map((text) => Array.from(tokenizer.encode(text)))).toEqual(
        expected.huggingface[name],
      );
      expect(Math.max(...expected.huggingface[name].flat())).toBeLessThan(tokenizer.vocabulary);
      expect(tokenizer.separator).toBeDefined();
    },
  );

  it.each([
    ["byte", { name: "byte" }],
    ["gpt2", { name: "gpt2" }],
    ["a trained bpe", { name: "huggingface", path: join(fixtures, "bpe.tokenizer.json") }],
  ] as const)(
    "%s gives back the text of its ids, and refuses ids that it does not have",
    async (_, choice) => {
      const tokenizer = await createTokenizer(choice);
      for (const text of expected.samples)
        expect(tokenizer.decode(Array.from(tokenizer.encode(text)))).toBe(text);
      expect(() => tokenizer.decode([tokenizer.vocabulary])).toThrow(RangeError);
      expect(() => tokenizer.decode([-1])).toThrow(RangeError);
    },
  );

  it("byte and gpt2 mark a character that is not whole", async () => {
    for (const name of ["byte", "gpt2"] as const) {
      const tokenizer = await createTokenizer({ name });
      // Of four bytes; GPT-2 needs several tokens for it.
      const ids = Array.from(tokenizer.encode("𒀭"));
      expect(ids.length).toBeGreaterThan(1);
      expect(tokenizer.decode(ids.slice(0, -1))).toContain("\ufffd");
    }
  });

  it("huggingface refuses a file that is no tokenizer and a separator that it lacks", async () => {
    const open = (file: string, separator?: string) =>
      createTokenizer({
        name: "huggingface",
        path: join(fixtures, file),
        ...(separator === undefined ? {} : { separator }),
      });
    await expect(open("missing.json")).rejects.toMatchObject({ code: "E_INPUT" });
    await expect(open("expected.json")).rejects.toMatchObject({ code: "E_INPUT" });
    await expect(open("bpe.tokenizer.json", "</doc>")).rejects.toThrow(/has no token "<\/doc>"/);
    expect((await open("bpe.tokenizer.json", "")).separator).toBeUndefined();
  });

  it("has a folder for every tokenizer in the map", async () => {
    const entries = await readdir(join(import.meta.dirname, "tokenizers"), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(Object.keys(tokenizers).sort()).toEqual(folders.sort());
  });
});
