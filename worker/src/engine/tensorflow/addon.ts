/**
 * Addon: our native client of TensorFlow's library (worker/native/tensorflow) as it is loaded, with the types of its functions.
 */
import { addons } from "../addons/addons.ts";
import { ensureNative } from "../addons/build.ts";
import { loadNative } from "../addons/load.ts";

/** Vectors must lie on shared memory: it stays where it is while native threads use it. */
export interface HostTensor {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** A graph in a session of TensorFlow. */
declare const programBrand: unique symbol;
export type ProgramHandle = { readonly [programBrand]: true };

/** What the addon exports. Promises are rejected with an Error whose `code` is E_LIBRARY, RESOURCE_EXHAUSTED, TENSORFLOW or E_CLOSED. */
export interface Addon {
  load(
    library: string,
    graphDef: Uint8Array,
    config: Uint8Array,
  ): Promise<{ program: ProgramHandle; version: string; devices: string[] }>;
  run(program: ProgramHandle, inputs: readonly HostTensor[], outputs: readonly HostTensor[]): Promise<void>;
  close(program: ProgramHandle): Promise<void>;
}

/**
 * The addon, compiled first if this machine has not done so yet.
 *
 * @throws EngineError E_NATIVE if it can neither be found nor compiled, or not loaded
 */
export async function loadAddon(cache: string): Promise<Addon> {
  return loadNative(await ensureNative(addons.tensorflow, cache), "The client of TensorFlow") as Addon;
}
