import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { gpt2Config, llamaConfig, type ModelConfig } from "@plateau/proto";
import { parseHeader, headerLength } from "../checkpoint/safetensors/header.ts";
import { safetensorsChunks, type NamedTensor } from "../checkpoint/safetensors/write.ts";
import { createModel } from "../models/index.ts";
import { exportModel } from "./export-model.ts";
import { factsOf, weightsOf } from "./family.conformance.ts";
import { importModel } from "./import-model.ts";

const size = { layers: 2, width: 8, heads: 2, feedForward: 12, context: 6, vocabulary: 11 };
const llama = llamaConfig.parse({ family: "llama", ...size, tieEmbeddings: false });
const tied: ModelConfig = { ...llama, tieEmbeddings: true };
const gpt2 = gpt2Config.parse({ family: "gpt2", ...size, tieEmbeddings: true });

let home: string;
let folder: string;
let counter = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-import-"));
});
afterAll(() => rm(home, { recursive: true }));
beforeEach(() => void (folder = join(home, `model-${counter++}`)));

const path = (name: string): string => join(folder, name);

/** As somebody else would write it: without our own file. */
async function foreign(config: ModelConfig): Promise<Float32Array> {
  const parameters = weightsOf(config, 1);
  const contents = {
    facts: factsOf(config),
    layout: createModel(config).parameters,
    parameters,
    tokenizer: undefined,
  };
  await exportModel(folder, contents, { overwrite: true });
  await rm(path("plateau.json"));
  return parameters;
}

async function editConfig(changes: Record<string, unknown>): Promise<void> {
  const config = JSON.parse(await readFile(path("config.json"), "utf8")) as object;
  await writeFile(path("config.json"), JSON.stringify({ ...config, ...changes }));
}

async function readTensors(): Promise<NamedTensor[]> {
  const bytes = await readFile(path("model.safetensors"));
  const start = 8 + headerLength(bytes, bytes.length);
  const { tensors } = parseHeader(bytes.subarray(8, start), bytes.length - start);
  return tensors.map(({ name, shape, begin, end }) => ({
    name,
    shape,
    data: new Float32Array(Uint8Array.from(bytes.subarray(start + begin, start + end)).buffer),
  }));
}

const write = (tensors: readonly NamedTensor[], name = "model.safetensors"): Promise<void> =>
  writeFile(path(name), Buffer.concat([...safetensorsChunks(tensors)]));

async function editTensors(change: (tensors: NamedTensor[]) => NamedTensor[]): Promise<void> {
  await write(change(await readTensors()));
}

