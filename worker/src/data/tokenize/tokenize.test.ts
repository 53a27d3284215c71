import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readManifest } from "../tokens/manifest.ts";
import { verifyFiles } from "../tokens/token-file.ts";
import { untag } from "./inputs/brown/brown.ts";
import { formats } from "./inputs/index.ts";
import { tokenize, type TokenizeOptions } from "./tokenize.ts";
import { splitDocuments } from "./split.ts";
import { TokenWriter } from "./token-writer.ts";

let home: string;
let counter = 0;
const fixtures = join(import.meta.dirname, "fixtures");
const path = (name: string): string => join(home, name);
const write = async (name: string, contents: string | Uint8Array): Promise<string> => {
  await writeFile(path(name), contents);
  return path(name);
};
const run = async (inputs: string[], options: Partial<TokenizeOptions> = {}) => {
  const output = options.output ?? path(`out-${counter++}`);
  const summary = await tokenize({ inputs, tokenizer: { name: "byte" }, ...options, output });
  const { manifest } = await readManifest(output);
  const read = async (split: "train" | "validation"): Promise<number[]> => {
    const parts = await Promise.all(
      manifest.splits[split].files.map(({ name }) => readFile(join(output, name))),
    );
    const bytes = Buffer.concat(parts);
    return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readUInt16LE(2 * i));
  };
  const ids = { train: await read("train"), validation: await read("validation") };
  return { summary, manifest, ids, output };
};
/** Documents of both splits as text, sorted. */
const documents = ({ ids }: Awaited<ReturnType<typeof run>>): string[] =>
  [...ids.train, 0, ...ids.validation]
    .reduce((text, byte) => text + String.fromCharCode(byte), "")
    .split("\0")
    .filter((text) => text !== "")
    .sort();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-tokenize-"));
});
afterAll(() => rm(home, { recursive: true }));

describe("tokenize", () => {
  it("keeps every document once, over both splits, and records sizes and hashes that verify", async () => {
    const lines = Array.from({ length: 40 }, (_, i) =>
      JSON.stringify({ text: `number ${i}`, kind: i % 2 ? "a" : "b" }),
    );
    const made = await run([await write("all.jsonl", lines.join("\n"))], {
      domainField: "kind",
      validationFraction: 0.1,
    });
    expect(documents(made)).toEqual(Array.from({ length: 40 }, (_, i) => `number ${i}`).sort());
    for (const split of ["train", "validation"] as const)
      await verifyFiles(made.output, made.manifest.splits[split].files);
    expect(made.summary.domains).toEqual([
      expect.objectContaining({ domain: "b", trainDocuments: 18, validationDocuments: 2 }),
      expect.objectContaining({ domain: "a", trainDocuments: 18, validationDocuments: 2 }),
    ]);
    expect(await readFile(join(made.output, "domains.csv"), "utf8")).toMatch(
      /^domain,.*\nb,18,\d+,2,\d+\na,18/,
    );
    expect(await readdir(home)).not.toContain(`${made.output}.incomplete-${process.pid}`);
  });

  it("gives the same bytes for the same seed and another split for another", async () => {
    const input = await write("seed.txt", Array.from({ length: 50 }, (_, i) => `doc ${i}`).join("%"));
    const options = { documentSeparator: "%", validationFraction: 0.2 };
    const [one, again, other] = [
      await run([input], options),
      await run([input], options),
      await run([input], { ...options, seed: 1 }),
    ];
    expect(again.manifest).toEqual(one.manifest);
    expect(other.ids.validation).not.toEqual(one.ids.validation);
    expect(documents(other)).toEqual(documents(one));
  });

  it("cuts a single document so that its end is validation", async () => {
    const made = await run([await write("one.txt", "x".repeat(90) + "y".repeat(9))], {
      validationFraction: 0.1,
    });
    expect(made.ids.train).toEqual(Array.from({ length: 90 }, () => 120));
    expect(made.ids.validation).toEqual([...Array.from({ length: 9 }, () => 121), 0]);
  });

  it("takes folders as domains", async () => {
    await mkdir(path("corpus/law"), { recursive: true });
    await mkdir(path("corpus/poetry/old"), { recursive: true });
    for (const name of ["law/a.txt", "law/b.txt", "poetry/a.txt", "poetry/old/b.md", ".hidden.txt", "c.pdf"])
      await write(`corpus/${name}`, name);
    const made = await run([path("corpus")]);
    expect(documents(made)).toEqual(["law/a.txt", "law/b.txt", "poetry/a.txt", "poetry/old/b.md"]);
    expect(made.manifest.domains).toEqual(["law", "poetry"]);
  });

  it("gives long text the ids of the whole although it is read in pieces", async () => {
    const paragraph = "It was the best of times.\n  Indented, then\n\n\nblank lines\tand ünïcödé 日本 🙂.\n";
    const text = paragraph.repeat(30_000);
    expect(text.length).toBeGreaterThan(2 ** 21);
    const made = await run([await write("long.txt", text)], { tokenizer: { name: "gpt2" } });
    const { encode } = await import("gpt-tokenizer/encoding/r50k_base");
    expect([...made.ids.train, ...made.ids.validation].length).toBe(30_000 * encode(paragraph).length + 1);
    expect(made.ids.train.slice(0, 40_000)).toEqual(encode(paragraph.repeat(3000)).slice(0, 40_000));
  }, 30_000);

  it("reports progress up to the total", async () => {
    const seen: number[] = [];
    const input = await write("progress.txt", "a\n".repeat(2_000_000));
    await run([input], {
      onProgress: ({ bytesDone, bytesTotal }) => {
        expect(bytesTotal).toBe(4_000_000);
        seen.push(bytesDone);
      },
    });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(4_000_000);
  });

  it.each(["snappy", "zstd", "gzip", "none"])("reads parquet compressed by %s", async (codec) => {
    const made = await run([join(fixtures, `${codec}.parquet`)], { domainField: "kind" });
    expect(made.manifest.domains).toEqual(["poetry", "law"]);
    expect(documents(made)).toContain("document 0: Hello, world!");
    expect(made.summary.documents).toBe(30);
  });
});

