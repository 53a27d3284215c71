/**
 * Fetch: the files of a data set from a store into this host's cache, each checked by its sha256 on the way. Ranks that begin at once
 * on one host fetch a file once: the first holds its lock, the others wait for the file.
 */
import { createHash } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../../../checkpoint/errors.ts";
import type { BlobStore } from "../../../checkpoint/store.ts";
import { DataError } from "../../errors.ts";
import { findCached, makeRoom, noRoom, type CachedFile } from "./cache.ts";

export interface RemoteFile extends CachedFile {
  name: string;
}

/** A lock not touched for this long is of a process that is no more. */
const lockStaleMs = 30_000;
const lockTouchMs = 5000;
const lockLookMs = 50;
let counter = 0;

/**
 * @returns path of each file in the cache, in order
 * @throws DataError E_DATA_MISSING, E_DATA_DAMAGED, E_DATA_CACHE; StoreError if the store cannot be read
 */
export async function fetchFiles(
  store: BlobStore,
  files: readonly RemoteFile[],
  folder: string,
): Promise<string[]> {
  const found = await Promise.all(files.map((file) => findCached(folder, file)));
  const missing = files.filter((_, i) => found[i] === undefined);
  if (missing.length > 0)
    await makeRoom(
      folder,
      missing.reduce((sum, { bytes }) => sum + bytes, 0),
    );
  const paths: string[] = [];
  for (const [i, file] of files.entries()) paths.push(found[i] ?? (await fetchOnce(store, file, folder)));
  return paths;
}

async function fetchOnce(store: BlobStore, file: RemoteFile, folder: string): Promise<string> {
  const lock = join(folder, `${file.sha256}.lock`);
  for (;;) {
    const there = await findCached(folder, file);
    if (there !== undefined) return there;
    const release = await takeLock(lock);
    if (!release) {
      // No event tells of another process's file, on every file system.
      await delay(lockLookMs);
      continue;
    }
    try {
      return (await findCached(folder, file)) ?? (await download(store, file, folder));
    } finally {
      await release();
    }
  }
}

/**
 * A lock only spares work: two holders, after one was taken for dead, each download to a name of their own, and either result is
 * right.
 */
async function takeLock(path: string): Promise<(() => Promise<void>) | undefined> {
  const handle = await open(path, "wx").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    return undefined;
  });
  if (!handle) {
    const info = await stat(path).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs > lockStaleMs) await rm(path, { force: true });
    return undefined;
  }
  const touch = setInterval(() => {
    const now = new Date();
    handle.utimes(now, now).catch(() => {});
  }, lockTouchMs);
  return async () => {
    clearInterval(touch);
    await handle.close();
    await rm(path, { force: true });
  };
}

async function download(store: BlobStore, file: RemoteFile, folder: string): Promise<string> {
  const place = `${store.uri}/${file.name}`;
  const partial = join(folder, `${file.sha256}.${process.pid}-${(counter += 1)}.part`);
  try {
    const { bytes, sha256 } = await copyTo(partial, await source(store, file.name, place));
    if (bytes !== file.bytes || sha256 !== file.sha256)
      throw new DataError(
        "E_DATA_DAMAGED",
        `${place} has changed: ${bytes} bytes of sha256 ${sha256}, recorded ${file.bytes} of ${file.sha256}. Tokenise again.`,
      );
    const path = join(folder, file.sha256);
    await rename(partial, path);
    return path;
  } catch (error) {
    await rm(partial, { force: true });
    throw isFull(error) ? noRoom(folder, error) : error;
  }
}

function isFull(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && (code === "ENOSPC" || code === "EDQUOT");
}

async function source(store: BlobStore, name: string, place: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    return await store.read(name);
  } catch (cause) {
    if (!(cause instanceof StoreError) || cause.code !== "E_BLOB_MISSING") throw cause;
    throw new DataError("E_DATA_MISSING", `${place} is missing although the data name it; tokenise again.`, {
      cause,
    });
  }
}

async function copyTo(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      for (let done = 0; done < chunk.length;)
        done += (await handle.write(chunk, done, chunk.length - done)).bytesWritten;
    }
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest("hex") };
}
