/** What decoding must do on every engine, run by each one's own test. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { gpt2Config, llamaConfig, type ModelConfig } from "@plateau/proto";
import fc from "fast-check";
import type { Engine, EngineOptions } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel, initialize } from "../models/index.ts";
import type { Model } from "../models/model.ts";
import { Decoder } from "./decoder.ts";
import { generate } from "./generate.ts";

const size = { layers: 2, width: 16, heads: 2, feedForward: 24, context: 12, vocabulary: 13 };
export const decoderConfigs: Readonly<Record<string, ModelConfig>> = {
  llama: llamaConfig.parse({ family: "llama", ...size, tieEmbeddings: true }),
  "llama with shared keys and values": llamaConfig.parse({
    family: "llama",
    ...size,
    heads: 4,
    keyValueHeads: 2,
    tieEmbeddings: true,
  }),
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
export function livelyParameters(model: Model): Float32Array {
  return initialize(model, 3).map((value, i) => value + 0.25 * Math.sin(1.7 * i + 0.3));
}

/** Cross-entropy of a token by its logits, in double precision. */
function lossOf(logits: Float32Array, token: number): number {
  const largest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
  return Math.log(sum) + largest - logits[token]!;
}

const argmax = (logits: Float32Array): number => logits.indexOf(Math.max(...logits));

/** Lengths of the chunks that a text is cut into: a program each, which some engines take seconds to compile. */
const lengths = [1, 4];
const text = (vocabulary: number): number[] =>
  Array.from({ length: size.context }, (_, i) => (i * 7 + 3) % vocabulary);

/** @param options what the engine needs besides a number of threads */
export function decoderConformance(
  name: string,
  models: readonly string[] = Object.keys(decoderConfigs),
  options: () => Promise<Omit<EngineOptions, "threads">> = async () => ({}),
): void {
  jest.setTimeout(60_000);
  describe.each(models)(`decoding on ${name}: %s`, (model) => {
    suite(decoderConfigs[model]!, async () => openEngine(name, { ...(await options()), threads: 1 }));
  });
}

function suite(config: ModelConfig, open: () => Promise<Engine>): void {
  const model = createModel(config);
  const parameters = livelyParameters(model);
  const tokens = text(config.vocabulary);
  let engine: Engine;
  let reference: Engine;
  let decoder: Decoder;

  beforeAll(async () => {
    engine = await open();
    reference = await openEngine("reference", { threads: 1 });
    decoder = new Decoder({ engine, model, parameters, slots: config.context });
  });
  beforeEach(() => decoder.truncate(0));
  afterAll(async () => {
    await engine.close();
    await reference.close();
  });

  it("gives the losses that training computes, token by token", async () => {
    const time = tokens.length - 1;
    const evaluation = await engine.evaluation(model, { batch: 1, time });
    const inputs = Int32Array.from(tokens.slice(0, -1));
    for (let t = 0; t < time; t++) {
      const targets = new Int32Array(time).fill(-1);
      targets[t] = tokens[t + 1]!;
      const [expected] = await evaluation.run(parameters, { inputs, targets });
      const logits = await decoder.extend([tokens[t]!]);
      expect(Math.abs(lossOf(logits, tokens[t + 1]!) - expected!)).toBeLessThan(1e-4);
    }
  });

  it("gives the same logits however the text is cut into chunks, also after going back", async () => {
    const whole = await decoder.extend(tokens);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...lengths), { maxLength: 5 }), async (cuts) => {
        // What is forgotten must not be seen: these slots hold other tokens first.
        decoder.truncate(0);
        for (const each of tokens.toReversed().slice(0, 4)) await decoder.extend([each]);
        decoder.truncate(0);
        let logits: Float32Array | undefined;
        while (decoder.length < tokens.length) {
          const rest = tokens.length - decoder.length;
          const length = cuts.shift() ?? 1;
          const chunk = tokens.slice(decoder.length, decoder.length + (length > rest ? 1 : length));
          logits = await decoder.extend(chunk);
        }
        logits!.forEach((value, i) => expect(Math.abs(value - whole[i]!)).toBeLessThan(1e-4));
      }),
      { numRuns: 5, seed: 2 },
    );
  });

  it("chooses greedily what the reference does without a cache", async () => {
    const prompt = tokens.slice(0, 4);
    const found: number[] = [];
    const greedy = { temperature: 0, topK: 0, topP: 1, seed: 1, tokens: 8 };
    for await (const token of generate(decoder, prompt, greedy)) found.push(token);
    const expected: number[] = [];
    while (expected.length < 8) {
      const plain = new Decoder({ engine: reference, model, parameters, slots: config.context });
      expected.push(argmax(await plain.extend([...prompt, ...expected])));
    }
    expect(found).toEqual(expected);
  });
}
