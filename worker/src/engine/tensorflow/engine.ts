/**
 * tensorflow engine: programs recorded from TensorFlow.js operations, lowered to a TensorFlow graph, compiled by XLA inside TensorFlow's
 * own library and run by it, on CPUs and NVIDIA GPUs.
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import type { EngineFactory } from "../engine.ts";
import { EngineError, messageOf } from "../errors.ts";
import { libraryProblem } from "../native/library-file.ts";
import { encodeGraphDef } from "../lower/tensorflow/graph-def.ts";
import { lowerToTensorFlow } from "../lower/tensorflow/lower.ts";
import { Message } from "../protobuf.ts";
import type { Graph } from "../record/graph.ts";
import { viewOf } from "../vectors.ts";
import { loadAddon, type Addon, type ProgramHandle } from "./addon.ts";

interface Library {
  path: string;
  threads: number;
  /** Which GPU, counted from 0. */
  device: number;
}

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

  /** A program without an operation shows whether the library can be used, and its devices. */
  static async open(addon: Addon, library: Library): Promise<TensorFlowRuntime> {
    const { path, threads } = library;
    const problem = await libraryProblem(path);
    if (problem !== undefined) throw unusable(path, problem);
    const opened = addon.load(path, encodeGraphDef([]), sessionConfig(library)).catch((error: unknown) => {
      throw unusable(path, messageOf(error), error);
    });
    const { program, version, devices } = await opened;
    await addon.close(program);
    const gpus = devices.filter((type) => type === "GPU").length;
    const on = gpus > 0 ? `GPU ${library.device}` : `CPU, ${threads} ${threads === 1 ? "thread" : "threads"}`;
    return new TensorFlowRuntime(addon, library, `TensorFlow ${version} with XLA, ${on}`);
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

function unusable(path: string, problem: string, cause?: unknown): EngineError {
  return new EngineError(
    "E_LIBRARY",
    `TensorFlow's library ${path} cannot be used: ${problem}. Install it again: plateau engines install tensorflow.`,
    { cause },
  );
}

/** A ConfigProto: threads of its own for each session, and of a GPU's memory only what is used. */
function sessionConfig({ threads, device }: Library): Uint8Array {
  return new Message()
    .integer(2, threads)
    .integer(5, 1)
    .integer(9, 1)
    .message(6, new Message().integer(4, 1).string(5, String(device)))
    .finish();
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
  cache = join(homedir(), ".cache", "plateau"),
}) => {
  if (plugin === undefined) {
    throw new EngineError(
      "E_LIBRARY",
      "The engine tensorflow needs TensorFlow's library, and none is named; `plateau engines list` shows which can be installed.",
    );
  }
  const addon = await loadAddon(cache);
  return new CompilingEngine(
    "tensorflow",
    await TensorFlowRuntime.open(addon, { path: plugin, threads, device }),
  );
};
