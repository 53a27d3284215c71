/** Thread of the part writer: one file after the other. */
import { parentPort } from "node:worker_threads";
import { stepDirectory } from "./names.ts";
import type { PartReply, PartRequest } from "./part-writer.ts";
import { safetensorsChunks } from "./safetensors/write.ts";
import { openStore } from "./stores/index.ts";
import { plainError } from "./writer-messages.ts";

const reply = (message: PartReply): void => parentPort?.postMessage(message);

async function write({ id, storeUri, step, name, vectors }: PartRequest): Promise<void> {
  const store = await openStore(storeUri);
  const tensors = Object.entries(vectors).map(([tensor, data]) => ({
    name: tensor,
    shape: [data.length],
    data,
  }));
  const put = await store.put(`${stepDirectory(step)}/${name}`, safetensorsChunks(tensors, {}));
  reply({ id, file: { name, ...put } });
}

parentPort?.on("message", (request: PartRequest) => {
  void write(request).catch((error: unknown) => reply({ id: request.id, error: plainError(error) }));
});
