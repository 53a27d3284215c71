/**
 * Vectors that another thread can see: the caller's own memory where it is shared, else a staging copy kept for reuse.
 */

/** Elements of a shared buffer. */
export interface SharedVector {
  readonly buffer: SharedArrayBuffer;
  readonly byteOffset: number;
  readonly length: number;
}

/** One tensor of a program: a piece of a vector. */
export interface Slot {
  /** Name of the vector: `parameters`, `tokens`, … */
  readonly vector: string;
  readonly type: "float32" | "int32";
  readonly shape: readonly number[];
  /** Position in the vector, in elements. */
  readonly from: number;
}

export type Vectors = Readonly<Record<string, SharedVector>>;

/** The piece of its vector that a slot names. */
export function viewOf(
  { type, shape, from }: Slot,
  { buffer, byteOffset }: SharedVector,
): Float32Array | Int32Array {
  const length = shape.reduce((product, size) => product * size, 1);
  const start = byteOffset + 4 * from;
  return type === "float32" ? new Float32Array(buffer, start, length) : new Int32Array(buffer, start, length);
}

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
