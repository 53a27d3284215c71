/** Reading an object: ranges fetched a few ahead of the reader, each retried by itself, so that a broken body costs its rest only. */
import type { Bucket } from "./bucket.ts";
import { readRange, type Range } from "./range.ts";

export const rangeBytes = 8 * 2 ** 20;
/** Ranges in flight or waiting for the reader: 40 MiB. */
const ahead = 4;

/** @throws StoreError E_BLOB_MISSING before the first chunk; others also between chunks */
export async function readChunks(bucket: Bucket, key: string): Promise<AsyncGenerator<Uint8Array>> {
  const first = await readRange(bucket, { key, from: 0, length: rangeBytes });
  return chunksAfter(bucket, key, first);
}

async function* chunksAfter(bucket: Bucket, key: string, first: Range): AsyncGenerator<Uint8Array> {
  const { totalBytes, etag } = first;
  const queue: Promise<Range>[] = [Promise.resolve(first)];
  let next = first.bytes;
  while (queue.length > 0) {
    while (queue.length <= ahead && next < totalBytes) {
      const range = readRange(bucket, { key, from: next, length: rangeBytes, etag });
      // Met when its turn comes; a reader that leaves early never comes to it.
      range.catch(() => {});
      queue.push(range);
      next += rangeBytes;
    }
    yield* (await queue.shift()!).chunks;
  }
}
