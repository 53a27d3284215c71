/**
 * SwiGLU (Shazeer 2020): silu(gate)·up, with silu(g) = g·σ(g).
 */
import { tf } from "../../engine/tf.ts";

/** gate_NF, up_NF [N, F] → [N, F] */
export function swiglu(gate_NF: tf.Tensor2D, up_NF: tf.Tensor2D): tf.Tensor2D {
  const activate = tf.customGrad((...inputs) => {
    const [gate, up, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
    const sigma = tf.sigmoid(gate);
    const silu = tf.mul(gate, sigma);
    save([up, sigma, silu]);
    return { value: tf.mul(silu, up), gradFunc };
  });
  // silu' = σ + silu·(1 − σ)
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [up, sigma, silu] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const slope = tf.add(sigma, tf.mul(silu, tf.sub(1, sigma)));
    return [tf.mul(tf.mul(dy, up), slope), tf.mul(dy, silu)];
  };
  return activate(gate_NF, up_NF) as tf.Tensor2D;
}
