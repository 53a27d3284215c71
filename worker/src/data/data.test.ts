import { mkdir, mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TokenBatch } from "../engine/engine.ts";
import { DataError } from "./errors.ts";
import { openSource, sources } from "./index.ts";
import type { DataSource } from "./source.ts";
import { TokenWriter } from "./tokenize/token-writer.ts";
import { readManifest, type TokensManifest } from "./tokens/manifest.ts";
import { TokenFile, verifyFiles } from "./tokens/token-file.ts";
import { ValidationSums, validationBatches, validationIndices } from "./validation.ts";

let home: string;
let counter = 0;
const T = 8;
const options = { seed: 3, sequenceLength: T, sequencesPerStep: 4 };
const emptyBatch = (rows: number): TokenBatch => ({
  inputs: new Int32Array(rows * T),
  targets: new Int32Array(rows * T),
});
const range = (n: number, from = 0): number[] => Array.from({ length: n }, (_, i) => from + i);

/** Documents of ids that tell where they come from: document d holds 1000·d, 1000·d + 1, … */
async function dataset(
  train: number[],
  validation: { tokens: number; domain: number }[],
  vocabulary = 60_000,
): Promise<string> {
  const directory = join(home, `data-${counter++}`);
  await mkdir(directory);
  const split = async (name: string, documents: { tokens: number; domain: number }[], first: number) => {
    const writer = new TokenWriter(directory, name, "uint16");
    for (const [d, { tokens }] of documents.entries()) await writer.write(range(tokens, 1000 * (first + d)));
    return {
      tokens: documents.reduce((sum, { tokens }) => sum + tokens, 0),
      files: await writer.finish(),
      documents,
    };
  };
  const manifest: TokensManifest = {
    apiVersion: "plateau.dev/tokens/v1",
    tokenizer: { name: "test", identity: "test" },
    vocabulary,
    dtype: "uint16",
    domains: ["law", "poetry"],
    splits: {
      train: await split(
        "train",
        train.map((tokens) => ({ tokens, domain: 0 })),
        0,
      ),
      validation: await split("validation", validation, 20),
    },
  };
  await writeFile(join(directory, "manifest.json"), JSON.stringify(manifest));
  return directory;
}
const usual = (): Promise<string> =>
  dataset(
    [50, 31],
    [
      { tokens: 20, domain: 0 },
      { tokens: 8, domain: 1 },
      { tokens: 33, domain: 1 },
    ],
  );
const failure = (promise: Promise<unknown>): Promise<DataError> =>
  promise.then(
    () => {
      throw new Error("expected a DataError, but it succeeded");
    },
    (error: unknown) => {
      if (!(error instanceof DataError)) throw error;
      return error;
    },
  );

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-data-"));
});
afterAll(() => rm(home, { recursive: true }));

