/** A folder in Hugging Face's form as model, weights and what is known of their history. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ModelConfig } from "@plateau/proto";
import type { CheckpointFacts } from "../checkpoint/index.ts";
import { HuggingFaceError } from "./errors.ts";
import { familyOf, familyOfConfig } from "./families/index.ts";
import { Fields } from "./fields.ts";
import { gatherWeights, type Gathered } from "./gather-weights.ts";
import { originalFile, readOriginal } from "./original.ts";
import { findTensorFiles, weightsFile } from "./tensor-files.ts";

export const configFile = "config.json";

export interface ImportOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of weights read, of all. */
  onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface ImportedModel {
  model: ModelConfig;
  /** float32, in the order of the model's parameters, on a SharedArrayBuffer. */
  parameters: Float32Array;
  /** sha256 of the weights' files, hex: that of the only one, or of all hashes. */
  weightsSha256: string;
  /** Of the checkpoint that was exported, if these are its weights and its model. */
  facts: CheckpointFacts | undefined;
  /** What a person should know. */
  notes: string[];
}

/** @throws HuggingFaceError naming the file and the field or tensor; nothing is written */
export async function importModel(
  folder: string,
  { signal, onProgress }: ImportOptions = {},
): Promise<ImportedModel> {
  const config = await readConfig(folder);
  const files = await findTensorFiles(folder);
  const original = await readOriginal(folder);
  const notes: string[] = [];
  const gather = (model: ModelConfig): Promise<Gathered> => {
    let done = 0;
    const onBytes = (bytes: number): void => onProgress?.((done += bytes), files.bytes);
    return gatherWeights(folder, files, model, { signal, onBytes });
  };
  if (original && !saysTheSame(config, original.checkpoint.identity.model)) {
    notes.push(`${configFile} has been changed since the export: ${originalFile} is left aside.`);
  } else if (original) {
    const { model } = original.checkpoint.identity;
    const gathered = await gatherOriginal(gather, model, original.weightsSha256);
    if (gathered) {
      const { parameters } = gathered;
      return { model, parameters, weightsSha256: original.weightsSha256, facts: original.checkpoint, notes };
    }
    notes.push(`The weights have been changed since the export: ${originalFile} is left aside.`);
  }
  const { parameters, sha256 } = await gather(config);
  return {
    model: config,
    parameters,
    weightsSha256: [...sha256.values()].join("+"),
    facts: undefined,
    notes,
  };
}

/** The weights as exported, or undefined if they have been changed. */
async function gatherOriginal(
  gather: (model: ModelConfig) => Promise<Gathered>,
  model: ModelConfig,
  expected: string,
): Promise<Gathered | undefined> {
  try {
    const gathered = await gather(model);
    return gathered.sha256.get(weightsFile) === expected ? gathered : undefined;
  } catch (error) {
    // Changed weights need not fit the model that was exported; whether they fit config.json is seen next.
    if (error instanceof HuggingFaceError && error.code === "E_HUGGINGFACE_TENSOR") return undefined;
    throw error;
  }
}

async function readConfig(folder: string): Promise<ModelConfig> {
  const path = join(folder, configFile);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new HuggingFaceError(
      "E_HUGGINGFACE_FILE",
      `${path} cannot be read; name a folder that save_pretrained or "plateau export" has written.`,
      { cause },
    );
  });
  const fields = new Fields(path, objectOf(text, path));
  return familyOfConfig(fields).modelOf(fields);
}

function objectOf(text: string, path: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new HuggingFaceError("E_HUGGINGFACE_FILE", `${path} is no JSON. Fetch it again.`, { cause });
  }
  if (typeof document === "object" && document !== null && !Array.isArray(document))
    return document as Record<string, unknown>;
  throw new HuggingFaceError("E_HUGGINGFACE_FILE", `${path} is no JSON object. Fetch it again.`);
}

/** Whether a model, said in Hugging Face's words, is the one of a config.json. */
function saysTheSame(config: ModelConfig, original: ModelConfig): boolean {
  const family = familyOf(original);
  const said = family.modelOf(new Fields(originalFile, family.configOf(original)));
  return JSON.stringify(said) === JSON.stringify(config);
}
