/** Output directory: made beside its place and renamed into it when complete, so that no half of a data set ever stands. */
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { DataError } from "../errors.ts";
import { isRemote } from "../tokens/remote/uri.ts";
import { withStore } from "./store-output.ts";

/**
 * Fill a directory, then put it in its place; for the URI of a store, its files are sent there instead.
 *
 * @throws as `withDirectory` and `withStore`
 */
export async function withOutput<T>(
  output: string,
  overwrite: boolean,
  fill: (directory: string) => Promise<T>,
): Promise<T> {
  return isRemote(output) ? withStore(output, overwrite, fill) : withDirectory(output, overwrite, fill);
}

/**
 * Fill a directory, then put it in its place.
 *
 * @param overwrite whether something that stands there may be replaced; it stays until the new one is complete
 * @throws DataError E_OUTPUT if it exists, the disk is full or not writable; nothing is left behind
 */
async function withDirectory<T>(
  output: string,
  overwrite: boolean,
  fill: (directory: string) => Promise<T>,
): Promise<T> {
  const place = resolve(output);
  const exists = await stat(place).then(
    () => true,
    () => false,
  );
  if (exists && !overwrite)
    throw new DataError(
      "E_OUTPUT",
      `${place} exists; nothing was written. Choose another directory, or say that it may be overwritten.`,
    );
  const temporary = `${place}.incomplete-${process.pid}`;
  try {
    await mkdir(dirname(place), { recursive: true });
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    const result = await fill(temporary);
    await putInPlace(temporary, place, exists);
    return result;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => {});
    throw outputError(error, place);
  }
}

async function putInPlace(temporary: string, place: string, exists: boolean): Promise<void> {
  if (!exists) return rename(temporary, place);
  const old = `${place}.old-${process.pid}`;
  await rename(place, old);
  await rename(temporary, place);
  await rm(old, { recursive: true, force: true });
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space",
  EDQUOT: "the disk quota is used up; free some space",
  EFBIG: "a file would pass the size limit of this process or file system",
  EROFS: "the file system is read-only; choose another directory",
  EACCES: "this user may not write there; choose another directory",
  EPERM: "the operation is not permitted there; choose another directory",
};

function outputError(error: unknown, place: string): unknown {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const reason = reasons[code] ?? `the system says ${code}`;
  return new DataError("E_OUTPUT", `Cannot write ${place}: ${reason}. Nothing was left behind.`, {
    cause: error,
  });
}