describe("token shards", () => {
  it("give every training window once an epoch, targets one ahead of inputs", async () => {
    const source = await openSource({ source: "tokens", uri: await usual() }, options);
    // 81 tokens hold ten windows of 8 + 1.
    expect(source.trainTokens).toBe(80);
    const all = [...range(50), ...range(31, 1000)];
    const batch = emptyBatch(1);
    const starts: number[] = [];
    for (let position = 0; position < 10; position++) {
      await source.fill(Math.floor(position / 4), [position % 4], batch);
      const at = all.indexOf(batch.inputs[0] ?? -1);
      expect([...batch.inputs]).toEqual(all.slice(at, at + T));
      expect([...batch.targets]).toEqual(all.slice(at + 1, at + T + 1));
      starts.push(at);
    }
    expect(starts.toSorted((a, b) => a - b)).toEqual(range(10).map((i) => i * T));
    expect(starts).not.toEqual(range(10).map((i) => i * T));
    await source.close();
  });

  it("read the same sample into whichever row and beside whichever others", async () => {
    const source = await openSource({ source: "tokens", uri: await usual() }, options);
    const [whole, swapped] = [emptyBatch(4), emptyBatch(2)];
    // At once, as prefetching does.
    await Promise.all([source.fill(2, [0, 1, 2, 3], whole), source.fill(2, [3, 1], swapped)]);
    expect(swapped.inputs.slice(0, T)).toEqual(whole.inputs.slice(3 * T));
    expect(swapped.targets.slice(T)).toEqual(whole.targets.slice(T, 2 * T));
    await source.close();
  });

  it("keep validation windows within their documents, with their domains", async () => {
    const source = await openSource({ source: "tokens", uri: await usual() }, options);
    const seen: [number, string][] = [];
    const batch = emptyBatch(1);
    for (let i = 0; i < source.validationSequences; i++) {
      const domain = await source.fillValidation(i, 0, batch);
      seen.push([batch.inputs[0] ?? -1, domain]);
    }
    // Windows of 9 tokens every 8: two in 20 tokens, none in 8, four in 33.
    expect(seen).toEqual([
      [20_000, "law"],
      [20_008, "law"],
      [22_000, "poetry"],
      [22_008, "poetry"],
      [22_016, "poetry"],
      [22_024, "poetry"],
    ]);
    await source.close();
  });

  it("name the file and its truncation", async () => {
    const directory = await usual();
    await truncate(join(directory, "train-00000.bin"), 161);
    const error = await failure(openSource({ source: "tokens", uri: directory }, options));
    expect(error.code).toBe("E_DATA_SIZE");
    expect(error.message).toMatch(/train-00000\.bin holds 161 bytes of tokens, expected 162/);
  });

  it("name the file and byte of an id beyond the vocabulary", async () => {
    const directory = await dataset([40], [{ tokens: 20, domain: 0 }], 30);
    const source = await openSource({ source: "tokens", uri: directory }, options);
    const error = await failure(source.fill(0, [0, 1, 2, 3], emptyBatch(4)));
    expect(error.code).toBe("E_TOKEN_RANGE");
    expect(error.message).toMatch(/train-00000\.bin: the id at byte 60 is 30, but the vocabulary has 30/);
    await source.close();
  });

  it("refuse a manifest of another version, of contradicting counts, cut off, or absent", async () => {
    const directory = await usual();
    const path = join(directory, "manifest.json");
    const text = await readFile(path, "utf8");
    const code = async (contents: string): Promise<string> => {
      await writeFile(path, contents);
      return (await failure(openSource({ source: "tokens", uri: directory }, options))).code;
    };
    expect(await code(text.replace("tokens/v1", "tokens/v2"))).toBe("E_DATA_MANIFEST");
    expect(await code(text.slice(0, -10))).toBe("E_DATA_MANIFEST");
    expect(await code(text.replace('"uint16"', '"uint32"'))).toBe("E_DATA_SIZE");
    expect(await code(text.replace('"tokens":81', '"tokens":82'))).toBe("E_DATA_SIZE");
    await rm(path);
    expect((await failure(readManifest(directory))).message).toContain("plateau tokenize");
  });

  it("name a file whose bytes have changed when asked to verify", async () => {
    const directory = await usual();
    const { manifest } = await readManifest(directory);
    const path = join(directory, "train-00000.bin");
    const bytes = await readFile(path);
    bytes[5]! ^= 1;
    await writeFile(path, bytes);
    const error = await failure(verifyFiles(directory, manifest.splits.train.files));
    expect(error).toMatchObject({ code: "E_DATA_DAMAGED" });
    expect(error.message).toContain(path);
  });

  it("say what is too short for one sequence, and a vocabulary larger than the model's", async () => {
    const short = await dataset([40], [{ tokens: 8, domain: 0 }]);
    expect(await failure(openSource({ source: "tokens", uri: short }, options))).toMatchObject({
      code: "E_DATA_TOO_SHORT",
    });
    const error = await failure(
      openSource({ source: "tokens", uri: await usual() }, { ...options, vocabulary: 256 }),
    );
    expect(error.message).toContain("model.vocabulary is 256; set it to 60000 or more");
  });

  it("read the same from disk as from memory, across file borders", async () => {
    const directory = join(home, "borders");
    await mkdir(directory);
    const writer = new TokenWriter(directory, "t", "uint32", 400);
    await writer.write(range(1000));
    const files = (await writer.finish()).map(({ name, bytes }) => ({
      path: join(directory, name),
      headerBytes: 0,
      bytes,
    }));
    const opened = [
      await TokenFile.open(files, "uint32", 1000),
      await TokenFile.open(files, "uint32", 1000, 0),
    ];
    for (const file of opened) {
      for (const [position, count] of [
        [0, 1000],
        [99, 2],
        [250, 333],
        [999, 1],
      ] as const) {
        const target = new Int32Array(count + 1);
        await file.read(position, count, target, 1);
        expect([...target]).toEqual([0, ...range(count, position)]);
      }
      expect(await failure(file.read(990, 11, new Int32Array(11), 0))).toMatchObject({ code: "E_DATA_SIZE" });
      await file.close();
    }
  });
});

