/** The weights of a folder in a model's flat vector: every tensor has to be there once, of the shape that the configuration says. */
import { join } from "node:path";
import { createModel } from "../models/index.ts";
import type { ModelConfig } from "@plateau/proto";
import type { TensorEntry } from "../checkpoint/safetensors/header.ts";
import { fromForeign, parametersByName, type Parameters } from "./arrange.ts";
import { HuggingFaceError } from "./errors.ts";
import { familyOf } from "./families/index.ts";
import { headTensor, type Family, type ForeignTensor } from "./family.ts";
import { readTensorFile, type TensorFiles } from "./tensor-files.ts";

export interface GatherOptions {
  signal?: AbortSignal | undefined;
  onBytes?: ((bytes: number) => void) | undefined;
}

export interface Gathered {
  /** float32 [model.size] on a SharedArrayBuffer. */
  parameters: Float32Array;
  /** Of each file, hex. */
  sha256: ReadonlyMap<string, string>;
}

/** @throws HuggingFaceError E_HUGGINGFACE_TENSOR naming the tensor, E_HUGGINGFACE_FILE */
export async function gatherWeights(
  folder: string,
  files: TensorFiles,
  config: ModelConfig,
  { signal, onBytes }: GatherOptions = {},
): Promise<Gathered> {
  const model = createModel(config);
  const parameters = new Float32Array(new SharedArrayBuffer(4 * model.size));
  const weights = new Weights(config, parametersByName(model.parameters, parameters));
  const sha256 = new Map<string, string>();
  for (const name of files.names) {
    const hash = await readTensorFile(join(folder, name), {
      signal,
      onBytes,
      take: (tensor, values, path) => weights.take(tensor, values, path),
      isIgnored: (tensor) => weights.isIgnored(tensor),
    });
    sha256.set(name, hash);
  }
  weights.finish(folder, files);
  return { parameters, sha256 };
}

/** The tensors that a model needs, and what has come of them. */
class Weights {
  readonly #config: ModelConfig;
  readonly #family: Family;
  readonly #parameters: Parameters;
  readonly #wanted: Map<string, ForeignTensor>;
  readonly #seen = new Map<string, string>();
  /** A head beside a tied embedding. */
  #head: Float32Array | undefined;

  constructor(config: ModelConfig, parameters: Parameters) {
    this.#config = config;
    this.#family = familyOf(config);
    this.#parameters = parameters;
    this.#wanted = new Map(this.#family.tensorsOf(config).map((tensor) => [tensor.name, tensor]));
  }

  isIgnored(name: string): boolean {
    return this.#family.buffers.test(name) && !this.#wanted.has(this.#fullName(name));
  }

  take({ name, shape }: TensorEntry, values: Float32Array, path: string): void {
    const full = this.#fullName(name);
    const before = this.#seen.get(full);
    if (before !== undefined) throw wrong(path, name, `stands in ${before} too`, "Fetch the folder again.");
    this.#seen.set(full, path);
    if (full === headTensor && this.#config.tieEmbeddings) {
      this.#head = values;
      return;
    }
    const tensor = this.#wanted.get(full);
    if (!tensor) {
      throw wrong(
        path,
        name,
        `has no place in a ${this.#family.architecture} as config.json describes it`,
        "Correct config.json, or remove the tensor if it belongs to something else.",
      );
    }
    if (tensor.shape.join() !== shape.join()) {
      throw wrong(
        path,
        name,
        `is [${shape.join(", ")}]; by config.json it is [${tensor.shape.join(", ")}]`,
        "The two are not of one model: fetch the folder again.",
      );
    }
    if (!fromForeign(tensor, values, this.#parameters))
      throw wrong(
        path,
        name,
        "is not zero, but this model has no such parameters",
        "Fetch the folder again.",
      );
  }

  /** Whether everything has come. */
  finish(folder: string, { index }: TensorFiles): void {
    const missing = [...this.#wanted.keys()].filter((name) => !this.#seen.has(name));
    if (missing.length > 0) {
      const [first] = missing as [string];
      const place = index?.get(first);
      const hint =
        first === headTensor
          ? ` config.json says that the head is not tied to the embedding (tie_word_embeddings).`
          : "";
      throw new HuggingFaceError(
        "E_HUGGINGFACE_TENSOR",
        `${folder} lacks ${missing.length} of the ${this.#wanted.size} tensors that config.json asks for, "${first}"${place === undefined ? "" : ` (in ${place} by the index)`} first.${hint} Fetch the folder again.`,
      );
    }
    const embedding = this.#parameters.get("embedding.weight")!;
    if (!this.#head || isEqual(this.#head, embedding)) return;
    throw wrong(
      this.#seen.get(headTensor)!,
      headTensor,
      "differs from the embedding, but config.json says that the two are tied (tie_word_embeddings)",
      "Set it to false if the head is its own.",
    );
  }

  /** Files of the base model alone lack the prefix. */
  #fullName(name: string): string {
    return name.startsWith(this.#family.prefix) || name === headTensor ? name : this.#family.prefix + name;
  }
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

function wrong(path: string, name: string, what: string, advice: string): HuggingFaceError {
  return new HuggingFaceError("E_HUGGINGFACE_TENSOR", `${path}: tensor "${name}" ${what}. ${advice}`);
}
