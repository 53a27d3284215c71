/**
 * Saves checkpoints of steps 1, 2, …: `save-many.ts <store> <size>`. Prints `writing <step>/<file>` when the first bytes of a file
 * have gone to the store and `committed <step>` after each; ends by itself after 20.
 */
import { openStore, saveCheckpoint } from "@plateau/worker/checkpoint/index.ts";
import type { BlobStore } from "@plateau/worker/checkpoint/store.ts";
import { sizedContents } from "./contents.ts";

const [root = "", size = "1000"] = process.argv.slice(2);
const store = await openStore(root);
const announcing: BlobStore = {
  uri: store.uri,
  read: (name) => store.read(name),
  readAll: (name) => store.readAll(name),
  list: (prefix) => store.list(prefix),
  remove: (prefix) => store.remove(prefix),
  put: (name, chunks) => store.put(name, announce(name, chunks)),
  putNew: (name, chunks) => store.putNew(name, announce(name, chunks)),
};

async function* announce(
  name: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let told = false;
  for await (const chunk of chunks) {
    yield chunk;
    if (!told) console.log(`writing ${name}`);
    told = true;
  }
}

for (let step = 1; step <= 20; step++) {
  await saveCheckpoint(announcing, sizedContents(step, Number(size)));
  console.log(`committed ${step}`);
}
