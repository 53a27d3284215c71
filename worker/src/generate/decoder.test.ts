import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel } from "../models/index.ts";
import { cacheFolder } from "../engine/install/installed.ts";
import { decoderConfigs, decoderConformance, livelyParameters } from "./decoder.conformance.ts";
import { Decoder } from "./decoder.ts";
import { generate } from "./generate.ts";

decoderConformance("onnxruntime");
decoderConformance("native", ["llama"], async () => ({ cache: cacheFolder(process.env) }));
decoderConformance("reference");

describe("decoding", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine("onnxruntime", { threads: 1 });
  });
  afterAll(() => engine.close());

  it("ends before the token that ends a text, and draws no id that the tokenizer lacks", async () => {
    const model = createModel(decoderConfigs["llama"]!);
    const parameters = livelyParameters(model);
    const draw = async (changes: object): Promise<number[]> => {
      const decoder = new Decoder({ engine, model, parameters, slots: 12 });
      const found: number[] = [];
      const options = { temperature: 2, topK: 0, topP: 1, seed: 2, tokens: 11, ...changes };
      for await (const token of generate(decoder, [1], options)) found.push(token);
      return found;
    };
    const all = await draw({});
    expect(all).toHaveLength(11);
    expect(Math.max(...all)).toBeGreaterThanOrEqual(5);
    const end = all[4]!;
    expect(await draw({ end })).toEqual(all.slice(0, all.indexOf(end)));
    expect(Math.max(...(await draw({ vocabulary: 5 })))).toBeLessThan(5);
  });

  it("says when there is no room, nothing to go on from, or a token of another vocabulary", async () => {
    const model = createModel(decoderConfigs["llama"]!);
    const parameters = livelyParameters(model);
    expect(() => new Decoder({ engine, model, parameters, slots: 13 })).toThrow(
      /13 tokens .* positions for 12/,
    );
    const decoder = new Decoder({ engine, model, parameters, slots: 4 });
    const first = await decoder.extend([1, 2]);
    await expect(decoder.extend([1, 2, 3])).rejects.toMatchObject({ code: "E_GENERATE_CONTEXT" });
    await expect(decoder.extend([])).rejects.toMatchObject({ code: "E_GENERATE_PROMPT" });
    await expect(decoder.extend([13])).rejects.toThrow(/Token 13 is outside the model's vocabulary of 13/);
    expect(decoder.length).toBe(2);
    decoder.truncate(0);
    expect(await decoder.extend([1, 2])).toEqual(first);
  });

  it("refuses the logits of a model that has diverged", async () => {
    const model = createModel(decoderConfigs["gpt2"]!);
    const parameters = livelyParameters(model).fill(NaN, 0, 400);
    const decoder = new Decoder({ engine, model, parameters, slots: 4 });
    await expect(decoder.extend([1])).rejects.toMatchObject({ code: "E_GENERATE_NOT_FINITE" });
  });
});
