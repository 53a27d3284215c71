/** float32 zeros on shared memory: another thread can read and write them in place. */
export function sharedVector(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}
