/**
 * Causal self-attention on one fused projection. Shapes: B batch, T time, D width, H heads, K = D/H head size.
 *
 * The causal mask and the rotary tables depend on T only, so they are constants of the record.
 */
import { tf } from "../../engine/tf.ts";

export interface AttentionShape {
  batch: number;
  time: number;
  heads: number;
  /** K */
  headSize: number;
}

/** Added to the scores of later positions. Finite: −∞ would make a row of the gradient NaN. */
const masked = -1e9;

/** [T,T], 0 on and below the diagonal. */
function causalMask(time: number): tf.Tensor2D {
  const values = new Float32Array(time * time);
  for (let i = 0; i < time; i++) values.fill(masked, i * time + i + 1, (i + 1) * time);
  return tf.tensor2d(values, [time, time]);
}

/** Splits [B·T, 3D] into q, k, v of [B,H,T,K] each. */
export function splitHeads(
  qkv_R3D: tf.Tensor2D,
  shape: AttentionShape,
): [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D] {
  const { batch, time, heads, headSize } = shape;
  const parts = tf.transpose(tf.reshape(qkv_R3D, [batch, time, 3 * heads, headSize]), [0, 2, 1, 3]);
  return tf.split(parts, 3, 1) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
}

/** softmax(q·kᵀ/√K + mask)·v, heads joined: [B·T, D]. */
export function causalAttention(
  [q_BHTK, k_BHTK, v_BHTK]: [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D],
  shape: AttentionShape,
): tf.Tensor2D {
  const { batch, time, heads, headSize } = shape;
  const scores_BHTT = tf.mul(tf.matMul(q_BHTK, k_BHTK, false, true), 1 / Math.sqrt(headSize));
  const weights_BHTT = tf.softmax(tf.add(scores_BHTT, causalMask(time)));
  const mixed_BHTK = tf.matMul(weights_BHTT, v_BHTK);
  return tf.reshape(tf.transpose(mixed_BHTK, [0, 2, 1, 3]), [batch * time, heads * headSize]);
}

export interface RotaryTables {
  /** [T,K] */
  cos_TK: tf.Tensor2D;
  /** [T,K], the sign of the half-turn included. */
  sin_TK: tf.Tensor2D;
}

/** Rotary position tables (Su et al. 2021), halves rotated as in Llama: pairs are (i, i + K/2). */
export function rotaryTables(time: number, headSize: number, theta: number): RotaryTables {
  const half = headSize / 2;
  const cos = new Float32Array(time * headSize);
  const sin = new Float32Array(time * headSize);
  for (let t = 0; t < time; t++) {
    for (let i = 0; i < half; i++) {
      const angle = t * theta ** (-i / half);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      cos[t * headSize + i] = cos[t * headSize + half + i] = c;
      sin[t * headSize + i] = -s;
      sin[t * headSize + half + i] = s;
    }
  }
  return { cos_TK: tf.tensor2d(cos, [time, headSize]), sin_TK: tf.tensor2d(sin, [time, headSize]) };
}

/** Rotates each pair of [B,H,T,K] by its position's angle: x·cos + swap(x)·sin, swap exchanging the halves. */
export function rotate(x_BHTK: tf.Tensor4D, { cos_TK, sin_TK }: RotaryTables): tf.Tensor4D {
  const [low, high] = tf.split(x_BHTK, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
  return tf.add(tf.mul(x_BHTK, cos_TK), tf.mul(tf.concat([high, low], 3), sin_TK));
}
