/**
 * Rotary positions (Su et al. 2021): pairs of a head's channels are turned by an angle that grows with the position.
 *
 * Channel i is paired with i + K/2, as Hugging Face's Llama does, so weights can be exchanged with it.
 */
import { tf } from "../../engine/tf.ts";

interface Tables {
  cos_TK: tf.Tensor2D;
  /** Signed so that `swap` needs no negation: −sin for the first half of the channels, +sin for the second. */
  sin_TK: tf.Tensor2D;
}

function tables(time: number, headSize: number, theta: number): Tables {
  const half = headSize / 2;
  const cos = new Float32Array(time * headSize);
  const sin = new Float32Array(time * headSize);
  for (let t = 0; t < time; t++) {
    for (let i = 0; i < half; i++) {
      const angle = t * theta ** (-i / half);
      const at = t * headSize + i;
      cos[at] = cos[at + half] = Math.cos(angle);
      sin[at] = -Math.sin(angle);
      sin[at + half] = Math.sin(angle);
    }
  }
  return { cos_TK: tf.tensor2d(cos, [time, headSize]), sin_TK: tf.tensor2d(sin, [time, headSize]) };
}

/**
 * The same for rows at any positions, without a gradient.
 *
 * @param positions_T int32, each in [0, context)
 */
export function rotateAt(
  x_ETK: tf.Tensor3D,
  positions_T: tf.Tensor1D,
  { theta, context }: { theta: number; context: number },
): tf.Tensor3D {
  const { cos_TK, sin_TK } = tables(context, x_ETK.shape[2], theta);
  const across = tf.mul(swapHalves(x_ETK), tf.gather(sin_TK, positions_T));
  return tf.add(tf.mul(x_ETK, tf.gather(cos_TK, positions_T)), across);
}

function swapHalves(x_ETK: tf.Tensor3D): tf.Tensor3D {
  const [first, second] = tf.split(x_ETK, 2, 2);
  return tf.concat([second!, first!], 2) as tf.Tensor3D;
}

/** x_ETK [E, T, K], K even, rows of time 0 … T − 1 → the same shape, turned. Its gradient is the opposite turn. */
export function rotate(x_ETK: tf.Tensor3D, theta: number): tf.Tensor3D {
  const [, time, headSize] = x_ETK.shape;
  const turn = (x: tf.Tensor3D, direction: 1 | -1): tf.Tensor3D => {
    const { cos_TK, sin_TK } = tables(time, headSize, theta);
    const across = tf.mul(swapHalves(x), direction === 1 ? sin_TK : tf.neg(sin_TK));
    return tf.add(tf.mul(x, cos_TK), across);
  };
  const rotated = tf.customGrad((x) => ({
    value: turn(x as tf.Tensor3D, 1),
    gradFunc: (dy: tf.Tensor3D) => turn(dy, -1),
  }));
  return rotated(x_ETK);
}
