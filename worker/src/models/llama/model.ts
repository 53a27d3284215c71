/**
 * Llama-style model (Touvron et al. 2023; sizes and initialisation as Hägele et al. 2024): pre-norm blocks of rotary attention
 * and a gated MLP, RMSNorm, no biases, head tied to the embedding or not.
 *
 * Shape suffixes: B batch, T time, N = B·T, D width, F hidden, V vocabulary, E = B·heads, K head size.
 */
import type { LlamaConfig } from "@plateau/proto";
import { tf } from "../../engine/tf.ts";
import {
  causalAttention,
  joinHeads,
  splitGroups,
  splitHeads,
  splitQueries,
  type HeadShape,
} from "../blocks/attention.ts";
import { sites, type Drop } from "../blocks/dropout.ts";
import { embed } from "../blocks/embedding.ts";
import { linear } from "../blocks/linear.ts";
import { inBlocks } from "../blocks/recompute.ts";
import { rmsNorm } from "../blocks/rms-norm.ts";
import { rotate } from "../blocks/rope.ts";
import { swiglu } from "../blocks/swiglu.ts";
import { headSizeOf, keyValueHeadsOf } from "../check.ts";
import { ModelError } from "../errors.ts";
import { languageModel } from "../language-model.ts";
import type { Model, ModelOptions, Parameter } from "../model.ts";
import { constant, matrix, required, residualStd, table, type Lookup } from "../parameters.ts";

function layerParameters(layer: string, config: LlamaConfig): Parameter[] {
  const { width, feedForward, layers } = config;
  const output = residualStd(layers);
  const keys = keyValueHeadsOf(config) * headSizeOf(config);
  return [
    constant(`${layer}.attentionNorm.weight`, width, 1),
    matrix(`${layer}.attention.query.weight`, [width, width]),
    matrix(`${layer}.attention.key.weight`, [keys, width]),
    matrix(`${layer}.attention.value.weight`, [keys, width]),
    matrix(`${layer}.attention.output.weight`, [width, width], output),
    constant(`${layer}.mlpNorm.weight`, width, 1),
    matrix(`${layer}.mlp.gate.weight`, [feedForward, width]),
    matrix(`${layer}.mlp.up.weight`, [feedForward, width]),
    matrix(`${layer}.mlp.down.weight`, [width, feedForward], output),
  ];
}

function parametersOf(config: LlamaConfig): Parameter[] {
  const { width, vocabulary, layers, tieEmbeddings } = config;
  return [
    table("embedding.weight", [vocabulary, width]),
    ...Array.from({ length: layers }, (_, i) => layerParameters(`layers.${i}`, config)).flat(),
    constant("norm.weight", width, 1),
    ...(tieEmbeddings ? [] : [matrix("head.weight", [vocabulary, width])]),
  ];
}

type Pair = [tf.Tensor3D, tf.Tensor3D];

interface Block {
  find: Lookup;
  /** Prefix of the layer's parameter names. */
  layer: string;
  index: number;
  drop: Drop;
  heads: HeadShape;
  config: LlamaConfig;
}

function attention(x_ND: tf.Tensor2D, { find, layer, heads, config }: Block): tf.Tensor2D {
  const weight = (name: string): tf.Tensor2D => required(find, `${layer}.attention.${name}.weight`);
  // One product for queries, keys and values; joining the matrices costs far less than two more passes over x.
  const qkv_NC = linear(x_ND, tf.concat([weight("query"), weight("key"), weight("value")], 0));
  const { queries, keys, values } = turned(qkv_NC, heads, config);
  return linear(joinHeads(causalAttention(queries, keys, values), heads), weight("output"));
}

/** Heads of a product, with the positions in queries and keys. Where each head has its own keys, queries and keys lie side by side. */
function turned(
  qkv_NC: tf.Tensor2D,
  heads: HeadShape,
  config: LlamaConfig,
): Record<"queries" | "keys" | "values", tf.Tensor3D> {
  const keyValueHeads = keyValueHeadsOf(config);
  if (keyValueHeads === heads.heads) {
    const sequences = heads.batch * heads.heads;
    const [both, values] = tf.split(splitHeads(qkv_NC, heads), [2 * sequences, sequences], 0) as Pair;
    const [queries, keys] = tf.split(rotate(both, config.ropeTheta), 2, 0) as Pair;
    return { queries, keys, values };
  }
  const { queriesAndKeys, values } = splitGroups(qkv_NC, heads, keyValueHeads);
  const [queries, keys] = splitQueries(rotate(queriesAndKeys, config.ropeTheta), heads, keyValueHeads);
  return { queries, keys, values };
}

/** The gated MLP of a layer, [N, D] → [N, D]. */
export function mlp(x_ND: tf.Tensor2D, { find, layer }: Pick<Block, "find" | "layer">): tf.Tensor2D {
  const weight = (name: string): tf.Tensor2D => required(find, `${layer}.mlp.${name}.weight`);
  return linear(swiglu(linear(x_ND, weight("gate")), linear(x_ND, weight("up"))), weight("down"));
}

function transform(x_ND: tf.Tensor2D, block: Block): tf.Tensor2D {
  const norm = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    rmsNorm(x, required(block.find, `${block.layer}.${name}.weight`), block.config.normEpsilon);
  const { index, drop } = block;
  const attended_ND = attention(norm(x_ND, "attentionNorm"), block);
  const y_ND: tf.Tensor2D = tf.add(x_ND, drop(attended_ND, sites.attention(index)));
  return tf.add(y_ND, drop(mlp(norm(y_ND, "mlpNorm"), block), sites.mlp(index)));
}

/** @throws ModelError E_MODEL_CONFIG if the width does not split into heads of an even size, or the heads into groups */
export function createLlama(config: LlamaConfig, options: ModelOptions = {}): Model {
  const headSize = headSizeOf(config);
  if (headSize % 2 !== 0) {
    throw new ModelError(
      "E_MODEL_CONFIG",
      `model.width ${config.width} over model.heads ${config.heads} gives heads of ${headSize} channels; rotary positions need an even number.`,
    );
  }
  const parameters = parametersOf(config);
  return languageModel(config, parameters, (find, tokens_BT, drop) => {
    const [batch, time] = tokens_BT.shape;
    const heads = { batch, time, heads: config.heads, headSize };
    const embedded_ND = embed(required(find, "embedding.weight"), tf.reshape(tokens_BT, [batch * time]));
    const x_ND = inBlocks(drop(embedded_ND, sites.embedding), {
      parameters,
      find,
      layers: config.layers,
      recompute: options.recompute === true,
      transform: (x, block) => transform(x, { ...block, drop, heads, config }),
    });
    return {
      x_ND: rmsNorm(x_ND, required(find, "norm.weight"), config.normEpsilon),
      head: { weight_VD: required(find, config.tieEmbeddings ? "embedding.weight" : "head.weight") },
    };
  });
}
