/**
 * Decoding: what a model says after a chunk of tokens, given the keys and values of those before it, so that each token is computed
 * once. Forward only. All shapes are static: a chunk has C tokens, a cache S slots of which the first `start` are filled.
 *
 * Shape suffixes: C tokens of the chunk, S slots, H heads, F those of keys and values, K head size, D width, V vocabulary.
 */
import type { ModelConfig } from "@plateau/proto";
import { tf } from "../../engine/tf.ts";
import { headSizeOf, keyValueHeadsOf } from "../../models/check.ts";
import { required, type Lookup } from "../../models/parameters.ts";

/** Keys and values of one layer. */
export interface LayerCache<T extends tf.Tensor = tf.Tensor3D> {
  keys: T;
  values: T;
}

export interface DecodeInputs {
  /** [C] int32 */
  tokens_C: tf.Tensor1D;
  /** int32 [1]: tokens before the chunk. */
  start: tf.Tensor1D;
  /** Of each layer [F, S, K]; slots from `start` on are not looked at, but must be finite. */
  cache: readonly LayerCache[];
}

export interface DecodeOutputs {
  /** [1, V]: after the last token of the chunk. */
  logits_V: tf.Tensor2D;
  /** Of each layer [F, C, K]: what goes into the cache from slot `start` on. */
  added: LayerCache[];
}

/** Shapes that follow from the configuration. */
export interface DecodeShape {
  heads: number;
  keyValueHeads: number;
  headSize: number;
  /** C */
  chunk: number;
}

export function decodeShape(config: ModelConfig, { tokens_C }: DecodeInputs): DecodeShape {
  const keyValueHeads = keyValueHeadsOf(config);
  return { heads: config.heads, keyValueHeads, headSize: headSizeOf(config), chunk: tokens_C.size };
}

/** [C] int32: positions of the chunk's tokens. */
export function positionsOf({ tokens_C, start }: DecodeInputs): tf.Tensor1D {
  return tf.add(start, tf.range(0, tokens_C.size, 1, "int32"));
}

/** qkv_CX [C, (H + 2·F)·K] → queries [H, C, K], keys and values [F, C, K] each. */
export function splitChunk(
  qkv_CX: tf.Tensor2D,
  { heads, keyValueHeads, headSize, chunk }: DecodeShape,
): tf.Tensor3D[] {
  const counts = [heads, keyValueHeads, keyValueHeads];
  const parts = tf.reshape(qkv_CX, [chunk, heads + 2 * keyValueHeads, headSize]);
  return tf.split(tf.transpose(parts, [1, 0, 2]), counts, 0) as tf.Tensor3D[];
}

/** [H, C, K] → [C, D] */
export function joinChunk(y_HCK: tf.Tensor3D, { heads, headSize, chunk }: DecodeShape): tf.Tensor2D {
  return tf.reshape(tf.transpose(y_HCK, [1, 0, 2]), [chunk, heads * headSize]);
}

/** Far below any score, so that softmax gives exactly 0. */
const masked = -1e9;

/** Each query looks at the filled slots of the cache and at the chunk's tokens up to its own; heads that share keys lie side by side. */
export function cachedAttention(
  q_HCK: tf.Tensor3D,
  own: LayerCache,
  cache: LayerCache,
  start: tf.Tensor1D,
): tf.Tensor3D {
  const [heads, chunk, headSize] = q_HCK.shape;
  const [shared, slots] = cache.keys.shape;
  /** Queries of the heads that share keys as rows of one matrix, and back. */
  const folded = (x: tf.Tensor3D): tf.Tensor3D =>
    tf.reshape(x, [shared, (heads / shared) * chunk, x.shape[2]]);
  const unfolded = (x: tf.Tensor3D): tf.Tensor3D => tf.reshape(x, [heads, chunk, x.shape[2]]);
  const scaled_FXK = folded(tf.mul(q_HCK, 1 / Math.sqrt(headSize)));
  const isEmpty_S = tf.greaterEqual(tf.range(0, slots, 1, "int32"), start);
  const before_HCS = tf.add(
    unfolded(tf.matMul(scaled_FXK, cache.keys, false, true)),
    tf.mul(tf.cast(isEmpty_S, "float32"), masked),
  );
  const within_HCC = tf.add(unfolded(tf.matMul(scaled_FXK, own.keys, false, true)), causalMask(chunk));
  const weights = tf.softmax(tf.concat([before_HCS, within_HCC], 2));
  const [weightsBefore, weightsWithin] = tf.split(weights, [slots, chunk], 2) as tf.Tensor3D[];
  return unfolded(
    tf.add(tf.matMul(folded(weightsBefore!), cache.values), tf.matMul(folded(weightsWithin!), own.values)),
  );
}

function causalMask(chunk: number): tf.Tensor2D {
  const values = new Float32Array(chunk * chunk);
  for (let t = 0; t < chunk; t++) values.fill(masked, t * chunk + t + 1, (t + 1) * chunk);
  return tf.tensor2d(values, [chunk, chunk]);
}

/** Rows of the embedding. */
export function embedChunk(find: Lookup, tokens_C: tf.Tensor1D): tf.Tensor2D {
  return tf.gather(required<tf.Tensor2D>(find, "embedding.weight"), tokens_C);
}

/** [1, D]: only the last token's logits are wanted. */
export function lastRow(x_CD: tf.Tensor2D): tf.Tensor2D {
  return tf.slice(x_CD, [x_CD.shape[0] - 1, 0], [1, -1]);
}
