/**
 * AdamW as a recorded program.
 */
import { tf } from "../../engine/tf.ts";
import type { OptimizerProgram } from "../program.ts";
import { adamwNumbers, checkAdamw, type AdamwConfig } from "./adamw.ts";

/** @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range */
export function adamwProgram(config: AdamwConfig): OptimizerProgram {
  checkAdamw(config);
  const { beta1, beta2, epsilon, weightDecay } = config;
  return {
    numScalars: 4,
    scalars(scalars) {
      const { gradientScale, stepSize, rootCorrection } = adamwNumbers(config, scalars);
      return Float32Array.of(gradientScale, stepSize, rootCorrection, scalars.learningRate * weightDecay);
    },
    compute({ parameters, gradient, state: [m, v], decays, scalars }) {
      const [gradientScale, stepSize, rootCorrection, shrinkage] = tf.split(scalars, 4);
      const g = tf.mul(gradient, gradientScale!);
      const first: tf.Tensor1D = tf.add(tf.mul(m!, beta1), tf.mul(g, 1 - beta1));
      const second: tf.Tensor1D = tf.add(tf.mul(v!, beta2), tf.mul(tf.square(g), 1 - beta2));
      const root = tf.add(tf.div(tf.sqrt(second), rootCorrection!), epsilon);
      const kept = tf.sub(parameters, tf.mul(parameters, tf.mul(decays, shrinkage!)));
      const moved: tf.Tensor1D = tf.sub(kept, tf.div(tf.mul(first, stepSize!), root));
      return { parameters: moved, state: [first, second] };
    },
  };
}
