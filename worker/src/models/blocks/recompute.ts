/**
 * Recomputation (Chen et al. 2016): of a block only the input is kept for the backward pass, which computes the rest anew.
 *
 * About a third more work for a step whose memory no longer grows with what a block holds, times the number of blocks. The
 * gradients are the same to the bit: the same kernels on the same numbers.
 */
import { after } from "../../engine/record/after.ts";
import { tf } from "../../engine/tf.ts";
import type { Parameter } from "../model.ts";
import { lookup, required, type Lookup } from "../parameters.ts";

/** A block: from [N, D] and its parameters to [N, D]. */
export type BlockFunction = (x_ND: tf.Tensor2D, parameters: readonly tf.Tensor[]) => tf.Tensor2D;

/** Where TensorFlow.js notes what is to be differentiated. */
interface Tape {
  state: { activeTape: unknown };
}

/**
 * Gradients inside a gradient function: TensorFlow.js ends by throwing away the tape, also that of the computation around it.
 */
function gradientsWithin(run: () => tf.Tensor[]): tf.Tensor[] {
  const { state } = tf.engine() as unknown as Tape;
  const around = state.activeTape;
  try {
    return run();
  } finally {
    state.activeTape = around;
  }
}

/** What `block` gives; its gradient computes the block a second time, once the gradient of its output is there. */
export function recomputed(
  block: BlockFunction,
  x_ND: tf.Tensor2D,
  parameters: readonly tf.Tensor[],
): tf.Tensor2D {
  const run = tf.customGrad((...inputs) => {
    const save = inputs.pop() as unknown as tf.GradSaveFunc;
    const [x, ...rest] = inputs as [tf.Tensor2D, ...tf.Tensor[]];
    save([x, ...rest]);
    return { value: block(x, rest), gradFunc };
  });
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [x, ...rest] = saved as [tf.Tensor2D, ...tf.Tensor[]];
    const differentiate = tf.grads((...[again, ...tensors]: tf.Tensor[]) =>
      block(again as tf.Tensor2D, tensors),
    );
    return gradientsWithin(() => differentiate([after(x, [dy]), ...rest], dy));
  };
  return run(x_ND, ...parameters) as tf.Tensor2D;
}

export interface Blocks {
  parameters: readonly Parameter[];
  find: Lookup;
  layers: number;
  recompute: boolean;
  /** Block `layer` (`layers.0`, …), number `index`, whose parameters are found by `find`. */
  transform: (x_ND: tf.Tensor2D, block: { find: Lookup; layer: string; index: number }) => tf.Tensor2D;
}

/** All blocks of a model, one after the other. */
export function inBlocks(
  x_ND: tf.Tensor2D,
  { parameters, find, layers, recompute, transform }: Blocks,
): tf.Tensor2D {
  return Array.from({ length: layers }, (_, i) => `layers.${i}`).reduce((x, layer, index) => {
    if (!recompute) return transform(x, { find, layer, index });
    const own = parameters.filter(({ name }) => name.startsWith(`${layer}.`));
    const block: BlockFunction = (again, tensors) =>
      transform(again, { find: lookup(own, tensors), layer, index });
    return recomputed(
      block,
      x,
      own.map(({ name }) => required(find, name)),
    );
  }, x_ND);
}
