/**
 * onnxruntime engine, the default: programs recorded from TensorFlow.js operations, lowered to ONNX and run by
 * onnxruntime-node on a thread of their own.
 */
import { createRequire } from "node:module";
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import { EngineThread } from "../engine-thread.ts";
import type { EngineFactory, EngineOptions, EngineProbe } from "../engine.ts";
import { fuseProducts } from "../lower/onnx/fuse-products.ts";
import { lowerToOnnx } from "../lower/onnx/lower.ts";
import type { Graph } from "../record/graph.ts";
import { constantBytes, peakBytes } from "../record/liveness.ts";
import type { Request } from "./messages.ts";
import { ProfileFile } from "./profile-file.ts";
import { withoutTelemetry } from "./telemetry.ts";

// Where the engine is used on a main thread; worker processes have done so at their start.
withoutTelemetry();

const { version } = createRequire(import.meta.url)("onnxruntime-node/package.json") as { version: string };

/**
 * Up to here onnxruntime keeps the memory of a call's values for the next one, in blocks of which it fills about two thirds. Fresh
 * memory costs 3 to 8 % of a step in page faults, which is the better bargain once hundreds of megabytes are at stake.
 */
const arenaLimit = 2 ** 29;
/** Measured peaks over what is alive at once; bench/step prints both. */
const [arenaOverhead, heapOverhead] = [1.4, 1.15];

const keepsArena = (graph: Graph): boolean => peakBytes(fuseProducts(graph)) < arenaLimit;

class OnnxRuntime implements Runtime {
  readonly description: string;
  readonly #threads: number;
  readonly #probe: EngineProbe | undefined;
  readonly #thread = new EngineThread<Request>(new URL("./thread.ts", import.meta.url), "onnxruntime");
  #programs = 0;
  readonly #profiles: ProfileFile[] = [];

  constructor({ threads, probe }: EngineOptions) {
    this.#threads = threads;
    this.#probe = probe;
    this.description = `onnxruntime-node ${version}, CPU, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  }

  async compile(graph: Graph, slots: ProgramSlots): Promise<RunProgram> {
    const program = this.#programs++;
    const begunMs = performance.now();
    const model = lowerToOnnx(graph);
    const loweredMs = performance.now();
    const profile = this.#probe && (await ProfileFile.create());
    if (profile) this.#profiles.push(profile);
    const settings = {
      threads: this.#threads,
      arena: keepsArena(graph),
      ...(profile ? { profile: profile.prefix } : {}),
    };
    await this.#thread.request({ kind: "compile", program, model, settings, ...slots }, [model.buffer]);
    this.#probe?.prepared("lower", { fromMs: begunMs, toMs: loweredMs });
    this.#probe?.prepared("compile", { fromMs: loweredMs, toMs: performance.now() });
    this.#probe?.kernels(async () => {
      await this.#thread.request({ kind: "end-profile", program });
      return profile!.take();
    });
    return (vectors) => this.#thread.request({ kind: "run", program, vectors });
  }

  workBytes(graph: Graph): number {
    const overhead = keepsArena(graph) ? arenaOverhead : heapOverhead;
    // Constants lie in the model's bytes and in the session.
    return overhead * peakBytes(fuseProducts(graph)) + 2 * constantBytes(graph);
  }

  async close(): Promise<void> {
    await this.#thread.stop();
    // Of those whose times nobody wanted.
    await Promise.all(this.#profiles.map((profile) => profile.remove()));
  }
}

/** Opens the engine: starts its thread. */
export const openOnnxRuntime: EngineFactory = (options) =>
  Promise.resolve(new CompilingEngine("onnxruntime", new OnnxRuntime(options), options.probe));
