/**
 * SGD with momentum as a recorded program.
 */
import { tf } from "../../engine/tf.ts";
import type { OptimizerProgram } from "../program.ts";
import { checkSgd, type SgdConfig } from "./sgd.ts";

/** @throws OptimizerError E_OPTIMIZER_CONFIG for a number outside its range */
export function sgdProgram(config: SgdConfig): OptimizerProgram {
  checkSgd(config);
  return {
    numScalars: 2,
    scalars: ({ learningRate, gradientScale }) => Float32Array.of(learningRate, gradientScale),
    compute({ parameters, gradient, state: [momentum], decays, scalars }) {
      const [learningRate, gradientScale] = tf.split(scalars, 2);
      const decay = tf.mul(parameters, tf.mul(decays, config.weightDecay));
      const g = tf.add(tf.mul(gradient, gradientScale!), decay);
      const velocity: tf.Tensor1D = tf.add(tf.mul(momentum!, config.momentum), g);
      return { parameters: tf.sub(parameters, tf.mul(velocity, learningRate!)), state: [velocity] };
    },
  };
}
