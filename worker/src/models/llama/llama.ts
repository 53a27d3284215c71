/**
 * Llama-style decoder: RMSNorm before each half of a block, rotary positions, SwiGLU, no biases (Touvron et al. 2023), with the
 * initialisation of the scaling-law paper: 0.02, output projections 0.02/√(2L).
 *
 * Shapes: B batch, T time, R = B·T, D width, V vocabulary, H heads, K head size, F hidden width.
 */
import type { LlamaConfig } from "@plateau/proto";
import { tf } from "../../engine/tf.ts";
import { silu } from "../blocks/activations.ts";
import { causalAttention, rotaryTables, rotate, splitHeads } from "../blocks/attention.ts";
import { crossEntropy } from "../blocks/cross-entropy.ts";
import { embed, linear, linearTransposed } from "../blocks/linear.ts";
import { rmsNorm } from "../blocks/norms.ts";
import type { LossInputs, Model, ModelFactory } from "../model.ts";
import { byName, ParameterList } from "../parameters.ts";

const initStd = 0.02;

export const createLlama: ModelFactory<LlamaConfig> = (config): Model => {
  const list = declare(config);
  return {
    config,
    parameters: list.parameters,
    size: list.size,
    losses: (tensors, inputs) => losses(config, byName(list.parameters, tensors), inputs),
  };
};

function declare({
  layers,
  width: D,
  feedForward: F,
  vocabulary: V,
  tieEmbeddings,
}: LlamaConfig): ParameterList {
  const list = new ParameterList();
  const outputStd = initStd / Math.sqrt(2 * layers);
  list.embedding("embedding.weight", [V, D], initStd);
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `layers.${layer}`;
    list.vector(`${prefix}.attention.norm.weight`, D, 1);
    list.matrix(`${prefix}.attention.qkv.weight`, [D, 3 * D], initStd);
    list.matrix(`${prefix}.attention.output.weight`, [D, D], outputStd);
    list.vector(`${prefix}.mlp.norm.weight`, D, 1);
    list.matrix(`${prefix}.mlp.gate_up.weight`, [D, 2 * F], initStd);
    list.matrix(`${prefix}.mlp.down.weight`, [F, D], outputStd);
  }
  list.vector("norm.weight", D, 1);
  if (!tieEmbeddings) list.matrix("head.weight", [V, D], initStd);
  return list;
}

function losses(
  config: LlamaConfig,
  named: Map<string, tf.Tensor>,
  { tokens_BT, targets_BT }: LossInputs,
): tf.Tensor2D {
  const [batch, time] = tokens_BT.shape;
  const headSize = config.width / config.heads;
  const shape = { batch, time, heads: config.heads, headSize };
  const matrix = (name: string): tf.Tensor2D => named.get(name) as tf.Tensor2D;
  const vector = (name: string): tf.Tensor1D => named.get(name) as tf.Tensor1D;
  const tables = rotaryTables(time, headSize, config.ropeTheta);

  let x_RD = embed(matrix("embedding.weight"), tokens_BT);
  for (let layer = 0; layer < config.layers; layer++) {
    const prefix = `layers.${layer}`;
    const a_RD = rmsNorm(x_RD, vector(`${prefix}.attention.norm.weight`), config.normEpsilon);
    const [q, k, v] = splitHeads(linear(a_RD, matrix(`${prefix}.attention.qkv.weight`)), shape);
    const mixed_RD = causalAttention([rotate(q, tables), rotate(k, tables), v], shape);
    x_RD = tf.add(x_RD, linear(mixed_RD, matrix(`${prefix}.attention.output.weight`)));

    const m_RD = rmsNorm(x_RD, vector(`${prefix}.mlp.norm.weight`), config.normEpsilon);
    const gateUp = tf.split(linear(m_RD, matrix(`${prefix}.mlp.gate_up.weight`)), 2, 1);
    const [gate_RF, up_RF] = gateUp as [tf.Tensor2D, tf.Tensor2D];
    const hidden_RF = tf.mul(silu(gate_RF), up_RF) as tf.Tensor2D;
    x_RD = tf.add(x_RD, linear(hidden_RF, matrix(`${prefix}.mlp.down.weight`)));
  }
  const final_RD = rmsNorm(x_RD, vector("norm.weight"), config.normEpsilon);
  const head_VD = matrix(config.tieEmbeddings ? "embedding.weight" : "head.weight");
  const losses_R = crossEntropy(
    linearTransposed(final_RD, head_VD),
    tf.reshape(targets_BT, [-1]) as tf.Tensor1D,
  );
  return tf.reshape(losses_R, [batch, time]);
}
