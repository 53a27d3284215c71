/** Wakes watches: at once for changes made through this handle, by polling `PRAGMA data_version` for other processes. */
import type { Database } from "./database.ts";

/** How often another process's changes are looked for while somebody watches: microseconds of work each time. */
const pollMs = 50;

export class Notice {
  readonly #db: Database;
  readonly #waiting = new Set<() => void>();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #seen: number;

  constructor(db: Database) {
    this.#db = db;
    this.#seen = db.dataVersion();
  }

  /** Number of notices so far. Take it before reading, and hand it to `after`, so that none is missed in between. */
  get count(): number {
    return this.#count;
  }

  publish(): void {
    this.#count += 1;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    this.#stopPolling();
    for (const wake of waiting) wake();
  }

  /** Resolves once there is a notice after `count`, or `signal` aborts. */
  after(count: number, signal: AbortSignal): Promise<void> {
    if (this.#count > count || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener("abort", aborted);
        resolve();
      };
      const aborted = (): void => {
        this.#waiting.delete(wake);
        if (this.#waiting.size === 0) this.#stopPolling();
        resolve();
      };
      signal.addEventListener("abort", aborted, { once: true });
      this.#waiting.add(wake);
      this.#startPolling();
    });
  }

  #startPolling(): void {
    if (this.#timer || this.#db.path === ":memory:") return;
    this.#timer = setInterval(() => this.#poll(), pollMs);
  }

  #stopPolling(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #poll(): void {
    let version: number;
    try {
      version = this.#db.dataVersion();
    } catch {
      // Closed or damaged: whoever waits finds out by reading.
      this.publish();
      return;
    }
    if (version === this.#seen) return;
    this.#seen = version;
    this.publish();
  }
}
