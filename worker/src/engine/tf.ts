/**
 * TensorFlow.js: the only place that imports it at run time, so that one copy, one set of kernels and one set of
 * gradients serve the models, the recorder and the reference engine.
 *
 * The umbrella package is used although the core alone would load in half the time (60 against 155 ms): the core's
 * CommonJS build, the only one Node can load, registers no gradients.
 */
import * as tf from "@tensorflow/tfjs";

/** The backend that computes eagerly, in plain JavaScript. */
export const eagerBackend = "cpu";

/** The CPU backend writes an advertisement to the console on its first tensor; this is its own switch for it. */
function silence(backend: tf.KernelBackend & { firstUse?: boolean }): void {
  backend.firstUse = false;
}

await tf.setBackend(eagerBackend);
silence(tf.backend());

export { tf };