describe("bin files", () => {
  const header = (tokens: number, magic = 20240520, version = 1): Buffer => {
    const bytes = Buffer.alloc(1024);
    [magic, version, tokens].forEach((value, i) => bytes.writeInt32LE(value, 4 * i));
    return bytes;
  };
  const ids = Buffer.from(Uint16Array.from(range(100)).buffer);
  const file = async (name: string, ...parts: Buffer[]): Promise<string> => {
    await writeFile(join(home, name), Buffer.concat(parts));
    return join(home, name);
  };
  const open = (path: string, dtype: "uint16" | "uint32" = "uint16"): Promise<DataSource> =>
    openSource({ source: "bin", train: [path], validation: [path], dtype }, { ...options, vocabulary: 128 });

  it("give the same sequences raw (nanoGPT) and with a header (llm.c)", async () => {
    const [raw, headed] = [await file("raw.bin", ids), await file("headed.bin", header(100), ids)];
    const [a, b] = [await open(raw), await open(headed)];
    expect([a.trainTokens, a.validationSequences]).toEqual([96, 12]);
    const [one, two] = [emptyBatch(4), emptyBatch(4)];
    await a.fill(1, [0, 1, 2, 3], one);
    await b.fill(1, [0, 1, 2, 3], two);
    expect(one).toEqual(two);
    expect(one.targets[0]).toBe((one.inputs[0] ?? 0) + 1);
    expect(await a.fillValidation(3, 0, one)).toBe("");
    expect(one.inputs[0]).toBe(24);
    expect(a.identity).toBe(b.identity);
    await Promise.all([a.close(), b.close()]);
  });

  it.each([
    ["an unknown version", () => [header(100, 20240520, 3), ids], "E_DATA_MANIFEST", /version 3/],
    [
      "another width in the header",
      () => [header(50, 20240801, 7), ids],
      "E_DATA_MANIFEST",
      /uint32 by its header/,
    ],
    ["a truncated body", () => [header(100), ids.subarray(0, 150)], "E_DATA_SIZE", /truncated by 50 bytes/],
    ["an odd size", () => [ids.subarray(0, 33)], "E_DATA_SIZE", /33 bytes, not a number of uint16/],
    ["nothing in it", () => [], "E_DATA_SIZE", /0 bytes/],
  ])("with %s are refused by name", async (name, parts, code, message) => {
    const error = await failure(open(await file(`${name.replaceAll(" ", "-")}.bin`, ...parts())));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it("read with the wrong width show ids beyond the vocabulary", async () => {
    const source = await open(await file("wrong.bin", ids), "uint32");
    const error = await failure(source.fill(0, [0], emptyBatch(1)));
    expect(error.code).toBe("E_TOKEN_RANGE");
    expect(error.message).toContain("of another width than uint32");
    await source.close();
  });
});

describe("validation", () => {
  it("scores each sequence once, in the same order, whatever the batch size", async () => {
    const source = await openSource({ source: "tokens", uri: await usual() }, options);
    const collect = async (batch: number): Promise<[number, string][]> => {
      const rows: [number, string][] = [];
      for await (const { tokens, domains } of validationBatches(source, {
        batch,
        sequenceLength: T,
        sequences: 0,
      })) {
        domains.forEach((domain, row) => rows.push([tokens.inputs[row * T] ?? -1, domain]));
        expect(tokens.targets.slice(domains.length * T).every((id) => id === -1)).toBe(true);
      }
      return rows;
    };
    const whole = await collect(6);
    expect(whole).toHaveLength(6);
    for (const batch of [1, 4, 16]) expect(await collect(batch)).toEqual(whole);
    await source.close();
  });

  it("spreads a part of the set evenly over it", () => {
    expect(validationIndices(10, 4)).toEqual([0, 2, 5, 7]);
    expect(validationIndices(3, 100)).toEqual([0, 1, 2]);
    expect(validationIndices(5, 0)).toEqual([0, 1, 2, 3, 4]);
  });

  it("means over tokens, by domain and in all, and ignores rows without a sequence", () => {
    const sums = new ValidationSums(10);
    sums.add(Float32Array.of(20, 30), ["poetry", "law"]);
    sums.add(Float32Array.of(10, 999), ["poetry"]);
    expect(sums.result()).toEqual({
      loss: 2,
      tokens: 30,
      domains: { law: { loss: 3, tokens: 10 }, poetry: { loss: 1.5, tokens: 20 } },
    });
    const none = new ValidationSums(10);
    none.add(Float32Array.of(5), [""]);
    expect(none.result()).toEqual({ loss: 0.5, tokens: 10, domains: {} });
  });
});

it("has a folder for every source in the map", async () => {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const folders = entries
    .filter((entry) => entry.isDirectory() && entry.name !== "tokenize")
    .map(({ name }) => name);
  expect(Object.keys(sources).sort()).toEqual(folders.sort());
});
