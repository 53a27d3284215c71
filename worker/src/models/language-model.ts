/**
 * A language model from its body: what comes out of the blocks at every position, and the head that reads it.
 */
import type { ModelConfig } from "@plateau/proto";
import { tf } from "../engine/tf.ts";
import { crossEntropy, weightedCrossEntropy, type Head } from "./blocks/cross-entropy.ts";
import { dropping, type Drop } from "./blocks/dropout.ts";
import { checkContext } from "./check.ts";
import type { LossInputs, Model, Parameter } from "./model.ts";
import { lookup, totalSize, type Lookup } from "./parameters.ts";

export interface Body {
  /** [N, D], N = B·T */
  x_ND: tf.Tensor2D;
  head: Head;
}

/** @param body from the model's tensors by name and the tokens [B, T], with what drops out of it */
export function languageModel(
  config: ModelConfig,
  parameters: readonly Parameter[],
  body: (find: Lookup, tokens_BT: tf.Tensor2D, drop: Drop) => Body,
): Model {
  const run = (
    tensors: readonly tf.Tensor[],
    { tokens_BT, keys_B2 }: Pick<LossInputs, "tokens_BT" | "keys_B2">,
  ): Body => {
    checkContext(tokens_BT.shape[1], config.context);
    return body(lookup(parameters, tensors), tokens_BT, dropping(config.dropout, keys_B2));
  };
  return {
    config,
    parameters,
    size: totalSize(parameters),
    losses(tensors, inputs) {
      const { x_ND, head } = run(tensors, { tokens_BT: inputs.tokens_BT });
      const losses_N = crossEntropy(x_ND, head, tf.reshape(inputs.targets_BT, [-1]));
      return tf.reshape(losses_N, inputs.targets_BT.shape);
    },
    weightedLoss(tensors, inputs, weights_BT) {
      const { x_ND, head } = run(tensors, inputs);
      return weightedCrossEntropy(x_ND, head, {
        targets_N: tf.reshape(inputs.targets_BT, [-1]),
        weights_N: tf.reshape(weights_BT, [-1]),
      });
    },
  };
}
