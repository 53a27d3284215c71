/**
 * tfjs-node engine: a program's TensorFlow.js operations computed one by one by TensorFlow's own kernels, through the binding of
 * @tensorflow/tfjs-node, on CPUs and NVIDIA GPUs. Slower than the engines that compile; they can be checked against it, at size.
 */
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import { EngineThread } from "../engine-thread.ts";
import type { EngineFactory } from "../engine.ts";
import { recipes } from "../install/catalogue.ts";
import { cacheFolder } from "../install/installed.ts";
import type { Graph } from "../record/graph.ts";
import { loadAddon } from "../tensorflow/addon.ts";
import { namedLibrary, openLibrary, sessionConfig } from "../tensorflow/library.ts";
import { ensureBinding } from "./binding.ts";
import type { BackendParts, Request } from "./messages.ts";

const { version } = recipes["tfjs-node"];

class TfjsNodeRuntime implements Runtime {
  readonly description: string;
  readonly #thread: EngineThread<Request>;
  #programs = 0;

  private constructor(thread: EngineThread<Request>, description: string) {
    this.#thread = thread;
    this.description = description;
  }

  static async open(parts: BackendParts, on: string): Promise<TfjsNodeRuntime> {
    const thread = new EngineThread<Request>(new URL("./thread.ts", import.meta.url), "tfjs-node");
    try {
      await thread.request({ kind: "open", parts });
    } catch (error) {
      await thread.stop();
      throw error;
    }
    return new TfjsNodeRuntime(thread, `${parts.name.split("/")[1]} ${version}, eager, on ${on}`);
  }

  async compile(graph: Graph, slots: ProgramSlots): Promise<RunProgram> {
    const program = this.#programs++;
    await this.#thread.request({ kind: "compile", program, graph, ...slots });
    return (vectors) => this.#thread.request({ kind: "run", program, vectors });
  }

  async close(): Promise<void> {
    await this.#thread.stop();
  }
}

/**
 * Loads the library that `options.plugin` names, and the package from the cache.
 *
 * @throws EngineError E_ENGINE_MISSING if the package is not installed, E_LIBRARY if the library cannot be used, E_NATIVE if the binding
 *         is not compiled and cannot be
 */
export const openTfjsNode: EngineFactory = async ({
  plugin,
  threads,
  device = 0,
  cache = cacheFolder({}),
  probe,
}) => {
  const path = namedLibrary("tfjs-node", plugin);
  const library = { path, threads, device };
  const opened = await openLibrary(await loadAddon(cache), library);
  const parts = {
    ...(await ensureBinding(cache, path)),
    config: sessionConfig(library),
    name: opened.hasGpu ? "@tensorflow/tfjs-node-gpu" : "@tensorflow/tfjs-node",
  } as const;
  const on = `TensorFlow ${opened.version}, ${opened.device}`;
  return new CompilingEngine("tfjs-node", await TfjsNodeRuntime.open(parts, on), probe);
};
