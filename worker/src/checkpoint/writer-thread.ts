/** Thread of the checkpoint writer: saves what it is told, then prunes. One request at a time; the writer holds the queue. */
import { parentPort } from "node:worker_threads";
import { saveCheckpoint } from "./save.ts";
import { prune } from "./retention.ts";
import { openStore } from "./stores/index.ts";
import { plainError, type SaveReply, type SaveRequest } from "./writer-messages.ts";

/** Steps whose bytes were read back in this process. */
const verified = new Set<number>();

const reply = (message: SaveReply): void => parentPort?.postMessage(message);

async function save({ contents, storeUri, keepLast, forkSteps }: SaveRequest): Promise<void> {
  const start = performance.now();
  const store = await openStore(storeUri);
  const committed = await saveCheckpoint(store, contents);
  reply({ type: "saved", committed, writeMs: performance.now() - start });
  try {
    const { removed, damaged } = await prune(store, { keepLast, forkSteps, verified });
    const told = damaged.map(({ step, error }) => ({ step, message: error.message }));
    reply({ type: "pruned", removed, damaged: told });
  } catch (error) {
    // The new checkpoint is committed whatever becomes of the old ones.
    reply({ type: "pruned", removed: [], damaged: [], error: plainError(error) });
  }
}

parentPort?.on("message", (request: SaveRequest) => {
  void save(request).catch((error: unknown) => reply({ type: "failed", error: plainError(error) }));
});
