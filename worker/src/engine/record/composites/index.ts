/**
 * All composite kernels: name → what it is in basic ones.
 */
import type { tf } from "../../tf.ts";
import type { Attributes } from "../graph.ts";
import {
  attentionGradOf,
  attentionOf,
  type AttentionAttributes,
  type AttentionGradInputs,
  type AttentionInputs,
} from "./attention.ts";

export interface Expanding {
  /** Queries of a block of attention, at most. */
  readonly blockSize: number;
  /** Sequences up to this long keep the weights of attention for its gradient. */
  readonly keptUpTo: number;
}

/** Measured with onnxruntime on a CPU: see decision 28. */
export const expanding: Expanding = {
  blockSize: 256,
  keptUpTo: 512,
};

export interface Expansion {
  readonly results: readonly tf.Tensor[];
  /** For the expansion of its gradient. */
  readonly kept?: readonly tf.Tensor[];
}

export interface Composite {
  /** Of a gradient: the input that is a result of what it is the gradient of. */
  readonly forward?: string;
  /** @param kept by the expansion of what it is the gradient of */
  expand(
    inputs: Readonly<Record<string, tf.Tensor>>,
    attributes: Attributes,
    kept: readonly tf.Tensor[],
    options: Expanding,
  ): Expansion;
}

const attention: Composite = {
  expand(inputs, attributes, _, { blockSize, keptUpTo }) {
    const given = inputs as unknown as AttentionInputs;
    const { o, lse, weights } = attentionOf(given, attributes as unknown as AttentionAttributes, blockSize);
    return { results: [o, lse], kept: given.q.shape[1] <= keptUpTo ? weights : [] };
  },
};

const attentionGrad: Composite = {
  forward: "lse",
  expand(inputs, attributes, kept, { blockSize }) {
    const { dq, dk, dv } = attentionGradOf(
      inputs as unknown as AttentionGradInputs,
      attributes as unknown as AttentionAttributes,
      { blockSize, kept: kept as tf.Tensor3D[] },
    );
    return { results: [dq, dk, dv] };
  },
};

export const composites: Readonly<Record<string, Composite>> = {
  Attention: attention,
  AttentionGrad: attentionGrad,
};
