/** A checkpoint's model, ready to compute on this machine. */
import { availableParallelism } from "node:os";
import type { Engine } from "@plateau/worker/engine/engine.ts";
import type { Model } from "@plateau/worker/models/model.ts";
import { engineIdOf } from "@plateau/controller/api/parts/execution.ts";
import { CliError } from "../errors.ts";
import type { Terminal } from "../terminal.ts";
import { loadWeights, type FoundCheckpoint } from "./find.ts";
import type { ModelOptions } from "./model-options.ts";

type Loaded = Awaited<ReturnType<typeof loadWeights>>;

export interface OpenedModel {
  model: Model;
  /** Those that were asked for. */
  parameters: Float32Array;
  engine: Engine;
  manifest: Loaded["manifest"];
}

/** @throws CliError E_NOT_FOUND if the checkpoint has no such weights; CheckpointError, StoreError, EngineError */
export async function withModel<T>(
  found: FoundCheckpoint,
  { engine: engineName, weights }: ModelOptions,
  { env, err }: Terminal,
  use: (opened: OpenedModel) => Promise<T>,
): Promise<T> {
  const [{ chooseEngine, enginePlace }, { openEngine }, { createModel }] = await Promise.all([
    import("@plateau/worker/engine/choose.ts"),
    import("@plateau/worker/engine/index.ts"),
    import("@plateau/worker/models/index.ts"),
  ]);
  const loaded = await loadWeights(found, weights === "final" ? "weights" : "averages");
  const parameters = await weightsOf(loaded, weights, found.label);
  const model = createModel(loaded.manifest.identity.model);
  const wish = { name: engineIdOf(engineName), threads: availableParallelism(), rank: 0 };
  const { name, options } = await chooseEngine(wish, enginePlace(env));
  const tell = (message: string): void => void err.write(`${message}\n`);
  const engine = await openEngine(name, { ...options, tell });
  try {
    return await use({ model, parameters, engine, manifest: loaded.manifest });
  } finally {
    await engine.close();
  }
}

async function weightsOf(
  { state }: Loaded,
  weights: ModelOptions["weights"],
  label: string,
): Promise<Float32Array> {
  if (weights === "final") return state.parameters;
  const { savedKinds, savedWeights } = await import("@plateau/worker/averaging/saved.ts");
  const averaged = savedWeights(state.averages, weights);
  if (averaged) return averaged;
  const there = ["final", ...savedKinds(state.averages)].join(", ");
  throw new CliError(
    "E_NOT_FOUND",
    `${label} holds no ${weights} weights, only: ${there}. A run averages if spec.averaging.${weights} is set, and has an average once its first steps have been taken into it.`,
  );
}
