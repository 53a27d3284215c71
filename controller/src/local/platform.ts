/** What an embedded cluster adds to Pods: command, addresses, keys, absolute paths. */
import { createHash, createHmac } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Platform } from "../reconcile/reconciler.ts";
import type { Home } from "./home.ts";

/** Label of a process in place of an image; nothing is pulled. */
const image = "plateau-worker";

export function localPlatform(home: Home, workerCommand: readonly string[]): Platform {
  const sockets = socketFolder(home);
  mkdirSync(sockets, { recursive: true, mode: 0o700 });
  return {
    image,
    command: [...workerCommand],
    resolveUri: (uri) => resolveUri(home.path, uri),
    peers: ({ uid }) => `unix:${sockets}/${uid.slice(0, 8)}-{rank}.sock`,
    membershipKey: (runUid) => createHmac("sha256", home.key).update(runUid).digest("hex"),
  };
}

/**
 * Sockets lie in the temporary folder and not in the home: their path may have 107 bytes at most (unix(7)). Only this user may
 * enter.
 */
function socketFolder(home: Home): string {
  const digest = createHash("sha256").update(home.path).digest("hex").slice(0, 8);
  return join(tmpdir(), `plateau-${userInfo().uid}-${digest}`);
}

/** When no process of the home runs any more. */
export function removeSockets(home: Home): void {
  rmSync(socketFolder(home), { recursive: true, force: true });
}

/** Relative paths and relative `file:` URIs are meant from the home; other schemes stay. */
export function resolveUri(home: string, uri: string): string {
  const file = /^file:(?!\/)(.*)$/.exec(uri)?.[1];
  if (file !== undefined) return pathToFileURL(resolve(home, file)).href;
  if (uri.startsWith("file:")) return pathToFileURL(fileURLToPath(uri)).href;
  return /^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : pathToFileURL(resolve(home, uri)).href;
}
