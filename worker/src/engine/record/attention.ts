/**
 * Attention as one kernel, so that an engine can compute it without the T·T weights of each head; record/composites/ says the same in
 * basic kernels, for engines that cannot and where there is no record.
 */
import { tf } from "../tf.ts";
import { recordBackendName } from "./backend.ts";
import {
  attentionGradOf,
  attentionOf,
  type AttentionAttributes,
  type AttentionGradInputs,
  type AttentionInputs,
} from "./composites/attention.ts";

const recording = (): boolean => tf.getBackend() === recordBackendName;

function call(kernel: string, inputs: object, attributes: AttentionAttributes): tf.Tensor3D[] {
  return tf.engine().runKernel(kernel, inputs as tf.NamedTensorMap, { ...attributes });
}

/**
 * softmax(scale·q·kᵀ, masked)·v of every head.
 *
 * @param inputs `q` [E, T, K]; `k` and `v` [F, T, K], where each of the F serves E/F query heads that follow one another
 * @returns `o` [E, T, K]; `lse` [E, T], log Σ exp of each query's scores, for the gradient
 * @remarks Has no gradient: for use inside `tf.customGrad`, together with `attentionGrad`.
 */
export function attention(
  inputs: AttentionInputs,
  attributes: AttentionAttributes,
): { o: tf.Tensor3D; lse: tf.Tensor2D } {
  if (!recording()) return attentionOf(inputs, attributes, inputs.q.shape[1]);
  const [o, lse] = call("Attention", inputs, attributes) as [tf.Tensor3D, tf.Tensor];
  return { o, lse: lse as tf.Tensor2D };
}

/** Gradients of `attention` by its inputs, from what it gave and the gradient `do` of its result. */
export function attentionGrad(
  inputs: AttentionGradInputs,
  attributes: AttentionAttributes,
): { dq: tf.Tensor3D; dk: tf.Tensor3D; dv: tf.Tensor3D } {
  if (!recording()) return attentionGradOf(inputs, attributes, { blockSize: inputs.q.shape[1] });
  const [dq, dk, dv] = call("AttentionGrad", inputs, attributes) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  return { dq, dk, dv };
}
