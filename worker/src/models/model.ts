/**
 * Model: named parameters in one fixed order and a loss written on tfjs-core operations.
 *
 * A model knows nothing of engines, ranks or optimizers. The same losses are recorded by the compiling engines and run
 * eagerly by the reference engine. Shape suffixes: B batch, T time, D width, V vocabulary, H heads, K head size, F hidden.
 */
import type { ModelConfig } from "@plateau/proto";
import type * as tf from "@tensorflow/tfjs";

export interface Parameter {
  /** Dotted, Hugging Face style: `layers.0.attention.query.weight`. Names a tensor in checkpoints. */
  name: string;
  shape: readonly number[];
  init: { kind: "normal"; std: number } | { kind: "constant"; value: number };
  /** Whether weight decay applies: matrices that are not (tied) embeddings, norms or biases. */
  decay: boolean;
}

export interface LossInputs {
  /** [B,T] int32 */
  tokens_BT: tf.Tensor2D;
  /** [B,T] int32, −1 = not scored */
  targets_BT: tf.Tensor2D;
  /** [B,2] int32: of each sequence, where the model drops out; without them nothing is dropped. */
  keys_B2?: tf.Tensor2D | undefined;
}

export interface Model {
  readonly config: ModelConfig;
  /** In the order in which they lie in the flat vector. */
  readonly parameters: readonly Parameter[];
  /** Length of the flat vector. */
  readonly size: number;
  /**
   * Per-position cross-entropy, nats; 0 where the target is −1. Nothing is dropped.
   *
   * @param parameters tensors in parameter order, each of its parameter's shape
   * @returns losses_BT float32 [B,T]
   */
  losses(parameters: readonly tf.Tensor[], inputs: LossInputs): tf.Tensor2D;
  /**
   * Σ weight·loss over the positions: what training differentiates. The weights come first, so that a model may form the gradient
   * while it has the logits.
   *
   * @param weights_BT float32 [B,T], 0 where the target is −1; has no gradient
   */
  weightedLoss(parameters: readonly tf.Tensor[], inputs: LossInputs, weights_BT: tf.Tensor2D): tf.Scalar;
}

/** How a model is computed; the numbers do not depend on it. */
export interface ModelOptions {
  /** Keep only the input of each block for the backward pass, which computes the block a second time. */
  recompute?: boolean;
}

export type ModelFactory<C extends ModelConfig = ModelConfig> = (config: C, options?: ModelOptions) => Model;
