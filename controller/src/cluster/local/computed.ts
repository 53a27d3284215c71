/** Results of long computations in the cluster's file. */
import type { ComputedStore } from "../../loop/computations.ts";
import type { Database } from "./database.ts";

export class SqliteComputed implements ComputedStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  has(key: string): boolean {
    return this.#db.one("SELECT 1 FROM computed WHERE key = ?", key) !== undefined;
  }

  of(ownerUid: string): Record<string, unknown> {
    const rows = this.#db.all("SELECT key, result FROM computed WHERE owner = ?", ownerUid);
    return Object.fromEntries(
      rows.map(({ key, result }) => [String(key), this.#db.parse(result, "the result of a computation")]),
    );
  }

  put(key: string, ownerUid: string, result: unknown): void {
    const text = JSON.stringify(result ?? null);
    const at = new Date().toISOString();
    this.#db.run("INSERT OR REPLACE INTO computed VALUES (?, ?, ?, ?)", key, ownerUid, text, at);
  }

  forget(ownerUid: string): void {
    this.#db.run("DELETE FROM computed WHERE owner = ?", ownerUid);
  }
}
