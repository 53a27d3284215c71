/**
 * RMSNorm (Zhang, Sennrich 2019): rows scaled to a root mean square of 1, then a gain per channel.
 */
import { tf } from "../../engine/tf.ts";

/** x_ND [N, D], gain_D [D] → [N, D] */
export function rmsNorm(x_ND: tf.Tensor2D, gain_D: tf.Tensor, epsilon: number): tf.Tensor2D {
  const normalise = tf.customGrad((...inputs) => {
    const [x, gain, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor, tf.GradSaveFunc];
    const scale_N1 = tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), epsilon));
    const unit_ND = tf.mul(x, scale_N1);
    save([unit_ND, scale_N1, gain]);
    return { value: tf.mul(unit_ND, gain), gradFunc };
  });
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [unit, scale, gain] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dUnit = tf.mul(dy, gain);
    const along = tf.mul(unit, tf.mean(tf.mul(dUnit, unit), 1, true));
    return [tf.mul(tf.sub(dUnit, along), scale), tf.sum(tf.mul(dy, unit), 0)];
  };
  return normalise(x_ND, gain_D) as tf.Tensor2D;
}
