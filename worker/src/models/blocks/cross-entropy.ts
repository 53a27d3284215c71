/**
 * Cross-entropy of next-token prediction, per position, with a gradient of its own (softmax − one-hot): numerically stable, and
 * a handful of kernels in the record. Shapes: R = B·T rows, V vocabulary.
 */
import { tf } from "../../engine/tf.ts";

/**
 * @param logits_RV  float32
 * @param targets_R  int32; −1 = not scored
 * @returns losses_R float32, nats; 0 where not scored
 */
export function crossEntropy(logits_RV: tf.Tensor2D, targets_R: tf.Tensor1D): tf.Tensor1D {
  const vocabulary = logits_RV.shape[1];
  const scored_R = tf.cast(tf.notEqual(targets_R, tf.scalar(-1, "int32")), "float32") as tf.Tensor1D;
  // Row of zeros for a target of −1.
  const oneHot_RV = tf.cast(tf.oneHot(targets_R, vocabulary), "float32") as tf.Tensor2D;
  const losses = tf.customGrad((...args) => {
    const [logits, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const logProbabilities_RV = tf.logSoftmax(logits, 1);
    // Whatever the backward pass reads must be saved: an eager engine frees the rest of the forward pass.
    save([logProbabilities_RV, oneHot_RV, scored_R]);
    return {
      value: tf.neg(tf.sum(tf.mul(logProbabilities_RV, oneHot_RV), 1)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [logProbabilities, oneHot, scored] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
        const weight_R1 = tf.expandDims(tf.mul(dy, scored), 1);
        return [tf.mul(tf.sub(tf.exp(logProbabilities), oneHot), weight_R1)];
      },
    };
  }) as unknown as (logits: tf.Tensor2D) => tf.Tensor1D;
  return losses(logits_RV);
}
