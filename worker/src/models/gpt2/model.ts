/**
 * GPT-2-style model (Radford et al. 2019): learned positions, pre-norm blocks of attention and a plain MLP, LayerNorm.
 *
 * The switches of its configuration (biases, norm, activation, attention, head bias) reach down to the one-layer models of
 * Makkuva et al. 2024. Shape suffixes: B batch, T time, N = B·T, D width, F hidden, V vocabulary, K head size.
 */
import type { Gpt2Config } from "@plateau/proto";
import { tf } from "../../engine/tf.ts";
import { causalAttention, joinHeads, splitHeads, type HeadShape } from "../blocks/attention.ts";
import { sites, type Drop } from "../blocks/dropout.ts";
import { embed } from "../blocks/embedding.ts";
import { gelu } from "../blocks/gelu.ts";
import { layerNorm } from "../blocks/layer-norm.ts";
import { linear } from "../blocks/linear.ts";
import { inBlocks } from "../blocks/recompute.ts";
import { headSizeOf } from "../check.ts";
import { languageModel } from "../language-model.ts";
import type { Model, ModelOptions } from "../model.ts";
import { required, type Lookup } from "../parameters.ts";
import { gpt2Parameters } from "./parameters.ts";

type Triple = [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];

interface Block {
  find: Lookup;
  /** Prefix of the layer's parameter names. */
  layer: string;
  index: number;
  drop: Drop;
  heads: HeadShape;
  config: Gpt2Config;
}

/** The norm's parameters exist or not according to the configuration; without a gain there is no norm at all. */
export function norm(x_ND: tf.Tensor2D, find: Lookup, name: string, epsilon: number): tf.Tensor2D {
  const gain_D = find(`${name}.weight`);
  return gain_D === undefined ? x_ND : layerNorm(x_ND, gain_D, { epsilon, bias_D: find(`${name}.bias`) });
}

/** Parameters one below the other; undefined if the model has none of them. */
export function joined(find: Lookup, names: readonly string[]): tf.Tensor | undefined {
  const tensors = names.map(find).filter((tensor) => tensor !== undefined);
  return tensors.length === 0 ? undefined : tf.concat(tensors, 0);
}

function attention(x_ND: tf.Tensor2D, { find, layer, heads }: Block): tf.Tensor2D {
  const names = (part: string): string[] =>
    ["query", "key", "value"].map((name) => `${layer}.attention.${name}.${part}`);
  // One product for queries, keys and values; joining the matrices costs far less than two more passes over x.
  const qkv_NC = linear(x_ND, joined(find, names("weight")) as tf.Tensor2D, joined(find, names("bias")));
  const [queries, keys, values] = tf.split(splitHeads(qkv_NC, heads), 3, 0) as Triple;
  const y_ND = joinHeads(causalAttention(queries, keys, values), heads);
  const output = `${layer}.attention.output`;
  return linear(y_ND, required(find, `${output}.weight`), find(`${output}.bias`));
}

/** The MLP of a layer, [N, D] → [N, D]. */
export function mlp(
  x_ND: tf.Tensor2D,
  { find, layer, config }: Pick<Block, "find" | "layer" | "config">,
): tf.Tensor2D {
  const project = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    linear(x, required(find, `${layer}.mlp.${name}.weight`), find(`${layer}.mlp.${name}.bias`));
  const hidden_NF = project(x_ND, "up");
  return project(config.activation === "gelu" ? gelu(hidden_NF) : tf.relu(hidden_NF), "down");
}

function transform(x_ND: tf.Tensor2D, block: Block): tf.Tensor2D {
  const { find, layer, index, drop, config } = block;
  let y_ND = x_ND;
  if (config.attention) {
    const unit_ND = norm(y_ND, find, `${layer}.attentionNorm`, config.normEpsilon);
    y_ND = tf.add(y_ND, drop(attention(unit_ND, block), sites.attention(index)));
  }
  const unit_ND = norm(y_ND, find, `${layer}.mlpNorm`, config.normEpsilon);
  return tf.add(y_ND, drop(mlp(unit_ND, block), sites.mlp(index)));
}

/** @throws ModelError E_MODEL_CONFIG if the width does not split into heads */
export function createGpt2(config: Gpt2Config, options: ModelOptions = {}): Model {
  const headSize = headSizeOf(config);
  const parameters = gpt2Parameters(config);
  return languageModel(config, parameters, (find, tokens_BT, drop) => {
    const [batch, time] = tokens_BT.shape;
    const heads = { batch, time, heads: config.heads, headSize };
    const x_ND = inBlocks(drop(embedded(find, tokens_BT, config.width), sites.embedding), {
      parameters,
      find,
      layers: config.layers,
      recompute: options.recompute === true,
      transform: (x, block) => transform(x, { ...block, drop, heads, config }),
    });
    return {
      x_ND: norm(x_ND, find, "norm", config.normEpsilon),
      head: {
        weight_VD: required(find, config.tieEmbeddings ? "embedding.weight" : "head.weight"),
        bias_V: find("head.bias"),
      },
    };
  });
}

/** Token embedding plus the embedding of the position, [N, D]. */
function embedded(find: Lookup, tokens_BT: tf.Tensor2D, width: number): tf.Tensor2D {
  const [batch, time] = tokens_BT.shape;
  const tokens_ND = embed(required(find, "embedding.weight"), tf.reshape(tokens_BT, [batch * time]));
  const positions_TD = tf.slice(required<tf.Tensor2D>(find, "positions.weight"), [0, 0], [time, width]);
  const sum_BTD = tf.add(tf.reshape(tokens_ND, [batch, time, width]), positions_TD);
  return tf.reshape(sum_BTD, [batch * time, width]);
}
