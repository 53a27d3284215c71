/**
 * Addon: the native client of PJRT plugins (worker/native/pjrt) as it is loaded, with the types of its functions.
 */
import { loadNative } from "../../addons/load.ts";
import { ensureAddon } from "./build.ts";

/** Vectors must lie on shared memory: it stays where it is while native threads use it. */
export type Vector = Float32Array | Int32Array;

export interface HostTensor {
  readonly data: Vector;
  readonly shape: readonly number[];
}

/** Number of a buffer on the device; never 0. */
export type BufferId = number;

export interface PluginDescription {
  /** `cpu`, `cuda`, `tpu` */
  readonly platform: string;
  readonly platformVersion: string;
  /** Of the PJRT C API: `0.115` */
  readonly apiVersion: string;
  readonly devices: readonly { readonly id: number; readonly kind: string }[];
}

/**
 * What the addon exports. Sessions are plugins' clients, each with a native thread that does its calls in their order; promises are
 * rejected with an Error whose `code` is of the plugin (RESOURCE_EXHAUSTED) or of the addon (E_CLOSED).
 */
export interface Addon {
  open(
    path: string,
    threads: number,
    options: readonly (readonly [name: string, value: boolean | number | readonly number[]])[],
  ): { session: number; opened: Promise<PluginDescription> };
  compile(session: number, text: string, options: Uint8Array): Promise<number>;
  upload(session: number, device: number, tensor: HostTensor): Promise<BufferId>;
  /** Results that have no vector stay on the device; others are copied to it and have number 0. */
  run(
    session: number,
    program: number,
    device: number,
    inputs: readonly (BufferId | HostTensor)[],
    outputs: readonly (Vector | null)[],
  ): Promise<BufferId[]>;
  download(session: number, buffer: BufferId, vector: Vector): Promise<void>;
  release(session: number, buffers: readonly BufferId[]): Promise<void>;
  releaseProgram(session: number, program: number): Promise<void>;
  held(session: number): Promise<{ buffers: number; programs: number }>;
  /** Frees everything; `forget` must follow. */
  close(session: number): Promise<void>;
  /** Ends the session's thread. */
  forget(session: number): void;
}

/**
 * The addon, compiled first if this machine has not done so yet.
 *
 * @throws EngineError E_NATIVE if it can neither be found nor compiled, or not loaded
 */
export async function loadAddon(cache: string): Promise<Addon> {
  return loadNative(await ensureAddon(cache), "The client of PJRT plugins") as Addon;
}
