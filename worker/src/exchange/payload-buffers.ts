/** Vectors of payloads on shared memory, so that the network thread reads and writes them in place; used again in every step. */
import { sharedVector } from "./shared-vector.ts";

export class PayloadBuffers {
  readonly #vectors = new Map<string, Float32Array>();

  /** @returns float32 [length] with whatever it held before; another use of the name takes the same memory */
  take(name: string, length: number): Float32Array {
    let vector = this.#vectors.get(name);
    if (vector === undefined || vector.length < length) {
      vector = sharedVector(length);
      this.#vectors.set(name, vector);
    }
    return vector.length === length ? vector : vector.subarray(0, length);
  }
}
