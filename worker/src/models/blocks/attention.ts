/**
 * Causal attention of all heads at once: one kernel of the record, its gradient another (engine/record/attention.ts).
 *
 * Shape suffixes: B batch, T time, D width = H·K, H heads, K head size, E = B·H, F those of keys and values, N = B·T.
 */
import { attention, attentionGrad } from "../../engine/record/attention.ts";
import { tf } from "../../engine/tf.ts";

export interface HeadShape {
  batch: number;
  time: number;
  heads: number;
  headSize: number;
}

/** qkv_NC [N, 3·D] → [3·E, T, K]: all queries, then all keys, then all values. */
export function splitHeads(qkv_NC: tf.Tensor2D, { batch, time, heads, headSize }: HeadShape): tf.Tensor3D {
  const parts = tf.reshape(qkv_NC, [batch, time, 3, heads, headSize]);
  return tf.reshape(tf.transpose(parts, [2, 0, 3, 1, 4]), [3 * batch * heads, time, headSize]);
}

/** Of heads that share keys and values: qkv_NC [N, (H + 2·keyValueHeads)·K] → queries and then keys of each sequence, and values. */
export function splitGroups(
  qkv_NC: tf.Tensor2D,
  { batch, time, heads, headSize }: HeadShape,
  keyValueHeads: number,
): { queriesAndKeys: tf.Tensor3D; values: tf.Tensor3D } {
  const all = tf.reshape(qkv_NC, [batch, time, heads + 2 * keyValueHeads, headSize]);
  const counts = [heads + keyValueHeads, keyValueHeads];
  const [queriesAndKeys, values] = tf.split(tf.transpose(all, [0, 2, 1, 3]), counts, 1) as [
    tf.Tensor4D,
    tf.Tensor4D,
  ];
  return {
    queriesAndKeys: tf.reshape(queriesAndKeys, [batch * counts[0]!, time, headSize]),
    values: tf.reshape(values, [batch * keyValueHeads, time, headSize]),
  };
}

/** The first `heads` of each sequence, and the others. */
export function splitQueries(
  x_XTK: tf.Tensor3D,
  { batch, heads }: HeadShape,
  keyValueHeads: number,
): [tf.Tensor3D, tf.Tensor3D] {
  const [, time, headSize] = x_XTK.shape;
  const parts = tf.reshape(x_XTK, [batch, heads + keyValueHeads, time, headSize]);
  const [queries, keys] = tf.split(parts, [heads, keyValueHeads], 1) as [tf.Tensor4D, tf.Tensor4D];
  return [
    tf.reshape(queries, [batch * heads, time, headSize]),
    tf.reshape(keys, [batch * keyValueHeads, time, headSize]),
  ];
}

/** [E, T, K] → [N, D] */
export function joinHeads(y_ETK: tf.Tensor3D, { batch, time, heads, headSize }: HeadShape): tf.Tensor2D {
  const parts = tf.reshape(y_ETK, [batch, heads, time, headSize]);
  return tf.reshape(tf.transpose(parts, [0, 2, 1, 3]), [batch * time, heads * headSize]);
}

/** softmax(q·kᵀ/√K + causal mask)·v; q [E, T, K], k and v [F, T, K], each of the F for E/F query heads that follow one another. */
export function causalAttention(q_ETK: tf.Tensor3D, k_FTK: tf.Tensor3D, v_FTK: tf.Tensor3D): tf.Tensor3D {
  const attributes = { causal: true, scale: 1 / Math.sqrt(q_ETK.shape[2]) };
  const attend = tf.customGrad((...inputs) => {
    const [q, k, v, save] = inputs as unknown as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    const { o, lse } = attention({ q, k, v }, attributes);
    save([q, k, v, o, lse]);
    return { value: o, gradFunc };
  });
  const gradFunc = (dy: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] => {
    const [q, k, v, o] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const { dq, dk, dv } = attentionGrad({ q, k, v, o, lse: saved[4] as tf.Tensor2D, do: dy }, attributes);
    return [dq, dk, dv];
  };
  return attend(q_ETK, k_FTK, v_FTK);
}
