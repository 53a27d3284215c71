/**
 * What the engine asks of its thread.
 */
import type { Graph } from "../record/graph.ts";
import type { Slot, Vectors } from "../vectors.ts";

/** What the backend is made from. TensorFlow's library has been loaded into the process before. */
export interface BackendParts {
  /** Folder of @tensorflow/tfjs-node as npm packs it. */
  readonly package: string;
  /** Path of its binding, compiled. */
  readonly binding: string;
  /** A ConfigProto, as bytes. */
  readonly config: Uint8Array;
  /** Its name on this machine: with a GPU it calls itself otherwise. */
  readonly name: "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu";
}

export type Request =
  | { readonly kind: "open"; readonly parts: BackendParts }
  | {
      readonly kind: "compile";
      readonly program: number;
      readonly graph: Graph;
      /** Which vector's piece is each input and output of the graph. */
      readonly inputs: readonly Slot[];
      readonly outputs: readonly Slot[];
    }
  | { readonly kind: "run"; readonly program: number; readonly vectors: Vectors };
