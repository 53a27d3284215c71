import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { gpt2Config, llamaConfig, type ModelConfig } from "@plateau/proto";
import fc from "fast-check";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel, initialize } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { Decoder } from "./decoder.ts";
import { generate } from "./generate.ts";

const size = { layers: 2, width: 16, heads: 2, feedForward: 24, context: 12, vocabulary: 13 };
const configs: Record<string, ModelConfig> = {
  llama: llamaConfig.parse({ family: "llama", ...size, tieEmbeddings: true }),
  gpt2: gpt2Config.parse({ family: "gpt2", ...size, tieEmbeddings: false }),
  "gpt2 without biases, ReLU, with a bias on the head": gpt2Config.parse({
    family: "gpt2",
    ...size,
    tieEmbeddings: true,
    biases: false,
    activation: "relu",
    headBias: true,
  }),
  "gpt2 without attention and norms": gpt2Config.parse({
    family: "gpt2",
    ...size,
    tieEmbeddings: true,
    attention: false,
    norm: "none",
  }),
};

/** Livelier than at the start, so that no path is too faint to be seen. */
function livelyParameters(model: Model): Float32Array {
  return initialize(model, 3).map((value, i) => value + 0.25 * Math.sin(1.7 * i + 0.3));
}

/** Cross-entropy of a token by its logits, in double precision. */
function lossOf(logits: Float32Array, token: number): number {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return Math.log(sum) + largest - logits[token]!;
}

const argmax = (logits: Float32Array): number => logits.indexOf(Math.max(...logits));

describe.each(["onnxruntime", "reference"])("decoding on %s", (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name, { threads: 1 });
  });
  afterAll(() => engine.close());

  describe.each(Object.entries(configs))("%s", (_, config) => {
    const model = createModel(config);
    const parameters = livelyParameters(model);
    const open = (slots = config.context): Decoder => new Decoder({ engine, model, parameters, slots });
    const text = Array.from({ length: config.context }, (_, i) => (i * 7 + 3) % config.vocabulary);

    it("gives the losses that training computes, token by token", async () => {
      const time = text.length - 1;
      const evaluation = await engine.evaluation(model, { batch: 1, time });
      const decoder = open();
      const inputs = Int32Array.from(text.slice(0, -1));
      for (let t = 0; t < time; t++) {
        const targets = new Int32Array(time).fill(-1);
        targets[t] = text[t + 1]!;
        const [expected] = await evaluation.run(parameters, { inputs, targets });
        const logits = await decoder.extend([text[t]!]);
        expect(Math.abs(lossOf(logits, text[t + 1]!) - expected!)).toBeLessThan(1e-4);
      }
    });

    it("gives the same logits however the text is cut into chunks, also after going back", async () => {
      const whole = await open().extend(text);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }), async (lengths) => {
          const decoder = open();
          // What is forgotten must not be seen: these slots hold other tokens first.
          await decoder.extend(text.toReversed().slice(0, 5));
          decoder.truncate(0);
          for (const length of lengths) {
            const chunk = text.slice(decoder.length, Math.min(decoder.length + length, text.length - 1));
            if (chunk.length > 0) await decoder.extend(chunk);
          }
          const logits = await decoder.extend(text.slice(decoder.length));
          logits.forEach((value, i) => expect(Math.abs(value - whole[i]!)).toBeLessThan(1e-4));
        }),
        { numRuns: 4, seed: 2 },
      );
    });

    it("chooses greedily what it would without a cache", async () => {
      const prompt = text.slice(0, 3);
      const found: number[] = [];
      const greedy = { temperature: 0, topK: 0, topP: 1, seed: 1, tokens: 9 };
      for await (const token of generate(open(), prompt, greedy)) found.push(token);
      const expected: number[] = [];
      while (expected.length < 9) expected.push(argmax(await open().extend([...prompt, ...expected])));
      expect(found).toEqual(expected);
    });
  });

  it("ends before the token that ends a text, and draws no id that the tokenizer lacks", async () => {
    const model = createModel(configs["llama"]!);
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
    const model = createModel(configs["llama"]!);
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
    const model = createModel(configs["gpt2"]!);
    const parameters = livelyParameters(model).fill(NaN, 0, 400);
    const decoder = new Decoder({ engine, model, parameters, slots: 4 });
    await expect(decoder.extend([1])).rejects.toMatchObject({ code: "E_GENERATE_NOT_FINITE" });
  });
});
