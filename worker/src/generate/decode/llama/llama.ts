/** Decoding of the Llama family. Keys are kept turned, as their positions do not change. */
import type { LlamaConfig } from "@plateau/proto";
import { tf } from "../../../engine/tf.ts";
import { linear } from "../../../models/blocks/linear.ts";
import { rmsNorm } from "../../../models/blocks/rms-norm.ts";
import { rotateAt } from "../../../models/blocks/rope.ts";
import { mlp } from "../../../models/llama/model.ts";
import { required, type Lookup } from "../../../models/parameters.ts";
import {
  cachedAttention,
  decodeShape,
  embedChunk,
  joinChunk,
  lastRow,
  positionsOf,
  splitChunk,
  type DecodeInputs,
  type DecodeOutputs,
  type LayerCache,
} from "../decode.ts";

export function decodeLlama(config: LlamaConfig, find: Lookup, inputs: DecodeInputs): DecodeOutputs {
  const shape = decodeShape(config, inputs);
  const positions_C = positionsOf(inputs);
  const turn = (x: tf.Tensor3D): tf.Tensor3D =>
    rotateAt(x, positions_C, { theta: config.ropeTheta, context: config.context });
  const norm = (x_CD: tf.Tensor2D, name: string): tf.Tensor2D =>
    rmsNorm(x_CD, required(find, `${name}.weight`), config.normEpsilon);
  const added: LayerCache[] = [];
  let x_CD = embedChunk(find, inputs.tokens_C);
  for (const [i, cache] of inputs.cache.entries()) {
    const layer = `layers.${i}`;
    const weight = (name: string): tf.Tensor2D => required(find, `${layer}.attention.${name}.weight`);
    const qkv = tf.concat([weight("query"), weight("key"), weight("value")], 0);
    const [q, k, v] = splitChunk(linear(norm(x_CD, `${layer}.attentionNorm`), qkv), shape);
    const own = { keys: turn(k!), values: v! };
    const y_HCK = cachedAttention(turn(q!), own, cache, inputs.start);
    x_CD = tf.add(x_CD, linear(joinChunk(y_HCK, shape), weight("output")));
    x_CD = tf.add(x_CD, mlp(norm(x_CD, `${layer}.mlpNorm`), { find, layer }));
    added.push(own);
  }
  const head = required<tf.Tensor2D>(find, config.tieEmbeddings ? "embedding.weight" : "head.weight");
  return { logits_V: linear(norm(lastRow(x_CD), "norm"), head), added };
}
