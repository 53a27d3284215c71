/**
 * Linear layer on rows: y = x·Wᵀ + b, weights laid out as in PyTorch, [outputs, inputs].
 *
 * Everything is kept two-dimensional, since TensorFlow.js cannot differentiate a batched product with a shared matrix.
 */
import { tf } from "../../engine/tf.ts";

/** x_NI [N, inputs], weight_OI [outputs, inputs], bias_O [outputs] → [N, outputs] */
export function linear(x_NI: tf.Tensor2D, weight_OI: tf.Tensor2D, bias_O?: tf.Tensor): tf.Tensor2D {
  const y_NO: tf.Tensor2D = tf.matMul(x_NI, weight_OI, false, true);
  return bias_O === undefined ? y_NO : tf.add(y_NO, bias_O);
}