/** The same tensors in half precision, header and all. */
async function asHalf(dtype: "F16" | "BF16" | "F64"): Promise<void> {
  const width = dtype === "F64" ? 8 : 2;
  const header: Record<string, object> = {};
  const chunks: Buffer[] = [];
  let begin = 0;
  for (const { name, shape, data } of await readTensors()) {
    const bytes = Buffer.alloc(width * data.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    data.forEach((value, i) => {
      if (dtype === "F16") view.setFloat16(2 * i, value, true);
      else if (dtype === "BF16") {
        const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
        view.setUint16(2 * i, bits >>> 16, true);
      } else view.setFloat64(8 * i, value, true);
    });
    header[name] = { dtype, shape, data_offsets: [begin, (begin += bytes.length)] };
    chunks.push(bytes);
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  await writeFile(path("model.safetensors"), Buffer.concat([length, json, ...chunks]));
}

const bits = (values: Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

describe("importing a model", () => {
  it("reads the shards that an index lists", async () => {
    const parameters = await foreign(llama);
    const tensors = await readTensors();
    const shards = [tensors.slice(0, 7), tensors.slice(7)];
    const names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
    const index = Object.fromEntries(shards.flatMap((shard, i) => shard.map(({ name }) => [name, names[i]])));
    for (const [i, shard] of shards.entries()) await write(shard, names[i]);
    await writeFile(
      path("model.safetensors.index.json"),
      JSON.stringify({ metadata: {}, weight_map: index }),
    );
    await rm(path("model.safetensors"));
    const imported = await importModel(folder);
    expect(bits(imported.parameters).equals(bits(parameters))).toBe(true);

    await rm(path(names[1]!));
    await expect(importModel(folder)).rejects.toMatchObject({
      code: "E_HUGGINGFACE_FILE",
      message: expect.stringContaining(`${names[1]} is missing`),
    });
    await write(shards[0]!.slice(1), names[0]);
    await write(shards[1]!, names[1]);
    await expect(importModel(folder)).rejects.toThrow(
      /lacks 1 of the 21 tensors .* "model\.embed_tokens\.weight" \(in model-00001-of-00002\.safetensors by the index\)/,
    );
  });

  it("reads files of the base model alone, whose names lack the prefix, and passes over causal masks", async () => {
    const parameters = await foreign(gpt2);
    await editTensors((tensors) => [
      ...tensors.map((tensor) => ({ ...tensor, name: tensor.name.replace(/^transformer\./, "") })),
      { name: "h.0.attn.bias", shape: [1, 1, 6, 6], data: new Float32Array(36) },
    ]);
    expect(bits((await importModel(folder)).parameters).equals(bits(parameters))).toBe(true);
  });

  it.each(["F16", "BF16"] as const)("widens %s exactly", async (dtype) => {
    await foreign(llama);
    // Powers of two and their sums, which both types hold.
    const values = (length: number): Float32Array =>
      Float32Array.from({ length }, (_, i) => [1, -0.5, 1.25, 0, 2 ** -10, -96][i % 6]!);
    await editTensors((tensors) =>
      tensors.map((tensor) => ({ ...tensor, data: values(tensor.data.length) })),
    );
    const expected = await importModel(folder);
    await asHalf(dtype);
    const found = await importModel(folder);
    expect(bits(found.parameters).equals(bits(expected.parameters))).toBe(true);
    expect(found.parameters.subarray(0, 6)).toEqual(values(6));
  });

  it("takes a head that says the same as a tied embedding, and no other", async () => {
    const parameters = await foreign(tied);
    const head = (change: number) => (tensors: NamedTensor[]) => {
      const embedding = tensors.find(({ name }) => name === "model.embed_tokens.weight")!;
      const data = embedding.data.map((value, i) => (i === 3 ? value + change : value));
      return [
        ...tensors.filter(({ name }) => name !== "lm_head.weight"),
        { ...embedding, name: "lm_head.weight", data },
      ];
    };
    await editTensors(head(0));
    expect(bits((await importModel(folder)).parameters).equals(bits(parameters))).toBe(true);
    await editTensors(head(1e-6));
    await expect(importModel(folder)).rejects.toThrow(
      /"lm_head\.weight" differs from the embedding.*tie_word_embeddings/,
    );
  });

  it("leaves the history aside when weights or configuration have been changed since the export", async () => {
    const withoutBiases = gpt2Config.parse({ ...gpt2, biases: false });
    await foreign(withoutBiases);
    const own = { ...factsOf(withoutBiases) };
    const contents = {
      facts: own,
      layout: createModel(withoutBiases).parameters,
      parameters: weightsOf(withoutBiases, 1),
      tokenizer: undefined,
    };
    await exportModel(folder, contents, { overwrite: true });
    expect((await importModel(folder)).model).toEqual(withoutBiases);
    // A bias that is no longer zero: it is now a model with biases.
    await editTensors((tensors) =>
      tensors.map((tensor) =>
        tensor.name === "transformer.ln_f.bias" ? { ...tensor, data: tensor.data.map(() => 0.5) } : tensor,
      ),
    );
    const changed = await importModel(folder);
    expect(changed.model).toEqual(gpt2);
    expect(changed.facts).toBeUndefined();
    expect(changed.notes).toEqual([expect.stringMatching(/weights have been changed since the export/)]);

    // Other numbers that still fit the model that was exported.
    await exportModel(folder, contents, { overwrite: true });
    await editTensors((tensors) =>
      tensors.map((tensor) =>
        tensor.name === "transformer.wte.weight" ? { ...tensor, data: tensor.data.map(() => 0.5) } : tensor,
      ),
    );
    const trained = await importModel(folder);
    expect([trained.model, trained.facts]).toEqual([gpt2, undefined]);
    expect(trained.notes).toEqual([expect.stringMatching(/weights have been changed since the export/)]);

    await exportModel(folder, contents, { overwrite: true });
    await editConfig({ layer_norm_epsilon: 1e-6 });
    const edited = await importModel(folder);
    expect(edited.model).toEqual({ ...gpt2, normEpsilon: 1e-6 });
    expect(edited.notes).toEqual([expect.stringMatching(/config\.json has been changed/)]);
  });

  it.each<[string, ModelConfig, Record<string, unknown>, RegExp]>([
    [
      "another architecture",
      llama,
      { architectures: ["MistralForCausalLM"] },
      /architectures is \["MistralForCausalLM"\]; Plateau reads LlamaForCausalLM and GPT2LMHeadModel/,
    ],
    ["another model type", llama, { architectures: undefined, model_type: "bert" }, /model_type is "bert"/],
    [
      "another activation",
      gpt2,
      { activation_function: "gelu" },
      /activation_function is "gelu"; Plateau reads "gelu_new"/,
    ],
    ["another gate", llama, { hidden_act: "gelu" }, /hidden_act is "gelu"; Plateau reads "silu"/],
    [
      "heads that cannot be shared evenly",
      llama,
      { num_key_value_heads: 3 },
      /num_key_value_heads is 3; Plateau reads divisors/,
    ],
    ["wider heads", llama, { head_dim: 16 }, /head_dim is 16; Plateau reads 4/],
    [
      "scaled positions",
      llama,
      { rope_scaling: { rope_type: "llama3", factor: 8 } },
      /rope_scaling\.rope_type is "llama3"/,
    ],
    [
      "scaled positions, newer",
      llama,
      { rope_parameters: { rope_type: "yarn", rope_theta: 1e4 } },
      /rope_parameters\.rope_type is "yarn"/,
    ],
    [
      "scaled positions, older",
      llama,
      { rope_scaling: { type: "linear", factor: 2 } },
      /rope_scaling\.type is "linear"/,
    ],
    ["two bases of the angles", llama, { rope_theta: 5e5 }, /rope_theta is 500000; Plateau reads 10000/],
    ["biases", llama, { attention_bias: true }, /attention_bias is true/],
    [
      "attention scaled by layer",
      gpt2,
      { scale_attn_by_inverse_layer_idx: true },
      /scale_attn_by_inverse_layer_idx is true/,
    ],
  ])("refuses %s and names the field", async (_what, config, changes, message) => {
    await foreign(config);
    await editConfig(changes);
    await expect(importModel(folder)).rejects.toMatchObject({
      code: "E_HUGGINGFACE_UNSUPPORTED",
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["a missing size", { hidden_size: undefined }, /hidden_size is missing/],
    ["a size that is no number", { vocab_size: "many" }, /vocab_size is "many"; it must be a whole number/],
    ["a flag that is none", { tie_word_embeddings: 1 }, /tie_word_embeddings is 1; it must be true or false/],
    ["an epsilon of 0", { rms_norm_eps: 0 }, /rms_norm_eps is 0; it must be a number above 0/],
  ])("refuses %s and names the field", async (_what, changes, message) => {
    await foreign(llama);
    await editConfig(changes);
    await expect(importModel(folder)).rejects.toMatchObject({
      code: "E_HUGGINGFACE_CONFIG",
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    [
      "a missing tensor",
      () => editTensors((tensors) => tensors.slice(1)),
      /lacks 1 of the 21 tensors that config\.json asks for, "model\.embed_tokens\.weight" first/,
    ],
    [
      "a missing head",
      () => editTensors((tensors) => tensors.filter(({ name }) => name !== "lm_head.weight")),
      /"lm_head\.weight" first\. config\.json says that the head is not tied .*\(tie_word_embeddings\)/,
    ],
    [
      "a layer too many",
      () => editConfig({ num_hidden_layers: 1 }),
      /tensor "model\.layers\.1\.input_layernorm\.weight" has no place/,
    ],
    [
      "another width",
      () => editConfig({ intermediate_size: 13 }),
      /tensor "model\.layers\.0\.mlp\.gate_proj\.weight" is \[12, 8\]; by config\.json it is \[13, 8\]/,
    ],
    [
      "a tensor twice",
      async () =>
        editTensors((tensors) => [
          ...tensors,
          { ...tensors[1]!, name: tensors[1]!.name.slice("model.".length) },
        ]),
      /stands in .* too/,
    ],
    [
      "double precision",
      () => asHalf("F64"),
      /tensor "model\.embed_tokens\.weight" is F64; Plateau reads F32, BF16, F16/,
    ],
  ])("refuses %s and names the tensor", async (_what, spoil, message) => {
    await foreign(llama);
    await spoil();
    await expect(importModel(folder)).rejects.toMatchObject({
      code: "E_HUGGINGFACE_TENSOR",
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, () => Promise<void>, RegExp]>([
    [
      "weights cut off",
      () => truncate(path("model.safetensors"), 2000),
      /model\.safetensors is damaged or no safetensors file/,
    ],
    [
      "weights cut off in the header",
      () => truncate(path("model.safetensors"), 5),
      /model\.safetensors is damaged.* it ends after 5 bytes/,
    ],
    ["a configuration that is no JSON", () => writeFile(path("config.json"), "{"), /config\.json is no JSON/],
    [
      "a configuration that is a list",
      () => writeFile(path("config.json"), "[]"),
      /config\.json is no JSON object/,
    ],
    ["no configuration", () => rm(path("config.json")), /config\.json cannot be read/],
    ["no weights", () => rm(path("model.safetensors")), /holds neither model\.safetensors nor/],
    [
      "pickled weights",
      async () => {
        await rm(path("model.safetensors"));
        await writeFile(path("pytorch_model.bin"), "");
      },
      /as pytorch_model\.bin, a Python pickle/,
    ],
    [
      "an index that leads elsewhere",
      async () => {
        await rm(path("model.safetensors"));
        await writeFile(path("model.safetensors.index.json"), '{"weight_map":{"a":"../b.safetensors"}}');
      },
      /is no index of safetensors files/,
    ],
    [
      "a history that is none",
      () => writeFile(path("plateau.json"), '{"apiVersion":"plateau.dev/export/v1"}'),
      /plateau\.json is not what "plateau export" writes/,
    ],
  ])("refuses %s and names the file", async (_what, spoil, message) => {
    await foreign(llama);
    await spoil();
    await expect(importModel(folder)).rejects.toMatchObject({
      code: "E_HUGGINGFACE_FILE",
      message: expect.stringMatching(message),
    });
  });
});
