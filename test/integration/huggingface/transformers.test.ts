/** Against transformers itself: what it makes is read here, what is written here it loads; logits agree to 1e-4. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { gpt2Config, llamaConfig, type ModelConfig } from "@plateau/proto";
import { createTokenizer } from "@plateau/worker/data/tokenize/tokenizers/index.ts";
import type { Engine } from "@plateau/worker/engine/engine.ts";
import { openEngine } from "@plateau/worker/engine/index.ts";
import { Decoder } from "@plateau/worker/generate/decoder.ts";
import { generate } from "@plateau/worker/generate/generate.ts";
import { exportModel, importModel, type ExportedTokenizer } from "@plateau/worker/huggingface/index.ts";
import { factsOf } from "@plateau/worker/huggingface/family.conformance.ts";
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import { ensurePython, pythonTimeoutMs, transformersPackages } from "../../tools/python.ts";
import { PythonModels } from "./python-models.ts";

jest.setTimeout(120_000);

const environment = await ensureInTime();
const available = "python" in environment;
if (!available) console.warn(`Tests with transformers are skipped: ${environment.missing}.`);

/** Before the tests, whose time it is not. */
function ensureInTime(): ReturnType<typeof ensurePython> {
  const tooLong = new Promise<{ missing: string }>((resolve) => {
    const reason = { missing: `pip was not done in ${pythonTimeoutMs / 60_000} minutes` };
    setTimeout(() => resolve(reason), pythonTimeoutMs).unref();
  });
  return Promise.race([ensurePython(transformersPackages), tooLong]);
}

const ids = Array.from({ length: 12 }, (_, i) => (i * 7 + 3) % 37);
const common = { vocab_size: 37, bos_token_id: null, eos_token_id: null };
const llamaSizes = {
  ...common,
  hidden_size: 24,
  intermediate_size: 40,
  num_hidden_layers: 2,
  num_attention_heads: 3,
  max_position_embeddings: 16,
};
const gpt2Sizes = { ...common, n_embd: 24, n_layer: 2, n_head: 3, n_positions: 16 };

interface Foreign {
  architecture: "llama" | "gpt2";
  config: object;
  shard?: string;
  dtype?: string;
}

const foreign: Record<string, Foreign> = {
  "a Llama": { architecture: "llama", config: { ...llamaSizes, tie_word_embeddings: false } },
  "a tied Llama with other angles and norms": {
    architecture: "llama",
    config: {
      ...llamaSizes,
      tie_word_embeddings: true,
      rms_norm_eps: 1e-3,
      rope_parameters: { rope_type: "default", rope_theta: 500 },
    },
  },
  "a Llama whose heads share keys and values": {
    architecture: "llama",
    config: { ...llamaSizes, num_attention_heads: 6, num_key_value_heads: 2, tie_word_embeddings: false },
  },
  "a Llama in shards and bfloat16": {
    architecture: "llama",
    config: { ...llamaSizes, tie_word_embeddings: false },
    shard: "5KB",
    dtype: "bfloat16",
  },
  "a GPT-2": { architecture: "gpt2", config: gpt2Sizes },
  "a GPT-2 with its own head, ReLU and a narrow MLP, in float16": {
    architecture: "gpt2",
    config: { ...gpt2Sizes, tie_word_embeddings: false, activation_function: "relu", n_inner: 20 },
    dtype: "float16",
  },
};

const size = { layers: 2, width: 24, heads: 3, feedForward: 40, context: 16, vocabulary: 37 };
const own: Record<string, ModelConfig> = {
  llama: llamaConfig.parse({ family: "llama", ...size, tieEmbeddings: true, ropeTheta: 700 }),
  "llama, untied": llamaConfig.parse({ family: "llama", ...size, tieEmbeddings: false, normEpsilon: 1e-3 }),
  "llama, shared keys and values": llamaConfig.parse({
    family: "llama",
    ...size,
    heads: 6,
    keyValueHeads: 3,
    tieEmbeddings: true,
  }),
  gpt2: gpt2Config.parse({ family: "gpt2", ...size, tieEmbeddings: true }),
  "gpt2 without biases, untied, ReLU": gpt2Config.parse({
    family: "gpt2",
    ...size,
    tieEmbeddings: false,
    biases: false,
    activation: "relu",
  }),
};

