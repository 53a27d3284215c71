/**
 * What the engine asks of its thread.
 */

import type { Slot, Vectors } from "../vectors.ts";

export interface SessionSettings {
  readonly threads: number;
  /** Whether memory is kept for the next call. */
  readonly arena: boolean;
  /** Where onnxruntime is to write the time of each kernel: the beginning of a path. */
  readonly profile?: string;
}

export type Request =
  | {
      readonly kind: "compile";
      readonly program: number;
      readonly model: Uint8Array<ArrayBuffer>;
      readonly settings: SessionSettings;
      /** Which vector's piece is the model's input i0, i1, … and output o0, o1, … */
      readonly inputs: readonly Slot[];
      readonly outputs: readonly Slot[];
    }
  | { readonly kind: "run"; readonly program: number; readonly vectors: Vectors }
  /** The times of a program's kernels are written. */
  | { readonly kind: "end-profile"; readonly program: number };
