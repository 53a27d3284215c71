/**
 * Cross-entropy of every row, with a gradient that touches the logits twice instead of six times.
 *
 * loss = log Σ exp(logits) − logits[target]. The logarithm of the sum is max(logits) − log max(softmax): softmax is one kernel of
 * every engine, its largest entry is at least 1/V, so nothing under- or overflows whatever the logits.
 */
import { tf } from "../../engine/tf.ts";

/** [N, 2] int32: (row, target), with target 0 where it is −1. */
function positions(targets_N: tf.Tensor1D): tf.Tensor2D {
  const rows_N = tf.range(0, targets_N.size, 1, "int32");
  return tf.stack([rows_N, tf.maximum(targets_N, tf.scalar(0, "int32"))], 1) as tf.Tensor2D;
}

/**
 * Loss of each row, nats; 0 and without gradient where the target is −1.
 *
 * @param logits_NV float32 [N, V]
 * @param targets_N int32 [N], each in [−1, V)
 * @returns float32 [N]
 */
export function crossEntropy(logits_NV: tf.Tensor2D, targets_N: tf.Tensor1D): tf.Tensor1D {
  const scored_N = tf.cast(tf.notEqual(targets_N, tf.scalar(-1, "int32")), "float32");
  const at_N2 = positions(targets_N);
  const losses = tf.customGrad((...inputs) => {
    const [logits, save] = inputs as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const probabilities = tf.softmax(logits);
    const logSum_N = tf.sub(tf.max(logits, 1), tf.log(tf.max(probabilities, 1)));
    save([probabilities, at_N2, scored_N]);
    return { value: tf.mul(tf.sub(logSum_N, tf.gatherND(logits, at_N2)), scored_N), gradFunc };
  });
  // softmax − one-hot, a row at a time times the row's dy; only the target's entry differs from softmax·dy.
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
    const [probabilities, at, scored] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const weight_N = tf.mul(dy, scored);
    const scaled = tf.mul(probabilities, tf.expandDims(weight_N, 1));
    const atTarget_N = tf.mul(tf.sub(tf.gatherND(probabilities, at), 1), weight_N);
    return tf.tensorScatterUpdate(scaled, at, atTarget_N);
  };
  return losses(logits_NV) as tf.Tensor1D;
}
