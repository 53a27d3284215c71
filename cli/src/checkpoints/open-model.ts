/** A checkpoint's model, ready to compute on this machine. */
import { availableParallelism } from "node:os";
import type { Engine } from "@plateau/worker/engine/engine.ts";
import type { Model } from "@plateau/worker/models/model.ts";
import type { Terminal } from "../terminal.ts";
import { loadWeights, type FoundCheckpoint } from "./find.ts";

export interface OpenedModel {
  model: Model;
  engine: Engine;
  /** Why this engine: a sentence. */
  reason: string;
  loaded: Awaited<ReturnType<typeof loadWeights>>;
}

/** @throws CheckpointError, StoreError, EngineError */
export async function withModel<T>(
  found: FoundCheckpoint,
  { env }: Terminal,
  use: (opened: OpenedModel) => Promise<T>,
): Promise<T> {
  const [{ chooseEngine, enginePlace }, { openEngine }, { createModel }] = await Promise.all([
    import("@plateau/worker/engine/choose.ts"),
    import("@plateau/worker/engine/index.ts"),
    import("@plateau/worker/models/index.ts"),
  ]);
  const loaded = await loadWeights(found);
  const model = createModel(loaded.manifest.identity.model);
  const wish = { name: "auto", threads: availableParallelism(), rank: 0 };
  const { name, options, reason } = await chooseEngine(wish, enginePlace(env));
  const engine = await openEngine(name, options);
  try {
    return await use({ model, engine, reason, loaded });
  } finally {
    await engine.close();
  }
}
