/**
 * After: a value that is not to be had before others have been computed.
 *
 * A recorded program says what depends on what, not when it is computed. What is to be computed anew, or piece after piece, so that
 * less is in memory at once, must be made to wait: nobody else knows that it should.
 */
import { tf } from "../tf.ts";
import { recordBackendName } from "./backend.ts";

/**
 * The same value; in a recorded program only once `earlier` have been computed. Eager engines compute in order anyway.
 *
 * @param x       not a scalar; what uses the result differs from what uses `x`, so it is not merged with that
 * @param earlier float32
 * @remarks Has no gradient: for use inside `tf.customGrad`.
 */
export function after<T extends tf.Tensor>(x: T, earlier: readonly tf.Tensor[]): T {
  if (tf.getBackend() !== recordBackendName || earlier.length === 0) return x;
  const named = earlier.map((tensor, index) => [`earlier${index}`, tensor] as const);
  return tf.engine().runKernel("After", { x, ...Object.fromEntries(named) });
}
