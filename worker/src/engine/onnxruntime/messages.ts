/**
 * What the engine and its thread say to each other. Vectors travel as shared memory, so that nothing is copied.
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

export interface SessionSettings {
  readonly threads: number;
}

export type Request =
  | {
      readonly kind: "compile";
      readonly call: number;
      readonly program: number;
      readonly model: Uint8Array<ArrayBuffer>;
      readonly settings: SessionSettings;
      /** Which vector's piece is the model's input i0, i1, … and output o0, o1, … */
      readonly inputs: readonly Slot[];
      readonly outputs: readonly Slot[];
    }
  | { readonly kind: "run"; readonly call: number; readonly program: number; readonly vectors: Vectors }
  | { readonly kind: "close"; readonly call: number };

export interface Reply {
  readonly call: number;
  /** The runtime's own message, if the request failed. */
  readonly error?: string;
}
