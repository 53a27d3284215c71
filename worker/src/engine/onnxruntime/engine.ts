/**
 * onnxruntime engine, the default: programs recorded from TensorFlow.js operations, lowered to ONNX and run by
 * onnxruntime-node on a thread of their own.
 */
import { createRequire } from "node:module";
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import type { EngineFactory, EngineOptions } from "../engine.ts";
import { lowerToOnnx } from "../lower/onnx/lower.ts";
import type { Graph } from "../record/graph.ts";
import { SessionThread } from "./session-thread.ts";
import { withoutTelemetry } from "./telemetry.ts";

// Where the engine is used on a main thread; worker processes have done so at their start.
withoutTelemetry();

const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string };

class OnnxRuntime implements Runtime {
  readonly description: string;
  readonly #threads: number;
  readonly #thread = new SessionThread();
  #programs = 0;

  constructor({ threads }: EngineOptions) {
    this.#threads = threads;
    this.description = `onnxruntime-node ${version}, CPU, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  }

  async compile(graph: Graph, slots: ProgramSlots): Promise<RunProgram> {
    const program = this.#programs++;
    const model = lowerToOnnx(graph);
    await this.#thread.request(
      { kind: "compile", program, model, settings: { threads: this.#threads }, ...slots },
      [model.buffer],
    );
    return (vectors) => this.#thread.request({ kind: "run", program, vectors });
  }

  async close(): Promise<void> {
    await this.#thread.stop();
  }
}

/** Opens the engine: starts its thread. */
export const openOnnxRuntime: EngineFactory = (options) =>
  Promise.resolve(new CompilingEngine("onnxruntime", new OnnxRuntime(options)));
