/**
 * LayerNorm (Ba et al. 2016): rows shifted to mean 0 and scaled to variance 1, then a gain and, if there is one, a bias.
 */
import { tf } from "../../engine/tf.ts";

export interface LayerNormOptions {
  epsilon: number;
  bias_D?: tf.Tensor | undefined;
}

/** x_ND [N, D], gain_D [D] → [N, D] */
export function layerNorm(
  x_ND: tf.Tensor2D,
  gain_D: tf.Tensor,
  { epsilon, bias_D }: LayerNormOptions,
): tf.Tensor2D {
  const normalise = tf.customGrad((...inputs) => {
    const [x, gain, save] = inputs as unknown as [tf.Tensor2D, tf.Tensor, tf.GradSaveFunc];
    const centred_ND = tf.sub(x, tf.mean(x, 1, true));
    const scale_N1 = tf.rsqrt(tf.add(tf.mean(tf.square(centred_ND), 1, true), epsilon));
    const unit_ND = tf.mul(centred_ND, scale_N1);
    save([unit_ND, scale_N1, gain]);
    return { value: tf.mul(unit_ND, gain), gradFunc };
  });
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
    const [unit, scale, gain] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const dUnit = tf.mul(dy, gain);
    const along = tf.mul(unit, tf.mean(tf.mul(dUnit, unit), 1, true));
    const dx = tf.mul(tf.sub(tf.sub(dUnit, tf.mean(dUnit, 1, true)), along), scale);
    return [dx, tf.sum(tf.mul(dy, unit), 0)];
  };
  const y_ND = normalise(x_ND, gain_D) as tf.Tensor2D;
  return bias_D === undefined ? y_ND : tf.add(y_ND, bias_D);
}
