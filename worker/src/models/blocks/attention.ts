/**
 * Causal attention of all heads at once, its gradient written by hand: the row sums of the softmax's gradient are taken from the
 * output (T·K numbers a head) instead of from the weights (T·T), as in Dao et al. 2022, section B.4.
 *
 * Shape suffixes: B batch, T time, D width = H·K, H heads, K head size, E = B·H, N = B·T.
 */
import { tf } from "../../engine/tf.ts";

/** Far below any score, so that softmax gives exactly 0; finite, so that no 0·∞ can arise. */
const masked = -1e9;

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

/** [E, T, K] → [N, D] */
export function joinHeads(y_ETK: tf.Tensor3D, { batch, time, heads, headSize }: HeadShape): tf.Tensor2D {
  const parts = tf.reshape(y_ETK, [batch, heads, time, headSize]);
  return tf.reshape(tf.transpose(parts, [0, 2, 1, 3]), [batch * time, heads * headSize]);
}

/** [T, T]: 0 where row t may look at column s ≤ t, `masked` elsewhere. */
function causalMask(time: number): tf.Tensor2D {
  const values = new Float32Array(time * time);
  for (let t = 0; t < time; t++) values.fill(masked, t * time + t + 1, (t + 1) * time);
  return tf.tensor2d(values, [time, time]);
}

/** softmax(q·kᵀ/√K + causal mask)·v; all [E, T, K]. */
export function causalAttention(q_ETK: tf.Tensor3D, k_ETK: tf.Tensor3D, v_ETK: tf.Tensor3D): tf.Tensor3D {
  const [, time, headSize] = q_ETK.shape;
  const scale = 1 / Math.sqrt(headSize);
  const attend = tf.customGrad((...inputs) => {
    const [q, k, v, save] = inputs as unknown as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.GradSaveFunc];
    const scores_ETT = tf.add(tf.matMul(tf.mul(q, scale), k, false, true), causalMask(time));
    const weights_ETT = tf.softmax(scores_ETT);
    const value: tf.Tensor3D = tf.matMul(weights_ETT, v);
    save([q, k, v, weights_ETT, value]);
    return { value, gradFunc };
  });
  const gradFunc = (dy: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] => {
    const [q, k, v, weights, y] = saved as tf.Tensor3D[];
    const dv = tf.matMul(weights!, dy, true, false);
    const dWeights = tf.matMul(dy, v!, false, true);
    const rowSums_ET1 = tf.sum(tf.mul(dy, y!), -1, true);
    const dScores: tf.Tensor3D = tf.mul(weights!, tf.sub(dWeights, rowSums_ET1));
    const dq = tf.mul(tf.matMul(dScores, k!), scale);
    const dk = tf.mul(tf.matMul(dScores, q!, true, false), scale);
    return [dq, dk, dv];
  };
  return attend(q_ETK, k_ETK, v_ETK);
}
