/**
 * Log files of Pods. The process writes into the file itself (opened for appending), so a slow or dead controller never
 * blocks it and its last words are kept. A file that has grown too large is copied aside and emptied; a line written in that
 * instant may be lost.
 */
import { closeSync, copyFileSync, openSync, readSync, statSync, truncateSync } from "node:fs";

export const longestLogBytes = 16 * 2 ** 20;

export function openLog(path: string): number {
  return openSync(path, "a", 0o600);
}

export function closeLog(fd: number): void {
  closeSync(fd);
}

/** Keeps one older part, `<path>.1`. */
export function rotateLog(path: string, longestBytes: number = longestLogBytes): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= longestBytes) return false;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
  return true;
}

/** The last `maxBytes` of a file as text, from the start of a line; "" if there is none. */
export function tailOf(path: string, maxBytes: number): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return "";
  const bytes = Buffer.alloc(Math.min(size, maxBytes));
  const fd = openSync(path, "r");
  try {
    readSync(fd, bytes, 0, bytes.length, size - bytes.length);
  } finally {
    closeSync(fd);
  }
  const text = bytes.toString("utf8");
  return size > maxBytes ? text.slice(text.indexOf("\n") + 1) : text;
}
