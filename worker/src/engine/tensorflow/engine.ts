/**
 * tensorflow engine: programs recorded from TensorFlow.js operations, lowered to a TensorFlow graph, compiled by XLA inside TensorFlow's
 * own library and run by it, on CPUs and NVIDIA GPUs.
 */
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import type { EngineFactory } from "../engine.ts";
import { EngineError, messageOf } from "../errors.ts";
import { cacheFolder } from "../install/installed.ts";
import { lowerToTensorFlow } from "../lower/tensorflow/lower.ts";
import type { Graph } from "../record/graph.ts";
import { viewOf } from "../vectors.ts";
import { loadAddon, type Addon, type ProgramHandle } from "./addon.ts";
import { namedLibrary, openLibrary, sessionConfig, type Library } from "./library.ts";

class TensorFlowRuntime implements Runtime {
  readonly description: string;
  readonly #addon: Addon;
  readonly #library: Library;
  readonly #programs = new Set<ProgramHandle>();
  #closed = false;

  private constructor(addon: Addon, library: Library, description: string) {
    this.#addon = addon;
    this.#library = library;
    this.description = description;
  }

  static async open(addon: Addon, library: Library): Promise<TensorFlowRuntime> {
    const { version, device } = await openLibrary(addon, library);
    return new TensorFlowRuntime(addon, library, `TensorFlow ${version} with XLA, ${device}`);
  }

  async compile(graph: Graph, { inputs, outputs }: ProgramSlots): Promise<RunProgram> {
    this.#assertOpen();
    const graphDef = lowerToTensorFlow(graph);
    const { program } = await this.#ask(
      this.#addon.load(this.#library.path, graphDef, sessionConfig(this.#library)),
    );
    this.#programs.add(program);
    return async (vectors) => {
      this.#assertOpen();
      const tensors = [inputs, outputs].map((slots) =>
        slots.map((slot) => ({ data: viewOf(slot, vectors[slot.vector]!), shape: slot.shape })),
      );
      await this.#ask(this.#addon.run(program, tensors[0]!, tensors[1]!));
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const programs = [...this.#programs];
    this.#programs.clear();
    await Promise.all(programs.map((program) => this.#addon.close(program)));
  }

  #assertOpen(): void {
    if (this.#closed) throw new EngineError("E_ENGINE_CLOSED", "The engine is closed; open another one.");
  }

  async #ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const { code } = error as { code?: unknown };
      throw new EngineError(
        code === "RESOURCE_EXHAUSTED" ? "E_MEMORY" : "E_ENGINE",
        `TensorFlow: ${messageOf(error)}`,
        { cause: error },
      );
    }
  }
}

/**
 * Loads the library that `options.plugin` names.
 *
 * @throws EngineError E_LIBRARY if it cannot be used; E_NATIVE if our client of it can neither be found nor compiled
 */
export const openTensorFlow: EngineFactory = async ({
  plugin,
  threads,
  device = 0,
  cache = cacheFolder({}),
  probe,
}) => {
  const path = namedLibrary("tensorflow", plugin);
  const addon = await loadAddon(cache);
  const runtime = await TensorFlowRuntime.open(addon, { path, threads, device });
  return new CompilingEngine("tensorflow", runtime, probe);
};
