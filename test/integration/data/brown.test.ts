import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openSource } from "@plateau/worker/data/index.ts";
import { brownDirectory, tokenize, type TokenizeSummary } from "@plateau/worker/data/tokenize/index.ts";

let directory: string;
let summary: TokenizeSummary;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "plateau-brown-"));
  summary = await tokenize({
    inputs: [brownDirectory()],
    format: "brown",
    tokenizer: { name: "byte" },
    output: join(directory, "brown"),
  });
}, 60_000);
afterAll(() => rm(directory, { recursive: true }));

describe("the Brown corpus, byte by byte", () => {
  it("holds all 500 documents of 15 genres, each genre in both splits", () => {
    expect(summary.documents).toBe(500);
    expect(summary.domains).toHaveLength(15);
    expect(summary.domains.find(({ domain }) => domain === "science-fiction")).toMatchObject({
      trainDocuments: 5,
      validationDocuments: 1,
    });
    for (const { validationDocuments, trainDocuments } of summary.domains)
      expect(Math.min(validationDocuments, trainDocuments)).toBeGreaterThan(0);
    expect(summary.tokens.train + summary.tokens.validation).toBeGreaterThan(5_900_000);
  });

  it("reads as text, without tags", async () => {
    const options = { seed: 1, sequenceLength: 512, sequencesPerStep: 64, vocabulary: 256 };
    const source = await openSource({ source: "tokens", uri: join(directory, "brown") }, options);
    const batch = { inputs: new Int32Array(64 * 512), targets: new Int32Array(64 * 512) };
    await source.fill(
      0,
      Array.from({ length: 64 }, (_, i) => i),
      batch,
    );
    const text = Buffer.from(batch.inputs).toString("latin1");
    expect(text).not.toMatch(/\w\/(nn|at|vbd|in|jj)\b/);
    expect(text).not.toMatch(/ [,.;?!]|``|''/);
    expect(text.split(" ").length).toBeGreaterThan(4000);
    await source.close();
  });
});