describe("bad input", () => {
  const failure = async (inputs: string[], options: Partial<TokenizeOptions> = {}): Promise<string> => {
    const output = path(`failed-${counter++}`);
    const before = await readdir(home);
    const message = await run(inputs, { ...options, output }).then(
      () => "it succeeded",
      (error: unknown) => (error as Error).message,
    );
    expect(await readdir(home)).toEqual(before);
    return message;
  };

  it.each([
    [[0xff, 0x41], 0],
    [[0x41, 0x42, 0xc3, 0x28], 3],
    [[0x41, 0xe2, 0x82], 1],
    [[...Buffer.from("日本"), 0x80], 6],
  ])("that is not UTF-8 (%j) is named with its byte, and nothing is left behind", async (bytes, offset) => {
    expect(await failure([await write("bad.txt", Uint8Array.from(bytes))])).toContain(
      `bad.txt is not UTF-8 text at byte ${offset}.`,
    );
  });

  it("that is not UTF-8 beyond the first mebibyte is named with its byte", async () => {
    const bytes = Buffer.from("é".repeat(800_000));
    bytes[1_234_568] = 0x41;
    expect(await failure([await write("far.txt", bytes)])).toContain("at byte 1234569.");
  });

  it.each([
    ['{"text": "a"}\n{"text": ', /lines\.jsonl line 2 is not JSON/],
    ['{"text": "a"}\n\n[1]', /line 3 is not a JSON object/],
    ['{"content": "a", "id": 1}', /line 1: field "text" is missing\. Its fields are content, id/],
    ['{"text": 5}', /field "text" is number, not a string/],
    ['{"text": null}', /field "text" is null/],
    ["", /The inputs hold no text/],
  ])("in JSON lines %j says which line and why", async (contents, message) => {
    expect(await failure([await write("lines.jsonl", contents)])).toMatch(message);
  });

  it("in parquet names the columns that there are, or that the file is none", async () => {
    expect(await failure([join(fixtures, "none.parquet")], { textField: "body" })).toContain(
      'has no column "body"; its columns are text, kind, score',
    );
    expect(await failure([join(fixtures, "none.parquet")], { textField: "score" })).toContain(
      'column "score" is',
    );
    const whole = await readFile(join(fixtures, "none.parquet"));
    expect(await failure([await write("cut.parquet", whole.subarray(0, 2000))])).toContain(
      "it is not a parquet file",
    );
  });

  it("by name: a missing path, an unknown extension, a directory without text", async () => {
    expect(await failure([path("nowhere.txt")])).toContain("cannot be read");
    expect(await failure([await write("book.pdf", "x")])).toContain("The format of book.pdf is not known");
    await mkdir(path("void"), { recursive: true });
    expect(await failure([path("void")])).toContain("holds no file of");
    expect(await failure([await write("x.txt", "x")], { validationFraction: 1.5 })).toContain("1.5");
  });

  it("never overwrites what stands at the output unless told, and then only when complete", async () => {
    const input = await write("over.txt", "new text");
    const { output } = await run([input]);
    const before = await readFile(join(output, "manifest.json"));
    await expect(run([input], { output })).rejects.toMatchObject({ code: "E_OUTPUT" });
    await expect(
      run([await write("bad2.txt", Uint8Array.of(0xff))], { output, overwrite: true }),
    ).rejects.toThrow();
    expect(await readFile(join(output, "manifest.json"))).toEqual(before);
    await run([await write("over.txt", "newer text, and longer")], { output, overwrite: true });
    expect(await readFile(join(output, "manifest.json"))).not.toEqual(before);
  });

  it("stops when the signal says so and leaves nothing", async () => {
    const controller = new AbortController();
    const input = await write("abort.txt", "a\n".repeat(2_000_000));
    expect(
      await failure([input], {
        signal: controller.signal,
        onProgress: () => controller.abort(new Error("stopped")),
      }),
    ).toBe("stopped");
  });
});

