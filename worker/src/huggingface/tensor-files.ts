/**
 * The safetensors files of a folder: `model.safetensors`, or the shards that `model.safetensors.index.json` lists. Every tensor is
 * widened to float32 and handed on as its file is read; nothing is believed that the header does not say.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HeaderError, type TensorEntry } from "../checkpoint/safetensors/header.ts";
import { SafetensorsReader } from "../checkpoint/safetensors/read.ts";
import { HuggingFaceError } from "./errors.ts";
import { widenings } from "./widen.ts";

export const weightsFile = "model.safetensors";
const indexFile = "model.safetensors.index.json";
/** Weights that only Python can unpack. */
const pickled = ["pytorch_model.bin", "pytorch_model.bin.index.json"];

const indexJson = z.object({ weight_map: z.record(z.string(), z.string().regex(/^[\w.-]+\.safetensors$/)) });

export interface TensorFiles {
  /** In the order in which they are to be read. */
  names: string[];
  /** Which file holds which tensor, where an index says so. */
  index: ReadonlyMap<string, string> | undefined;
  bytes: number;
}

/** @throws HuggingFaceError E_HUGGINGFACE_FILE if there are no weights, or the index or one of its files is missing or damaged */
export async function findTensorFiles(folder: string): Promise<TensorFiles> {
  const single = await sizeOf(join(folder, weightsFile));
  if (single !== undefined) return { names: [weightsFile], index: undefined, bytes: single };
  const text = await readFile(join(folder, indexFile), "utf8").catch(() => undefined);
  if (text === undefined) throw await noWeights(folder);
  const index = parseIndex(text, join(folder, indexFile));
  const names = [...new Set(index.values())].sort();
  let bytes = 0;
  for (const name of names) {
    const size = await sizeOf(join(folder, name));
    if (size === undefined) {
      const lost = [...index].filter(([, file]) => file === name).map(([tensor]) => tensor);
      throw new HuggingFaceError(
        "E_HUGGINGFACE_FILE",
        `${join(folder, name)} is missing; ${indexFile} says that it holds ${lost.length} tensors, ${lost[0]} among them. Fetch the folder again.`,
      );
    }
    bytes += size;
  }
  return { names, index, bytes };
}

function parseIndex(text: string, path: string): Map<string, string> {
  try {
    return new Map(Object.entries(indexJson.parse(JSON.parse(text)).weight_map));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll("\n", " ") : "it is no JSON";
    throw new HuggingFaceError(
      "E_HUGGINGFACE_FILE",
      `${path} is no index of safetensors files: ${why}. Fetch the folder again.`,
      { cause },
    );
  }
}

async function noWeights(folder: string): Promise<HuggingFaceError> {
  for (const name of pickled) {
    if ((await sizeOf(join(folder, name))) === undefined) continue;
    return new HuggingFaceError(
      "E_HUGGINGFACE_FILE",
      `${folder} holds its weights as ${name}, a Python pickle. Write them as safetensors: load the model with transformers and call save_pretrained on it.`,
    );
  }
  return new HuggingFaceError(
    "E_HUGGINGFACE_FILE",
    `${folder} holds neither ${weightsFile} nor ${indexFile}; name a folder that save_pretrained or "plateau export" has written.`,
  );
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

export interface ReadTensors {
  signal?: AbortSignal | undefined;
  onBytes?: ((bytes: number) => void) | undefined;
  /** Takes a tensor's numbers, which are its own from then on. */
  take: (tensor: TensorEntry, values: Float32Array, file: string) => void;
  /** Tensors that nobody wants: their type does not matter. */
  isIgnored: (name: string) => boolean;
}

/**
 * Read one file.
 *
 * @returns sha256 of its bytes, hex
 * @throws HuggingFaceError E_HUGGINGFACE_FILE if it is cut off or no safetensors file, E_HUGGINGFACE_TENSOR for a type that is no
 *         float32 nor exactly representable in it; what `take` throws
 */
export async function readTensorFile(
  path: string,
  { take, isIgnored, onBytes, signal }: ReadTensors,
): Promise<string> {
  const { size } = await stat(path);
  const buffers: { tensor: TensorEntry; bytes: Uint8Array }[] = [];
  const reader = new SafetensorsReader(size, (tensor) => {
    if (!isIgnored(tensor.name)) checkType(tensor, path);
    const bytes = new Uint8Array(tensor.end - tensor.begin);
    buffers.push({ tensor, bytes });
    return bytes;
  });
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20, signal })) {
      hash.update(chunk as Buffer);
      reader.push(chunk as Buffer);
      onBytes?.((chunk as Buffer).length);
    }
  } catch (cause) {
    if (!(cause instanceof HeaderError)) throw cause;
    throw damaged(path, cause.message, cause);
  }
  if (!reader.complete) throw damaged(path, `it ends after ${size} bytes`);
  for (const { tensor, bytes } of buffers) {
    if (isIgnored(tensor.name)) continue;
    const values = new Float32Array(tensor.shape.reduce((product, length) => product * length, 1));
    widenings[tensor.dtype]!(bytes, values);
    take(tensor, values, path);
  }
  return hash.digest("hex");
}

function damaged(path: string, why: string, cause?: unknown): HuggingFaceError {
  return new HuggingFaceError(
    "E_HUGGINGFACE_FILE",
    `${path} is damaged or no safetensors file: ${why}. Fetch it again.`,
    { cause },
  );
}

function checkType({ name, dtype }: TensorEntry, path: string): void {
  if (widenings[dtype]) return;
  throw new HuggingFaceError(
    "E_HUGGINGFACE_TENSOR",
    `${path}: tensor "${name}" is ${dtype}; Plateau reads ${Object.keys(widenings).join(", ")}. Save the model in one of these.`,
  );
}
