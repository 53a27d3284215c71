/** Decoding of the GPT-2 family, with whichever of its parts the configuration leaves out. */
import type { Gpt2Config } from "@plateau/proto";
import { tf } from "../../../engine/tf.ts";
import { linear } from "../../../models/blocks/linear.ts";
import { joined, mlp, norm } from "../../../models/gpt2/model.ts";
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

export function decodeGpt2(config: Gpt2Config, find: Lookup, inputs: DecodeInputs): DecodeOutputs {
  const shape = decodeShape(config, inputs);
  const positions_VD = required<tf.Tensor2D>(find, "positions.weight");
  const added: LayerCache[] = [];
  let x_CD: tf.Tensor2D = tf.add(
    embedChunk(find, inputs.tokens_C),
    tf.gather(positions_VD, positionsOf(inputs)),
  );
  for (let i = 0; i < config.layers; i++) {
    const layer = `layers.${i}`;
    const cache = inputs.cache[i];
    if (cache) {
      const names = (part: string): string[] =>
        ["query", "key", "value"].map((name) => `${layer}.attention.${name}.${part}`);
      const unit_CD = norm(x_CD, find, `${layer}.attentionNorm`, config.normEpsilon);
      const qkv = linear(unit_CD, joined(find, names("weight")) as tf.Tensor2D, joined(find, names("bias")));
      const [queries, keys, values] = splitChunk(qkv, shape);
      const own = { keys: keys!, values: values! };
      const y_HCK = cachedAttention(queries!, own, cache, inputs.start);
      const output = `${layer}.attention.output`;
      const y_CD = linear(
        joinChunk(y_HCK, shape),
        required(find, `${output}.weight`),
        find(`${output}.bias`),
      );
      x_CD = tf.add(x_CD, y_CD);
      added.push(own);
    }
    const unit_CD = norm(x_CD, find, `${layer}.mlpNorm`, config.normEpsilon);
    x_CD = tf.add(x_CD, mlp(unit_CD, { find, layer, config }));
  }
  const last_1D = norm(lastRow(x_CD), find, "norm", config.normEpsilon);
  const head_VD = required<tf.Tensor2D>(find, config.tieEmbeddings ? "embedding.weight" : "head.weight");
  return { logits_V: linear(last_1D, head_VD, find("head.bias")), added };
}
