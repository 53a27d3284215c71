/**
 * Cache of data files of this host: `<temporary folder>/plateau-data-<user>/<sha256>`. A file's name is the sha256 of its bytes, and it
 * gets that name only when they have been checked, so what stands there is whole; files of several data sets and runs never clash.
 *
 * Bounded: before a fetch the files that nobody has used for longest go until the rest and the new ones fit.
 */
import { mkdir, readdir, rm, stat, statfs, utimes } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { DataError } from "../../errors.ts";

/** What files of other data sets may take besides those in use. */
const limitBytes = 32 * 2 ** 30;
/** A file used within this time may be just about to be opened. */
const inUseMs = 10 * 60_000;
/** Half of a file whose process was killed; a download that goes on writes to it all the time. */
const abandonedMs = 10 * 60_000;

export interface CachedFile {
  sha256: string;
  bytes: number;
}

export async function cacheFolder(): Promise<string> {
  const folder = join(tmpdir(), `plateau-data-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Path of a file if it is there, marked as used now. */
export async function findCached(folder: string, { sha256, bytes }: CachedFile): Promise<string | undefined> {
  const path = join(folder, sha256);
  const info = await stat(path).catch(() => undefined);
  if (info?.size !== bytes) return undefined;
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
  return path;
}

/**
 * Make room for files that are to be fetched.
 *
 * @param now for tests
 * @throws DataError E_DATA_CACHE if they cannot fit
 */
export async function makeRoom(
  folder: string,
  wantedBytes: number,
  { limit = limitBytes, now = Date.now() }: { limit?: number; now?: number } = {},
): Promise<void> {
  const files = await listFiles(folder);
  let kept = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path, bytes, usedMs, isPartial } of files.sort((a, b) => a.usedMs - b.usedMs)) {
    const isIdle = now - usedMs > (isPartial ? abandonedMs : inUseMs);
    const mustGo = isPartial || kept + wantedBytes > limit || (await freeBytes(folder)) < wantedBytes;
    if (!isIdle || !mustGo) continue;
    await rm(path, { force: true });
    kept -= bytes;
  }
  const free = await freeBytes(folder);
  if (free < wantedBytes)
    throw noRoom(`${folder} (${megabytes(wantedBytes)} needed, ${megabytes(free)} free)`);
}

export function noRoom(where: string, cause?: unknown): DataError {
  return new DataError(
    "E_DATA_CACHE",
    `The data that are to be fetched do not fit into ${where}. Give the worker a larger temporary folder (TMPDIR; on Kubernetes the volume at /tmp).`,
    { cause },
  );
}

async function listFiles(
  folder: string,
): Promise<{ path: string; bytes: number; usedMs: number; isPartial: boolean }[]> {
  const found = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    // Another process may remove it in between.
    const info = await stat(path).catch(() => undefined);
    if (info?.isFile())
      found.push({ path, bytes: info.size, usedMs: info.mtimeMs, isPartial: name.includes(".") });
  }
  return found;
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