let home: string;
let python: PythonModels;
let engine: Engine;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-transformers-"));
  if ("python" in environment) python = new PythonModels(environment.python);
  engine = await openEngine("onnxruntime", { threads: 1 });
});
afterAll(async () => {
  await python?.close();
  await engine.close();
  await rm(home, { recursive: true });
});

/** Ours, at each position. */
async function logitsOf(config: ModelConfig, parameters: Float32Array): Promise<number[][]> {
  const decoder = new Decoder({ engine, model: createModel(config), parameters, slots: ids.length });
  const logits: number[][] = [];
  for (const id of ids) logits.push([...(await decoder.extend([id]))]);
  return logits;
}

function expectClose(found: number[][], expected: number[][]): void {
  expect([found.length, found[0]!.length]).toEqual([expected.length, expected[0]!.length]);
  const differences = found.flatMap((row, t) => row.map((value, v) => Math.abs(value - expected[t]![v]!)));
  expect(Math.max(...differences)).toBeLessThan(1e-4);
  // A model that says nothing would agree with any other.
  expect(Math.max(...expected.flat()) - Math.min(...expected.flat())).toBeGreaterThan(0.5);
}

const livelyParameters = (config: ModelConfig): Float32Array =>
  initialize(createModel(config), 3).map((value, i) => value + 0.25 * Math.sin(1.7 * i + 0.3));

async function write(
  folder: string,
  config: ModelConfig,
  tokenizer?: ExportedTokenizer,
): Promise<Float32Array> {
  const parameters = livelyParameters(config);
  const layout = createModel(config).parameters;
  await exportModel(folder, { facts: factsOf(config), layout, parameters, tokenizer }, { overwrite: true });
  return parameters;
}

(available ? describe : describe.skip)("transformers and Plateau", () => {
  it.each(Object.entries(foreign))("%s made by transformers has its logits here", async (name, made) => {
    const folder = join(home, `made ${name}`);
    const { files } = await python.ask<{ files: string[] }>({
      make: folder,
      shard: null,
      dtype: "float32",
      ...made,
    });
    expect(files.includes("model.safetensors.index.json")).toBe(made.shard !== undefined);
    const { model, parameters } = await importModel(folder);
    const { logits } = await python.ask<{ logits: number[][] }>({ logits: folder, ids });
    expectClose(await logitsOf(model, parameters), logits);
  });

  it.each(Object.entries(own))("%s written by Plateau has its logits there", async (name, config) => {
    const folder = join(home, `own ${name}`);
    const parameters = await write(folder, config);
    const found = await python.ask<{ class: string; logits: number[][] }>({ logits: folder, ids });
    expect(found.class).toBe(config.family === "llama" ? "LlamaForCausalLM" : "GPT2LMHeadModel");
    expectClose(await logitsOf(config, parameters), found.logits);
  });

  it.each(["llama", "gpt2"])("%s goes on with a text there as here, greedily", async (name) => {
    const config = own[name]!;
    const folder = join(home, `greedy ${name}`);
    const parameters = await write(folder, config);
    const decoder = new Decoder({ engine, model: createModel(config), parameters, slots: 14 });
    const found: number[] = [];
    const greedy = { temperature: 0, topK: 0, topP: 1, seed: 0, tokens: 8 };
    for await (const token of generate(decoder, ids.slice(0, 6), greedy)) found.push(token);
    const expected = await python.ask<{ ids: number[] }>({
      generate: folder,
      ids: ids.slice(0, 6),
      tokens: 8,
    });
    expect(found).toEqual(expected.ids);
  });

  it.each(["byte", "gpt2"] as const)(
    "the %s tokenizer that is exported gives its ids there",
    async (name) => {
      const tokenizer = await createTokenizer({ name });
      const config = { ...own["llama"]!, vocabulary: tokenizer.vocabulary };
      const folder = join(home, `tokenizer ${name}`);
      await write(folder, config, { choice: { name }, separator: tokenizer.separator });
      const texts = ["It's 2026;\n\n  the  end", "naïve 𒀭 \t\r\n x", "don't WON'T 1,000.5"];
      const found = await python.ask<{ ids: number[][]; texts: string[] }>({ encode: folder, texts });
      expect(found.ids).toEqual(texts.map((text) => Array.from(tokenizer.encode(text))));
      expect(found.texts).toEqual(texts);
    },
  );
});
