/**
 * Random bits as a kernel: a function of keys that come into the program and of counters that are part of it.
 */
import { randomBitsOf, type RandomBits } from "../random/threefry.ts";
import { tf } from "../tf.ts";
import { recordBackendName } from "./backend.ts";

/**
 * 16 random bits each, the same on every engine.
 *
 * @param keys_B2 int32 [B, 2]
 * @returns int32 [B, size], in [0, 65 536); see random/threefry.ts
 */
export function randomBits(keys_B2: tf.Tensor2D, attributes: RandomBits): tf.Tensor2D {
  if (tf.getBackend() === recordBackendName)
    return tf.engine().runKernel("RandomBits", { keys: keys_B2 }, { ...attributes });
  const bits = randomBitsOf(keys_B2.dataSync<"int32">(), attributes);
  return tf.tensor2d(bits, [keys_B2.shape[0], attributes.size], "int32");
}
