/** Activations with gradients of their own, so that each is a handful of kernels in the record. */
import { tf } from "../../engine/tf.ts";

type Unary = (x: tf.Tensor2D) => tf.Tensor2D;

const scale = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** GELU, tanh form as in GPT-2: x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³))). */
export const gelu: Unary = (x) =>
  (
    tf.customGrad((...args) => {
      const [input, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc];
      const squared = tf.square(input);
      const t = tf.tanh(tf.mul(input, tf.add(tf.mul(squared, cubic * scale), scale)));
      save([input, squared, t]);
      return {
        value: tf.mul(tf.mul(input, 0.5), tf.add(t, 1)),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const [x_, x2, t_] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
          const slope = tf.mul(tf.sub(1, tf.square(t_)), tf.add(tf.mul(x2, 3 * cubic * scale), scale));
          const left = tf.mul(tf.add(t_, 1), 0.5);
          return [tf.mul(dy, tf.add(left, tf.mul(tf.mul(x_, 0.5), slope)))];
        },
      };
    }) as unknown as Unary
  )(x);

/** SiLU, x·σ(x): the gate of SwiGLU. */
export const silu: Unary = (x) =>
  (
    tf.customGrad((...args) => {
      const [input, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc];
      const s = tf.sigmoid(input);
      const y = tf.mul(input, s);
      save([s, y]);
      return {
        value: y,
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const [s_, y_] = saved as [tf.Tensor, tf.Tensor];
          // σ + x·σ·(1 − σ) = σ + y·(1 − σ)
          return [tf.mul(dy, tf.add(s_, tf.mul(y_, tf.sub(1, s_))))];
        },
      };
    }) as unknown as Unary
  )(x);

export const relu: Unary = (x) => tf.relu(x);
