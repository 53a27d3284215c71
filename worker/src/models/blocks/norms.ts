/**
 * RMSNorm and LayerNorm over the last axis, with gradients of their own: a quarter of the kernels that the chain rule would
 * record. Shapes: R = B·T rows, D width.
 */
import { tf } from "../../engine/tf.ts";

/** x / rms(x). Gradient: r·(dy − y·mean(dy·y)), with r = 1/rms and y the output. */
function rmsScale(epsilon: number): (x_RD: tf.Tensor2D) => tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [x, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const r_R1 = tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), epsilon));
    const y = tf.mul(x, r_R1);
    save([y, r_R1]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [y_, r_] = saved as [tf.Tensor, tf.Tensor];
        return [tf.mul(r_, tf.sub(dy, tf.mul(y_, tf.mean(tf.mul(dy, y_), 1, true))))];
      },
    };
  }) as unknown as (x: tf.Tensor2D) => tf.Tensor2D;
}

/** (x − mean) / std. Gradient: r·(dy − mean(dy) − y·mean(dy·y)). */
function standardize(epsilon: number): (x_RD: tf.Tensor2D) => tf.Tensor2D {
  return tf.customGrad((...args) => {
    const [x, save] = args as unknown as [tf.Tensor2D, tf.GradSaveFunc];
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const r_R1 = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon));
    const y = tf.mul(centred, r_R1);
    save([y, r_R1]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [y_, r_] = saved as [tf.Tensor, tf.Tensor];
        const inner = tf.sub(tf.sub(dy, tf.mean(dy, 1, true)), tf.mul(y_, tf.mean(tf.mul(dy, y_), 1, true)));
        return [tf.mul(r_, inner)];
      },
    };
  }) as unknown as (x: tf.Tensor2D) => tf.Tensor2D;
}

/** RMSNorm with gain (Zhang and Sennrich 2019). */
export function rmsNorm(x_RD: tf.Tensor2D, gain_D: tf.Tensor1D, epsilon: number): tf.Tensor2D {
  return tf.mul(rmsScale(epsilon)(x_RD), gain_D);
}

/** LayerNorm with gain and, if given, bias. */
export function layerNorm(
  x_RD: tf.Tensor2D,
  { gain_D, bias_D }: { gain_D: tf.Tensor1D; bias_D?: tf.Tensor1D | undefined },
  epsilon: number,
): tf.Tensor2D {
  const scaled = tf.mul(standardize(epsilon)(x_RD), gain_D) as tf.Tensor2D;
  return bias_D ? tf.add(scaled, bias_D) : scaled;
}
