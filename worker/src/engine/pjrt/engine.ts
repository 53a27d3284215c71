/**
 * pjrt engine: programs recorded from TensorFlow.js operations, lowered to StableHLO, compiled and run by a PJRT plugin: XLA on GPUs,
 * TPUs and CPUs. The plugin computes on threads of its own.
 */
import { basename } from "node:path";
import { CompilingEngine, type ProgramSlots, type RunProgram, type Runtime } from "../compiling-engine.ts";
import type { EngineFactory, EngineOptions } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { cacheFolder } from "../install/installed.ts";
import { lowerToStableHlo } from "../lower/stablehlo/lower.ts";
import type { Graph } from "../record/graph.ts";
import { viewOf, type Slot, type Vectors } from "../vectors.ts";
import { PjrtClient } from "./client.ts";
import type { BufferId, HostTensor } from "./native/addon.ts";
import { ResidentParameters } from "./resident.ts";

interface Placing {
  /** Keep parameters on the device between calls; by default where the device does not read the host's memory itself. */
  keepsParameters?: boolean;
}

export class PjrtRuntime implements Runtime {
  readonly description: string;
  readonly #client: PjrtClient;
  readonly #options: EngineOptions;
  readonly #resident: ResidentParameters | undefined;

  constructor(client: PjrtClient, options: EngineOptions, placing: Placing = {}) {
    const { device = 0, threads, plugin = "", products = "float32" } = options;
    const { platform, apiVersion } = client.description;
    const { keepsParameters = platform !== "cpu" } = placing;
    const { kind } = client.device(device);
    this.#client = client;
    this.#options = options;
    this.#resident = keepsParameters ? new ResidentParameters(client, device) : undefined;
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
    const parameters = inputs.filter(({ vector }) => vector === "parameters");
    return async (vectors, unchanged) => {
      const run = (resident: readonly BufferId[]): Promise<unknown> => {
        let next = 0;
        const given = inputs.map(
          (slot) => (slot.vector === "parameters" ? resident[next++] : undefined) ?? tensorOf(slot, vectors),
        );
        return this.#client.run(
          program,
          given,
          outputs.map((slot) => viewOf(slot, vectors[slot.vector]!)),
          device,
        );
      };
      if (this.#resident === undefined || unchanged === undefined) await run([]);
      else await this.#resident.with(unchanged, [vectors["parameters"]!, parameters], run);
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

const tensorOf = (slot: Slot, vectors: Vectors): HostTensor => ({
  data: viewOf(slot, vectors[slot.vector]!),
  shape: slot.shape,
});

/**
 * Loads the plugin that `options.plugin` names.
 *
 * @throws EngineError E_PLUGIN without one, or if it cannot be used; E_NATIVE if our client of it can neither be found nor compiled
 */
export const openPjrt: EngineFactory = async (options) => {
  const { plugin, threads, pluginOptions = {}, cache = cacheFolder({}) } = options;
  if (plugin === undefined) {
    throw new EngineError(
      "E_PLUGIN",
      "The engine pjrt needs a plugin, and none is named; `plateau engines list` shows which can be installed.",
    );
  }
  const client = await PjrtClient.open({ plugin, threads, pluginOptions, cache });
  try {
    return new CompilingEngine("pjrt", new PjrtRuntime(client, options), options.probe);
  } catch (error) {
    await client.close();
    throw error;
  }
};
