/** Temporary names: `.<blob>.<pid>.<n>.tmp`, so that what a dead process left behind can be told from a write in progress. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { threadId } from "node:worker_threads";

/** A pid says nothing about a process on another machine; after this long nobody is still writing. */
const staleAfterMs = 24 * 3600 * 1000;
const pattern = /^\..+\.(\d+)\.\d+-\d+\.tmp$/;
let counter = 0;

export function temporaryName(name: string): string {
  counter += 1;
  return `.${name}.${process.pid}.${threadId}-${counter}.tmp`;
}

export function isTemporary(name: string): boolean {
  return pattern.test(name);
}

/** Remove temporary files whose process is gone, here and one level down. Failures are left for the next write to report. */
export async function removeStale(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => join(root, entry.name));
  for (const directory of [root, ...below]) {
    for (const name of await readdir(directory).catch(() => [])) {
      const path = join(directory, name);
      if (isTemporary(name) && (await isStale(name, path))) await rm(path, { force: true }).catch(() => {});
    }
  }
}

async function isStale(name: string, path: string): Promise<boolean> {
  const pid = Number(pattern.exec(name)?.[1]);
  if (!isAlive(pid)) return true;
  const info = await stat(path).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs > staleAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
