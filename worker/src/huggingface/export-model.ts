/** A checkpoint's model in Hugging Face's form: weights, configuration, generation settings, tokenizer where it is known. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CheckpointFacts, Layout } from "../checkpoint/index.ts";
import { safetensorsChunks, type NamedTensor } from "../checkpoint/safetensors/write.ts";
import { withOutput } from "../data/tokenize/output.ts";
import { parametersByName, toForeign, type Parameters } from "./arrange.ts";
import { familyOf } from "./families/index.ts";
import type { ForeignTensor } from "./family.ts";
import { configFile } from "./import-model.ts";
import { encodeOriginal, originalFile } from "./original.ts";
import { weightsFile } from "./tensor-files.ts";
import { tokenizerFiles, type ExportedTokenizer } from "./tokenizer-files.ts";

export interface ExportedModel {
  facts: CheckpointFacts;
  layout: Layout;
  /** float32, in layout order. */
  parameters: Float32Array;
  /** Undefined = not known. */
  tokenizer: ExportedTokenizer | undefined;
}

export interface ExportOptions {
  /** Whether a folder that is there may be replaced. */
  overwrite: boolean;
  signal?: AbortSignal | undefined;
  onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Write the folder, whole or not at all.
 *
 * @returns names of the files written
 * @throws HuggingFaceError E_HUGGINGFACE_UNSUPPORTED for a model that transformers does not have; DataError E_OUTPUT if the folder
 *         exists or cannot be written
 */
export async function exportModel(
  folder: string,
  { facts, layout, parameters, tokenizer }: ExportedModel,
  { overwrite, signal, onProgress }: ExportOptions,
): Promise<string[]> {
  const { model } = facts.identity;
  const family = familyOf(model);
  const endOfText = tokenizer?.separator ?? null;
  const shared = { bos_token_id: endOfText, eos_token_id: endOfText };
  const config = {
    architectures: [family.architecture],
    model_type: family.modelType,
    ...family.configOf(model),
    ...shared,
    dtype: "float32",
    use_cache: true,
  };
  const views = parametersByName(layout, parameters);
  const tensors = family.tensorsOf(model).map((tensor) => named(tensor, views));
  return withOutput(folder, overwrite, async (directory) => {
    const weightsSha256 = await writeWeights(join(directory, weightsFile), tensors, { signal, onProgress });
    const files: Record<string, string> = {
      [configFile]: json(config),
      "generation_config.json": json({ _from_model_config: true, ...shared }),
      ...(tokenizer ? await tokenizerFiles(tokenizer, model.context) : {}),
      [originalFile]: encodeOriginal(facts, weightsSha256),
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    return [weightsFile, ...Object.keys(files)];
  });
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function named(tensor: ForeignTensor, parameters: Parameters): NamedTensor {
  return { name: tensor.name, shape: tensor.shape, data: toForeign(tensor, parameters) };
}

/** @returns sha256, hex */
async function writeWeights(
  path: string,
  tensors: readonly NamedTensor[],
  { signal, onProgress }: Pick<ExportOptions, "signal" | "onProgress">,
): Promise<string> {
  const total = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const hash = createHash("sha256");
  let done = 0;
  function* counted(): Generator<Uint8Array> {
    for (const chunk of safetensorsChunks(tensors, { format: "pt" })) {
      hash.update(chunk);
      onProgress?.(Math.min((done += chunk.length), total), total);
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(path, { flush: true }), { signal });
  return hash.digest("hex");
}
