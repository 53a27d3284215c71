/** Output to a store: made in a temporary folder, then sent file by file, the manifest last: until it stands there is no data set. */
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../checkpoint/stores/index.ts";
import type { BlobStore } from "../../checkpoint/store.ts";
import { DataError } from "../errors.ts";
import { manifestName } from "../tokens/manifest.ts";

/**
 * @param overwrite whether a data set that stands there may be replaced; its manifest goes before the first of the new files comes
 * @throws DataError E_OUTPUT if there is one; StoreError if the store cannot be written, then without a manifest
 */
export async function withStore<T>(
  uri: string,
  overwrite: boolean,
  fill: (directory: string) => Promise<T>,
): Promise<T> {
  const store = await openStore(uri);
  const stands = (await store.list(manifestName)).length > 0;
  if (stands && !overwrite)
    throw new DataError(
      "E_OUTPUT",
      `${store.uri} holds a data set; nothing was written. Choose another prefix, or say that it may be overwritten.`,
    );
  const directory = await mkdtemp(join(tmpdir(), "plateau-tokenize-"));
  try {
    const result = await fill(directory);
    if (stands) await store.remove(manifestName);
    await send(store, directory);
    return result;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function send(store: BlobStore, directory: string): Promise<void> {
  const files = (await readdir(directory)).filter((name) => name !== manifestName);
  for (const name of [...files, manifestName])
    await store.put(name, createReadStream(join(directory, name), { highWaterMark: 2 ** 20 }));
}
