/**
 * What the engine asks of its thread.
 */

import type { Slot, Vectors } from "../vectors.ts";

export interface SessionSettings {
  readonly threads: number;
  /** Whether memory is kept for the next call. */
  readonly arena: boolean;
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
  | { readonly kind: "run"; readonly program: number; readonly vectors: Vectors };
