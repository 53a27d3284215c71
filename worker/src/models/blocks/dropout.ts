/**
 * Dropout (Srivastava et al. 2014): while training, numbers are set to 0 with a probability, and the others raised so that the
 * mean stays.
 *
 * Which ones is a function of a sequence's key and of the place in the model alone: the same whoever computes the sequence, with whichever
 * others, once or twice, on whatever engine. Weights of attention are not dropped: they are never all there at once.
 */
import { after } from "../../engine/record/after.ts";
import { randomBits } from "../../engine/record/random-bits.ts";
import { tf } from "../../engine/tf.ts";

/** Drops from [N, D], N = B·T. @param site a number for each place of the model where something is dropped */
export type Drop = (x_ND: tf.Tensor2D, site: number) => tf.Tensor2D;

/** The places: what the embedding gives, and what a layer's attention and MLP add to it. */
export const sites = {
  embedding: 0,
  attention: (layer: number): number => 1 + 2 * layer,
  mlp: (layer: number): number => 2 + 2 * layer,
} as const;

/** Random numbers have 16 bits, so that rates are multiples of 1/65 536. */
const resolution = 2 ** 16;

const nothing: Drop = (x_ND) => x_ND;

/**
 * @param rate    in [0, 1); nothing is dropped without one
 * @param keys_B2 int32 [B, 2]: a key a sequence; without them nothing is dropped, as when evaluating
 */
export function dropping(rate: number | undefined, keys_B2: tf.Tensor2D | undefined): Drop {
  if (rate === undefined || keys_B2 === undefined) return nothing;
  const lowest = Math.round(rate * resolution);
  const factor = resolution / (resolution - lowest);
  return (x_ND, site) => {
    const bits = randomBits(keys_B2, { site, size: x_ND.size / keys_B2.shape[0] });
    const kept_ND = tf.reshape(tf.greaterEqual(bits, tf.scalar(lowest, "int32")), x_ND.shape);
    return dropped(x_ND, kept_ND, factor);
  };
}

function dropped(x_ND: tf.Tensor2D, kept_ND: tf.Tensor, factor: number): tf.Tensor2D {
  const drop = (x: tf.Tensor, kept: tf.Tensor): tf.Tensor =>
    tf.mul(tf.mul(x, tf.cast(kept, "float32")), factor);
  const run = tf.customGrad((...inputs) => {
    const [x, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
    save([kept_ND]);
    // Cast anew, or what is kept until then would be four bytes a number in place of one.
    const gradFunc = (dy: tf.Tensor, [kept]: tf.Tensor[]): tf.Tensor => drop(dy, after(kept!, [dy]));
    return { value: drop(x, kept_ND), gradFunc };
  });
  return run(x_ND) as tf.Tensor2D;
}
