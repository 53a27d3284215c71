/**
 * GPT-2-style decoder: LayerNorm before each half of a block, learned positions, one MLP. Its switches (no norm, no attention,
 * no biases, a bias on the head, ReLU) give the one-layer models of the Markov paper.
 *
 * Shapes: B batch, T time, R = B·T, D width, V vocabulary, H heads, K head size, F hidden width.
 */
import type { Gpt2Config } from "@plateau/proto";
import { tf } from "../../engine/tf.ts";
import { gelu, relu } from "../blocks/activations.ts";
import { causalAttention, splitHeads } from "../blocks/attention.ts";
import { crossEntropy } from "../blocks/cross-entropy.ts";
import { embed, linear, linearTransposed } from "../blocks/linear.ts";
import { layerNorm } from "../blocks/norms.ts";
import type { LossInputs, Model, ModelFactory } from "../model.ts";
import { byName, ParameterList } from "../parameters.ts";

const initStd = 0.02;

export const createGpt2: ModelFactory<Gpt2Config> = (config): Model => {
  const list = declare(config);
  return {
    config,
    parameters: list.parameters,
    size: list.size,
    losses: (tensors, inputs) => losses(config, byName(list.parameters, tensors), inputs),
  };
};

function declare(config: Gpt2Config): ParameterList {
  const { layers, width: D, feedForward: F, vocabulary: V } = config;
  const list = new ParameterList();
  const outputStd = initStd / Math.sqrt(2 * layers);
  const norm = (name: string): void => {
    if (config.norm === "none") return;
    list.vector(`${name}.weight`, D, 1);
    if (config.biases) list.vector(`${name}.bias`, D, 0);
  };
  const layer = (name: string, shape: [number, number], std: number): void => {
    list.matrix(`${name}.weight`, shape, std);
    if (config.biases) list.vector(`${name}.bias`, shape[1], 0);
  };
  list.embedding("embedding.weight", [V, D], initStd);
  list.embedding("positions.weight", [config.context, D], initStd);
  for (let i = 0; i < layers; i++) {
    if (config.attention) {
      norm(`layers.${i}.attention.norm`);
      layer(`layers.${i}.attention.qkv`, [D, 3 * D], initStd);
      layer(`layers.${i}.attention.output`, [D, D], outputStd);
    }
    norm(`layers.${i}.mlp.norm`);
    layer(`layers.${i}.mlp.up`, [D, F], initStd);
    layer(`layers.${i}.mlp.down`, [F, D], outputStd);
  }
  norm("norm");
  if (!config.tieEmbeddings) list.matrix("head.weight", [V, D], initStd);
  if (config.headBias) list.vector("head.bias", V, 0);
  return list;
}

function losses(
  config: Gpt2Config,
  named: Map<string, tf.Tensor>,
  { tokens_BT, targets_BT }: LossInputs,
): tf.Tensor2D {
  const [batch, time] = tokens_BT.shape;
  const { width: D, heads } = config;
  const shape = { batch, time, heads, headSize: D / heads };
  const matrix = (name: string): tf.Tensor2D => named.get(name) as tf.Tensor2D;
  const vector = (name: string): tf.Tensor1D | undefined => named.get(name) as tf.Tensor1D | undefined;
  const affine = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    linear(x, matrix(`${name}.weight`), vector(`${name}.bias`));
  const normed = (x_RD: tf.Tensor2D, name: string): tf.Tensor2D => {
    const gain_D = vector(`${name}.weight`);
    return gain_D ? layerNorm(x_RD, { gain_D, bias_D: vector(`${name}.bias`) }, config.normEpsilon) : x_RD;
  };
  const activation = config.activation === "gelu" ? gelu : relu;

  const positions_TD = tf.slice(matrix("positions.weight"), [0, 0], [time, D]);
  const embedded_BTD = tf.reshape(embed(matrix("embedding.weight"), tokens_BT), [batch, time, D]);
  let x_RD = tf.reshape(tf.add(embedded_BTD, positions_TD), [batch * time, D]) as tf.Tensor2D;
  for (let i = 0; i < config.layers; i++) {
    if (config.attention) {
      const qkv = affine(normed(x_RD, `layers.${i}.attention.norm`), `layers.${i}.attention.qkv`);
      const mixed_RD = causalAttention(splitHeads(qkv, shape), shape);
      x_RD = tf.add(x_RD, affine(mixed_RD, `layers.${i}.attention.output`));
    }
    const hidden_RF = activation(affine(normed(x_RD, `layers.${i}.mlp.norm`), `layers.${i}.mlp.up`));
    x_RD = tf.add(x_RD, affine(hidden_RF, `layers.${i}.mlp.down`));
  }
  const head_VD = matrix(config.tieEmbeddings ? "embedding.weight" : "head.weight");
  const logits_RV = linearTransposed(normed(x_RD, "norm"), head_VD, vector("head.bias"));
  return tf.reshape(crossEntropy(logits_RV, tf.reshape(targets_BT, [-1]) as tf.Tensor1D), [batch, time]);
}
