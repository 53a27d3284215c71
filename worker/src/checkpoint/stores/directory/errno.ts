/** Errors of the operating system as store errors, each with the path and the remedy. */
import { StoreError, type StoreErrorCode } from "../../errors.ts";

const byErrno: Readonly<Record<string, { code: StoreErrorCode; why: string; remedy: string }>> = {
  ENOSPC: full("the disk is full"),
  EDQUOT: full("the disk quota is used up"),
  EFBIG: full("the file would pass the size limit of the file system or of this process"),
  EROFS: readOnly("the file system is mounted read-only"),
  EACCES: readOnly("this user may not do so"),
  EPERM: readOnly("the operation is not permitted"),
  ENOTDIR: {
    code: "E_STORE_UNAVAILABLE",
    why: "a part of the path is a file, not a directory",
    remedy: "Choose another checkpoints.store.uri or move the file away.",
  },
  ENOENT: { code: "E_BLOB_MISSING", why: "it does not exist", remedy: "Check the address." },
  EISDIR: { code: "E_BLOB_MISSING", why: "it is a directory", remedy: "Check the address." },
};

function full(why: string): { code: StoreErrorCode; why: string; remedy: string } {
  return {
    code: "E_STORE_FULL",
    why,
    remedy: "Free some space or lower checkpoints.keepLast; older checkpoints are untouched.",
  };
}

function readOnly(why: string): { code: StoreErrorCode; why: string; remedy: string } {
  return {
    code: "E_STORE_READ_ONLY",
    why,
    remedy: "Make the directory writable or choose another checkpoints.store.uri.",
  };
}

/** @param action what was being done: write, read, list, remove */
export function storeErrorOf(error: unknown, action: string, path: string): unknown {
  const { code: errno, syscall, message } = (error ?? {}) as NodeJS.ErrnoException;
  // What the producer of the chunks threw is no failure of the store.
  if (errno === undefined || syscall === undefined) return error;
  // Under a missing parent there is nothing to read, but a write fails for another reason than a missing blob.
  const known = action === "write" && errno === "ENOENT" ? undefined : byErrno[errno];
  const { code, why, remedy } = known ?? {
    code: "E_STORE_UNAVAILABLE" as const,
    why: message,
    remedy: "Check that the volume is mounted and healthy.",
  };
  return new StoreError(code, `Cannot ${action} ${path}: ${why} (${errno}). ${remedy}`, { cause: error });
}
