/** What every family must do: any of its models, exported and imported, is the same one bit for bit. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { ModelConfig } from "@plateau/proto";
import fc from "fast-check";
import { identity } from "../checkpoint/fixtures.ts";
import type { CheckpointFacts } from "../checkpoint/index.ts";
import { createModel } from "../models/index.ts";
import { familyOf } from "./families/index.ts";
import { Fields } from "./fields.ts";
import { exportModel } from "./export-model.ts";
import { importModel } from "./import-model.ts";

export const factsOf = (model: ModelConfig): CheckpointFacts => ({
  run: { kind: "TrainingRun", namespace: "default", name: "small", uid: "1234" },
  step: 30,
  tokens: 960,
  flops: "12345678901234567890",
  identity: { ...identity, model },
  parents: [],
  engine: "reference",
  evaluations: [{ step: 30, weights: "raw", loss: 1 / 3, tokens: 64, domains: {} }],
  smoothedLoss: 2.5,
});

/** Numbers whose bits a detour through decimals or half precision would change. */
export function weightsOf(model: ModelConfig, salt: number): Float32Array {
  const { size } = createModel(model);
  return Float32Array.from({ length: size }, (_, i) => Math.sin(salt + i * 0.7) / 3);
}

/** @param configs any model of the family that can be exported */
export function familyConformance(configs: fc.Arbitrary<ModelConfig>): void {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "plateau-huggingface-"));
  });
  afterAll(() => rm(home, { recursive: true }));

  it("gives back every model that it has written, with its history, bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(configs, fc.nat(), async (config, salt) => {
        const folder = join(home, "model");
        const model = createModel(config);
        const parameters = weightsOf(config, salt);
        const facts = factsOf(config);
        const contents = { facts, layout: model.parameters, parameters, tokenizer: undefined };
        await exportModel(folder, contents, { overwrite: true });
        const imported = await importModel(folder);
        expect(imported.model).toEqual(config);
        expect(Buffer.from(imported.parameters.buffer).equals(Buffer.from(parameters.buffer))).toBe(true);
        expect(imported.facts).toEqual(facts);
        expect(imported.notes).toEqual([]);
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  it("has a place in one tensor for every parameter, and in no other", () => {
    fc.assert(
      fc.property(configs, (config) => {
        const model = createModel(config);
        const tensors = familyOf(config).tensorsOf(config);
        const parts = tensors.flatMap((tensor) => tensor.parts);
        expect(new Set(parts).size).toBe(parts.length);
        expect(model.parameters.filter(({ name }) => !parts.includes(name))).toEqual([]);
        expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length);
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it("says the same of a model in both languages, but for what only ours can say", () => {
    fc.assert(
      fc.property(configs, (config) => {
        const family = familyOf(config);
        const said = family.modelOf(new Fields("config.json", family.configOf(config)));
        expect(said).toEqual(config.family === "gpt2" ? { ...config, biases: true } : config);
      }),
      { numRuns: 20, seed: 5 },
    );
  });
}
