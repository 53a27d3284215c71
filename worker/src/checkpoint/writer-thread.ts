/** Thread of the checkpoint writer: saves what it is told, then prunes. One request at a time; the writer holds the queue. */
import { parentPort } from "node:worker_threads";
import { saveCheckpoint } from "./save.ts";
import { prune } from "./retention.ts";
import { openStore } from "./stores/index.ts";
import { plainError, type SaveReply, type SaveRequest } from "./writer-messages.ts";

/** Steps whose bytes were read back in this process. */
const verified = new Set<number>();

async function save({ contents, storeUri, keepLast, forkSteps }: SaveRequest): Promise<SaveReply> {
  const start = performance.now();
  const store = await openStore(storeUri);
  const committed = await saveCheckpoint(store, contents);
  const writeMs = performance.now() - start;
  try {
    const { removed, damaged } = await prune(store, { keepLast, forkSteps, verified });
    const told = damaged.map(({ step, error }) => ({ step, message: error.message }));
    return { committed, pruned: { removed, damaged: told }, writeMs };
  } catch (error) {
    // The new checkpoint is committed whatever becomes of the old ones.
    return { committed, pruned: { removed: [], damaged: [] }, pruneError: plainError(error), writeMs };
  }
}

parentPort?.on("message", (request: SaveRequest) => {
  void save(request)
    .catch((error: unknown): SaveReply => ({ error: plainError(error) }))
    .then((reply) => parentPort?.postMessage(reply));
});
