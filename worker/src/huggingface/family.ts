/**
 * A family of models as both sides know it: which configuration is which, and which tensor holds which parameters.
 */
import type { ModelConfig } from "@plateau/proto";
import type { Fields } from "./fields.ts";

/** One tensor of a model file. */
export interface ForeignTensor {
  name: string;
  shape: readonly number[];
  /** Parameters of ours that it holds: their rows (or, of vectors, their elements) one below the other. */
  parts: readonly string[];
  /** Whether the file has columns where we have rows. */
  isTransposed: boolean;
}

export interface Family<C extends ModelConfig = ModelConfig> {
  /** As in `architectures` of config.json. */
  readonly architecture: string;
  /** As in `model_type`. */
  readonly modelType: string;
  /** What the architecture puts before the names of its base model's tensors; files of the base model alone lack it. */
  readonly prefix: string;
  /** Tensors of older files that hold no parameters. */
  readonly buffers: RegExp;
  /** Fields of config.json. @throws HuggingFaceError E_HUGGINGFACE_UNSUPPORTED for what it cannot say */
  configOf(model: C): Record<string, unknown>;
  /** @throws HuggingFaceError E_HUGGINGFACE_CONFIG, E_HUGGINGFACE_UNSUPPORTED naming the field */
  modelOf(fields: Fields): C;
  /** In the order of the file. Those of biases are there whether the model has biases or not: without, they are zeros. */
  tensorsOf(model: C): ForeignTensor[];
}

/** A tensor that holds one parameter as it is. */
export function same(name: string, part: string, shape: readonly number[]): ForeignTensor {
  return { name, shape, parts: [part], isTransposed: false };
}

/** Of a head that is no other name for the embedding. */
export const headTensor = "lm_head.weight";
