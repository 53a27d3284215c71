/** Decoding by family. */
import type { ModelConfig } from "@plateau/proto";
import type { tf } from "../../engine/tf.ts";
import type { Model } from "../../models/model.ts";
import { lookup, type Lookup } from "../../models/parameters.ts";
import type { DecodeInputs, DecodeOutputs } from "./decode.ts";
import { decodeGpt2 } from "./gpt2/gpt2.ts";
import { decodeLlama } from "./llama/llama.ts";

type Decode<C extends ModelConfig> = (config: C, find: Lookup, inputs: DecodeInputs) => DecodeOutputs;

/** Each name is a folder beside this file. */
export const decoders: {
  readonly [F in ModelConfig["family"]]: Decode<Extract<ModelConfig, { family: F }>>;
} = { llama: decodeLlama, gpt2: decodeGpt2 };

/** @param tensors in the order of the model's parameters */
export function decode(
  { config, parameters }: Model,
  tensors: readonly tf.Tensor[],
  inputs: DecodeInputs,
): DecodeOutputs {
  return (decoders[config.family] as Decode<ModelConfig>)(config, lookup(parameters, tensors), inputs);
}

/** Layers that have keys and values to keep. */
export function cachedLayers(config: ModelConfig): number {
  return config.family === "gpt2" && !config.attention ? 0 : config.layers;
}

export type { DecodeInputs, DecodeOutputs, LayerCache } from "./decode.ts";
