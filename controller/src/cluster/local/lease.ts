/**
 * One controller a home: a row with its process id and start time. A holder that was killed holds nothing, because its
 * process is not there any more; a number that was used again is told apart by the start time.
 */
import { randomUUID } from "node:crypto";
import { ClusterError } from "../errors.ts";
import type { Database } from "./database.ts";
import { isAlive, ownIdentity, startedOf } from "./node/process/identity.ts";

const name = "controller";

export interface Lease {
  release(): void;
}

/** @throws ClusterError E_CONTROLLER_RUNNING with the pid of the other one */
export function acquireLease(db: Database, home: string): Lease {
  const token = randomUUID();
  db.write(() => {
    const holder = currentHolder(db);
    if (holder !== undefined) {
      throw new ClusterError(
        "E_CONTROLLER_RUNNING",
        `The controller of ${home} is running already (process ${holder}). Use its objects from here, or stop it first.`,
        { pid: holder },
      );
    }
    const { pid, started } = ownIdentity();
    db.run(
      "INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?, ?)",
      name,
      pid,
      started,
      token,
      new Date().toISOString(),
    );
  });
  return {
    release: () => {
      if (db.isOpen) db.run("DELETE FROM lease WHERE name = ? AND token = ?", name, token);
    },
  };
}

/** Process id of the controller that runs now, if one does. */
export function currentHolder(db: Database): number | undefined {
  const row = db.one("SELECT pid, started FROM lease WHERE name = ?", name);
  if (!row) return undefined;
  const holder = { pid: Number(row.pid), started: String(row.started) };
  // Where the system tells no start time, a living process of that number is taken for the holder.
  const alive = holder.started === "unknown" ? startedOf(holder.pid) !== undefined : isAlive(holder);
  return alive ? holder.pid : undefined;
}
