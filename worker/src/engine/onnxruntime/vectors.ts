/**
 * Vectors that another thread can see: the caller's own memory where it is shared, else a staging copy kept for reuse.
 */
import type { SharedVector } from "./messages.ts";

type Numbers = Float32Array | Int32Array;

/** A vector's elements as shared memory, or undefined if the caller's memory is private. */
function shared(vector: Numbers): SharedVector | undefined {
  const { buffer, byteOffset, length } = vector;
  return buffer instanceof SharedArrayBuffer ? { buffer, byteOffset, length } : undefined;
}

/** Room for one vector of 4-byte elements between the threads. */
export class Staging {
  readonly #length: number;
  #buffer: SharedArrayBuffer | undefined;

  constructor(length: number) {
    this.#length = length;
  }

  #room(): SharedVector {
    this.#buffer ??= new SharedArrayBuffer(4 * this.#length);
    return { buffer: this.#buffer, byteOffset: 0, length: this.#length };
  }

  /** The vector as an input: its own memory, or a copy of it. */
  from(vector: Numbers): SharedVector {
    const own = shared(vector);
    if (own !== undefined) return own;
    const room = this.#room();
    if (vector instanceof Float32Array) new Float32Array(room.buffer).set(vector);
    else new Int32Array(room.buffer).set(vector);
    return room;
  }

  /** Memory for a result, and what brings it to the caller's vector when the program has run. */
  to(vector: Float32Array): { vector: SharedVector; finish: () => void } {
    const own = shared(vector);
    if (own !== undefined) return { vector: own, finish: () => undefined };
    const room = this.#room();
    return { vector: room, finish: () => vector.set(new Float32Array(room.buffer)) };
  }
}
