/**
 * PjrtClient: a plugin's client with our errors. Everything it holds on the device is freed by `close`.
 */
import { basename } from "node:path";
import type { PluginOptions } from "../engine.ts";
import { advice, EngineError, type EngineErrorCode } from "../errors.ts";
import { compileOptions, flagsFor, type Flags } from "./compile-options.ts";
import type { Addon, BufferId, HostTensor, PluginDescription, Vector } from "./native/addon.ts";
import { loadAddon } from "./native/addon.ts";
import { checkPluginFile } from "./plugin-file.ts";

export interface ClientOptions {
  /** Path of the plugin's shared library. */
  plugin: string;
  /** Threads of a device that is a CPU. */
  threads: number;
  /** Options of the plugin's client, under the plugin's own names: `cpu_device_count`, `visible_devices`. */
  pluginOptions?: PluginOptions;
  /** Folder where the compiled addon is kept. */
  cache: string;
}

/** Failures of the plugin by the addon's codes; all others are E_ENGINE. */
const codes: Readonly<Record<string, EngineErrorCode>> = {
  RESOURCE_EXHAUSTED: "E_MEMORY",
  E_CLOSED: "E_ENGINE_CLOSED",
  E_SHAPE: "E_SHAPE",
};

/** What the plugin said, without where in its own sources. */
function wordsOf(error: unknown): string {
  const said = (error as { message?: string }).message ?? String(error);
  return said.split("\n=== Source Location Trace")[0]!.trim();
}

function engineError(error: unknown): EngineError {
  const native = (error as { code?: string }).code ?? "";
  const code = codes[native] ?? "E_ENGINE";
  return new EngineError(code, `pjrt: ${wordsOf(error)}${advice[code] ?? ""}`, { cause: error });
}

export class PjrtClient {
  readonly description: PluginDescription;
  readonly #addon: Addon;
  readonly #session: number;
  #closed: Promise<void> | undefined;

  private constructor(addon: Addon, session: number, description: PluginDescription) {
    this.#addon = addon;
    this.#session = session;
    this.description = description;
  }

  /**
   * Loads the plugin and finds its devices.
   *
   * @throws EngineError E_PLUGIN with the plugin's own message if it cannot be used or has no device, E_NATIVE without the addon
   */
  static async open({ plugin, threads, pluginOptions = {}, cache }: ClientOptions): Promise<PjrtClient> {
    await checkPluginFile(plugin);
    const addon = await loadAddon(cache);
    const { session, opened } = addon.open(plugin, threads, Object.entries(pluginOptions));
    try {
      const description = await opened;
      if (description.devices.length === 0) throw new Error("it found no device");
      return new PjrtClient(addon, session, description);
    } catch (error) {
      await addon.close(session);
      addon.forget(session);
      throw new EngineError(
        "E_PLUGIN",
        `The PJRT plugin ${basename(plugin)} could not start: ${wordsOf(error)}`,
        { cause: error },
      );
    }
  }

  /** Compiles a StableHLO module for one device; `flags` are XLA's, by default those of the platform. */
  compile(text: string, device = 0, flags: Flags = flagsFor(this.description.platform)): Promise<number> {
    const { id } = this.device(device);
    return this.#ask((addon, session) => addon.compile(session, text, compileOptions(id, flags)));
  }

  /** @throws EngineError E_PLUGIN if the plugin has fewer */
  device(index: number): PluginDescription["devices"][number] {
    const { devices } = this.description;
    const found = devices[index];
    if (found !== undefined) return found;
    throw new EngineError(
      "E_PLUGIN",
      `There is no device ${index}: the PJRT plugin has ${devices.length}, counted from 0.`,
    );
  }

  /** Copies a vector to a device. The caller releases the buffer. */
  upload(tensor: HostTensor, device = 0): Promise<BufferId> {
    return this.#ask((addon, session) => addon.upload(session, device, tensor));
  }

  /**
   * One call of a program on the device that it was compiled for.
   *
   * @param inputs buffers, of which donated ones are gone afterwards and must still be released, or host memory, which is never written
   * @param outputs vectors that results are copied to; null keeps a result on the device
   * @returns the buffers that were kept, 0 for the others
   */
  run(
    program: number,
    inputs: readonly (BufferId | HostTensor)[],
    outputs: readonly (Vector | null)[],
    device = 0,
  ): Promise<BufferId[]> {
    return this.#ask((addon, session) => addon.run(session, program, device, inputs, outputs));
  }

  download(buffer: BufferId, vector: Vector): Promise<void> {
    return this.#ask((addon, session) => addon.download(session, buffer, vector));
  }

  release(buffers: readonly BufferId[]): Promise<void> {
    return this.#ask((addon, session) => addon.release(session, buffers));
  }

  releaseProgram(program: number): Promise<void> {
    return this.#ask((addon, session) => addon.releaseProgram(session, program));
  }

  /** How much is on the devices, for tests and diagnostics. */
  held(): Promise<{ buffers: number; programs: number }> {
    return this.#ask((addon, session) => addon.held(session));
  }

  /** Frees everything, after the calls made before. */
  close(): Promise<void> {
    this.#closed ??= this.#addon
      .close(this.#session)
      // Also the calls whose promises settled together with it must have been handed over.
      .then(() => this.#addon.forget(this.#session));
    return this.#closed;
  }

  async #ask<T>(call: (addon: Addon, session: number) => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) {
      throw new EngineError("E_ENGINE_CLOSED", "The engine is closed; open another one.");
    }
    try {
      return await call(this.#addon, this.#session);
    } catch (error) {
      throw engineError(error);
    }
  }
}
