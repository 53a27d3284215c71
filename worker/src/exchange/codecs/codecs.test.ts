import { expect, it } from "@jest/globals";
import { codecConfig } from "@plateau/proto";
import { readdirSync } from "node:fs";
import { describeCodec } from "./codec.conformance.ts";
import type { Codec, CodecOptions } from "./codec.ts";
import { codecs, createCodec } from "./index.ts";

const creator =
  (config: unknown) =>
  (options: CodecOptions): Codec =>
    createCodec(codecConfig.parse(config), options);

/** Small tensors are sent raw by default: the ratio lets the low-rank codecs factorise those of the tests. */
const lowRank = { matrixRank: 2, minCompressionRatio: 1 };

const cases: Record<string, unknown> = {
  none: { name: "none" },
  laser: { name: "laser", ...lowRank },
  "laser at matrix rank 1": { name: "laser", ...lowRank, matrixRank: 1 },
  "laser at matrix rank 5": { name: "laser", minCompressionRatio: 0.1, matrixRank: 5 },
  "laser without warm start": { name: "laser", ...lowRank, warmStart: false },
  "laser without error feedback": { name: "laser", ...lowRank, errorFeedback: false },
  "laser from step 2 on": { name: "laser", ...lowRank, startAfterStep: 2 },
  powersgd: { name: "powersgd", ...lowRank },
  "powersgd at matrix rank 5": { name: "powersgd", minCompressionRatio: 0.1, matrixRank: 5 },
  "powersgd without warm start": { name: "powersgd", ...lowRank, warmStart: false },
  "powersgd from step 2 on": { name: "powersgd", ...lowRank, startAfterStep: 2 },
  "random-k": { name: "random-k" },
  "random-k without error feedback": { name: "random-k", errorFeedback: false },
  sketch: { name: "sketch" },
  signum: { name: "signum" },
};

for (const [name, config] of Object.entries(cases)) describeCodec({ name, create: creator(config) });
describeCodec({
  name: "a-dsgd",
  create: creator({ name: "a-dsgd" }),
  decodesByEstimate: "its decoder estimates from fewer numbers than were projected",
});

it("every codec's folder is in the map, and every codec runs the suite", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const names = folders.map((folder) => folder.name).sort();
  expect(names).toEqual(Object.keys(codecs).sort());
  expect([...Object.keys(cases), "a-dsgd"]).toEqual(expect.arrayContaining(names));
});
