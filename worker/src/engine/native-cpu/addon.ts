/**
 * Addon: the native part of the engine (worker/native/cpu) as it is loaded, with the types of its functions.
 */
import { addons } from "../addons/addons.ts";
import { ensureNative } from "../addons/build.ts";
import { loadNative } from "../addons/load.ts";

/** What the addon exports. Promises are rejected with an Error whose `code` is E_PLAN, E_INDEX, E_NO_MEMORY, E_CLOSED or E_FAILED. */
export interface Addon {
  /** Names of what tile programs are made of, by number. */
  operations(): string[];
  /** Those that this machine has, the best one last. */
  instructionSets(): string[];
  /** A session has threads of its own, and does its calls in their order. */
  open(threads: number, instructionSet: string): number;
  add(session: number, numbers: Float64Array, constants: Uint8Array): Promise<number>;
  /** @returns nanoseconds at the beginning and after each step; nothing if not timed. Vectors lie on shared memory, which stays where it is. */
  run(session: number, plan: number, vectors: readonly Float32Array[], timed: boolean): Promise<Float64Array>;
  /** Frees everything; `forget` must follow. */
  close(session: number): Promise<void>;
  /** Ends the session's threads. */
  forget(session: number): void;

  // Outside sessions, for tests and benches: worker/native/cpu/direct.h, native-cpu/direct.
  multiplyDirectly(
    threads: number,
    instructionSet: string,
    products: Float64Array,
    vectors: readonly Float32Array[],
    repeats: number,
  ): number[];
  attendDirectly(
    threads: number,
    instructionSet: string,
    shape: Float64Array,
    vectors: readonly Float32Array[],
    repeats: number,
  ): number[];
  mapDirectly(instructionSet: string, name: string, input: Float32Array, output: Float32Array): void;
  nestDirectly(threads: number): void;
}

/**
 * The addon, compiled first if this machine has not done so yet.
 *
 * @param tell told that it is being compiled
 * @throws EngineError E_NATIVE if it can neither be found nor compiled, or not loaded
 */
export async function loadAddon(cache: string, tell?: (message: string) => void): Promise<Addon> {
  const compiles = (): void =>
    tell?.("The engine Native is being compiled for this machine, once; that takes about half a minute.");
  return loadNative(await ensureNative(addons.cpu, cache, compiles), "The engine Native") as Addon;
}
