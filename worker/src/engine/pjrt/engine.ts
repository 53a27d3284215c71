/**
 * pjrt engine: programs recorded from TensorFlow.js operations, lowered to StableHLO, compiled and run by a PJRT plugin: XLA on GPUs,
 * TPUs and CPUs. The plugin computes on threads of its own.
 */
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import type { EngineFactory, EngineOptions } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { lowerToStableHlo } from "../lower/stablehlo/lower.ts";
import type { Graph } from "../record/graph.ts";
import { viewOf } from "../vectors.ts";
import { PjrtClient } from "./client.ts";

class PjrtRuntime implements Runtime {
  readonly description: string;
  readonly #client: PjrtClient;
  readonly #options: EngineOptions;

  constructor(client: PjrtClient, options: EngineOptions) {
    const { device = 0, threads, plugin = "", products = "float32" } = options;
    const { platform, apiVersion } = client.description;
    const { kind } = client.device(device);
    this.#client = client;
    this.#options = options;
    this.description = [
      `PJRT ${apiVersion} (${basename(plugin)})`,
      `${platform} device ${device}: ${kind}`,
      ...(platform === "cpu" ? [`${threads} ${threads === 1 ? "thread" : "threads"}`] : []),
      ...(products === "float32" ? [] : [`matrix products in ${products}`]),
    ].join(", ");
  }

  async compile(graph: Graph, { inputs, outputs }: ProgramSlots): Promise<RunProgram> {
    const { device = 0, products = "float32" } = this.#options;
    const program = await this.#client.compile(lowerToStableHlo(graph, { products }), device);
    return async (vectors) => {
      await this.#client.run(
        program,
        inputs.map((slot) => ({ data: viewOf(slot, vectors[slot.vector]!), shape: slot.shape })),
        outputs.map((slot) => viewOf(slot, vectors[slot.vector]!)),
        device,
      );
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/**
 * Loads the plugin that `options.plugin` names.
 *
 * @throws EngineError E_PLUGIN without one, or if it cannot be used; E_NATIVE if our client of it can neither be found nor compiled
 */
export const openPjrt: EngineFactory = async (options) => {
  const { plugin, threads, cache = join(homedir(), ".cache", "plateau") } = options;
  if (plugin === undefined) {
    throw new EngineError(
      "E_PLUGIN",
      "The engine pjrt needs a plugin, and none is named; `plateau engines list` shows which can be installed.",
    );
  }
  const client = await PjrtClient.open({ plugin, threads, cache });
  try {
    return new CompilingEngine("pjrt", new PjrtRuntime(client, options));
  } catch (error) {
    await client.close();
    throw error;
  }
};
