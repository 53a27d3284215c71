/**
 * A lock between processes, kept by the operating system: whoever dies while holding it frees it. For what several processes of one
 * machine would otherwise do at once in a shared cache: installing an engine, building a program of ten minutes.
 */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

const retryMs = 500;
/** SQLite's "database is locked", its error code SQLITE_BUSY. */
const busy = 5;

/**
 * Runs `work` while no other process runs anything under the same file.
 *
 * @param waiting called once if another holds it
 * @param signal  ends the waiting, with its reason thrown
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  waiting?: () => void,
  signal?: AbortSignal,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  // A file lock that Node offers on every system: the exclusive transaction of a database that stays empty.
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    for (let told = false; !taken(database); told = true) {
      if (!told) waiting?.();
      // The system tells nobody when a file lock is freed.
      await delay(retryMs, undefined, { signal });
    }
    return await work();
  } finally {
    database.close();
  }
}

function taken(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === busy) return false;
    throw error;
  }
}