describe("the split", () => {
  const corpora = fc.array(fc.record({ tokens: fc.integer({ min: 1, max: 500 }), domain: fc.nat(4) }), {
    minLength: 1,
    maxLength: 80,
  });

  it("covers every token exactly once and gives every domain of some size both splits", () => {
    fc.assert(
      fc.property(
        corpora,
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        fc.nat(),
        (all, fraction, seed) => {
          const pieces = splitDocuments(all, { fraction, seed });
          let from = 0;
          for (const piece of pieces) {
            expect(piece.from).toBe(from);
            from += piece.tokens;
          }
          expect(from).toBe(all.reduce((sum, { tokens }) => sum + tokens, 0));
          for (const domain of new Set(all.map((each) => each.domain))) {
            const own = all.filter((each) => each.domain === domain);
            const splits = new Set(
              pieces.filter((piece) => piece.domain === domain).map(({ split }) => split),
            );
            if (own.length > 1 || (own[0]?.tokens ?? 0) * fraction >= 1) expect(splits.size).toBe(2);
          }
        },
      ),
      { seed: 11 },
    );
  });
});

describe("the token writer", () => {
  it("starts a new file at the limit and loses nothing at the seams", async () => {
    await mkdir(path("writer"));
    const writer = new TokenWriter(path("writer"), "t", "uint32", 1_000_000);
    const ids = Array.from({ length: 700_000 }, (_, i) => i);
    await writer.write(ids.slice(0, 10));
    await writer.write(ids.slice(10));
    const files = await writer.finish();
    expect(files.map(({ bytes }) => bytes)).toEqual([1_000_000, 1_000_000, 800_000]);
    const all = Buffer.concat(
      await Promise.all(files.map(({ name }) => readFile(join(path("writer"), name)))),
    );
    expect(ids.every((id, i) => all.readUInt32LE(4 * i) === id)).toBe(true);
    await verifyFiles(path("writer"), files);
  });
});

describe("the Brown corpus", () => {
  it.each([
    ["The/at jury/nn said/vbd ,/, ``/`` no/at evidence/nn ''/'' ./.", 'The jury said, "no evidence".\n'],
    ["add/vb 1-1/2/cd cups/nns and/or/cc //in ./.", "add 1-1/2 cups and/or /.\n"],
    ["What/wdt ?/. ?/. He/pps (/( Hal/np )/) left/vbd ;/. ;/.", "What? He (Hal) left;\n"],
    ["He/pps said/vbd '/' yes/rb '/' --/-- twice/rb", "He said 'yes' -- twice\n"],
    ["\n\n\tOne/cd ./.\nTwo/cd ./.\n\n\n\tThree/cd ./.\n", "One. Two.\nThree.\n"],
  ])("%j reads %j", (tagged, text) => {
    expect(untag(tagged, "test")).toBe(text);
  });

  it("names a token without a tag", () => {
    expect(() => untag("The/at jury", "ca01")).toThrow(/ca01: "jury" is not of the form word\/tag/);
  });
});

it("has a folder for every input format in the map", async () => {
  const entries = await readdir(join(import.meta.dirname, "inputs"), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(Object.keys(formats).sort()).toEqual(folders.sort());
});
