/** Which processes this home has started, written down before anything relies on it; read by the next controller. */
import type { Database } from "../database.ts";
import type { ProcessIdentity } from "./process/identity.ts";

export class ProcessTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(podUid: string, { pid, started }: ProcessIdentity): void {
    this.#db.run("INSERT OR REPLACE INTO processes VALUES (?, ?, ?)", podUid, pid, started);
  }

  remove(podUid: string): void {
    this.#db.run("DELETE FROM processes WHERE pod = ?", podUid);
  }

  all(): ProcessIdentity[] {
    return this.#db
      .all("SELECT pid, started FROM processes")
      .map(({ pid, started }) => ({ pid: Number(pid), started: String(started) }));
  }

  clear(): void {
    this.#db.run("DELETE FROM processes");
  }
}
