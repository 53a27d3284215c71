/**
 * Counter-based random numbers: the n-th number of a stream is a function of (key, n), so results do not depend on which thread
 * or process asks, or in which order.
 */

/** Bound once: in a test's own realm every use of the global `Math` is a slow look-up, and these run millions of times. */
const { floor, imul } = Math;

/** Mixes 32 bits so that every input bit reaches every output bit ("lowbias32" constants); unsigned. */
export function mix32(value: number): number {
  let x = value >>> 0;
  x = imul(x ^ (x >>> 16), 0x21f0aaad);
  x = imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Key of a stream from any number of integers, e.g. (seed, step, sample). */
export function streamKey(...parts: readonly number[]): number {
  let key = 0x6a09e667;
  for (const part of parts) {
    key = mix32(key ^ (part >>> 0));
    // Steps and seeds may pass 2^32.
    key = mix32(key ^ floor(part / 2 ** 32) ^ 0x85ebca6b);
  }
  return key;
}

/** Number `counter` of the stream, uniform on [0, 1) with 32 bits. */
export function uniform(key: number, counter: number): number {
  return mix32(key ^ mix32(counter + 0x3c6ef372)) / 2 ** 32;
}

/** Number `counter` of the stream, standard normal (Box–Muller on two uniforms of its own). */
export function normal(key: number, counter: number): number {
  const u = 1 - uniform(key, 2 * counter);
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * uniform(key, 2 * counter + 1));
}
