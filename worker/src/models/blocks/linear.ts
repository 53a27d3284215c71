/** Linear maps of activations by 2-D weights. Shapes: R = B·T rows, D in, E out. */
import { tf } from "../../engine/tf.ts";

/** x_RD · W_DE. Both are 2-D: tfjs has no gradient for a batched product with a shared right side. */
export function linear(x_RD: tf.Tensor2D, weight_DE: tf.Tensor2D, bias_E?: tf.Tensor1D): tf.Tensor2D {
  const y_RE: tf.Tensor2D = tf.matMul(x_RD, weight_DE);
  return bias_E ? (tf.add(y_RE, bias_E) as tf.Tensor2D) : y_RE;
}

/** x_RD · Wᵀ for a weight stored [E,D]: the tied head uses the embedding [V,D] as it lies. */
export function linearTransposed(
  x_RD: tf.Tensor2D,
  weight_ED: tf.Tensor2D,
  bias_E?: tf.Tensor1D,
): tf.Tensor2D {
  const y_RE: tf.Tensor2D = tf.matMul(x_RD, weight_ED, false, true);
  return bias_E ? (tf.add(y_RE, bias_E) as tf.Tensor2D) : y_RE;
}

/** Rows of the embedding, [V,D] and ids [B,T] → [B·T, D]. Its gradient adds up the rows of equal ids. */
export function embed(weight_VD: tf.Tensor2D, tokens_BT: tf.Tensor2D): tf.Tensor2D {
  return tf.gather(weight_VD, tf.reshape(tokens_BT, [-1]) as tf.Tensor1D);
}
