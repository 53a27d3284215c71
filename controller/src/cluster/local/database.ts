/**
 * One SQLite file: settings, transactions, and errors that name the file and the remedy.
 *
 * Write-ahead log with `synchronous = NORMAL`: a killed process loses nothing; a power cut may take the last commits but
 * leaves a whole file. That is enough, because everything written here is decided again from what is there (reconcilers are
 * level-based, workers tell again what they have committed), and it saves an fsync per write (milliseconds each).
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { ClusterError, type ClusterErrorCode } from "../errors.ts";

export type Row = Record<string, unknown>;

export interface DatabaseOptions {
  /** File, or `:memory:`. */
  path: string;
  /** What the file is for, in an error: "the cluster's objects". */
  content: string;
  /** Statements that take an empty file to `version`. */
  schema: string;
  version: number;
  /** Statements that take a file of version i + 1 to the next; what is in it stays. */
  migrations?: readonly string[];
  /** Read every page when opening, so that damage is found before anything is built on it. */
  check?: boolean;
}

/** How long a write waits for another process. */
const busyTimeoutMs = 10_000;

export class Database {
  readonly path: string;
  readonly content: string;
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  #open = true;

  /** @throws ClusterError E_CLUSTER_OPEN, E_CLUSTER_CORRUPT, E_CLUSTER_READ_ONLY, E_CLUSTER_FULL */
  constructor(options: DatabaseOptions) {
    this.path = options.path;
    this.content = options.content;
    try {
      if (options.path !== ":memory:") mkdirSync(dirname(options.path), { recursive: true });
      this.#sqlite = new DatabaseSync(options.path, { timeout: busyTimeoutMs });
    } catch (error) {
      throw this.#explain(error);
    }
    try {
      this.#prepareFile(options);
    } catch (error) {
      this.#sqlite.close();
      throw error instanceof ClusterError ? error : this.#explain(error);
    }
  }

  get isOpen(): boolean {
    return this.#open;
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard(() => this.#statement(sql).all(...values));
  }

  one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.#statement(sql).get(...values));
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#guard(() => Number(this.#statement(sql).run(...values).changes));
  }

  /** All of `work` or nothing of it. The write lock is taken first, so what it reads cannot change under it. */
  write<T>(work: () => T): T {
    return this.#transaction("BEGIN IMMEDIATE", work);
  }

  /** `work` sees one state of the file, whatever other processes do meanwhile. */
  read<T>(work: () => T): T {
    return this.#transaction("BEGIN", work);
  }

  /** Changes whenever another connection has committed. */
  dataVersion(): number {
    return Number(this.one("PRAGMA data_version")?.data_version);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.#sqlite.close();
  }

  #transaction<T>(begin: string, work: () => T): T {
    if (this.#depth > 0) return work();
    this.#guard(() => this.#sqlite.exec(begin));
    this.#depth += 1;
    try {
      const result = work();
      this.#guard(() => this.#sqlite.exec("COMMIT"));
      return result;
    } catch (error) {
      // After SQLITE_FULL and the like SQLite has rolled back by itself.
      if (this.#open && this.#sqlite.isTransaction) this.#sqlite.exec("ROLLBACK");
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  #prepareFile({ schema, version, migrations = [], check }: DatabaseOptions): void {
    const exec = (sql: string): void => this.#sqlite.exec(sql);
    exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF;");
    if (check) this.#verify();
    const found = Number(this.one("PRAGMA user_version")?.user_version);
    if (found > version) {
      throw new ClusterError(
        "E_CLUSTER_OPEN",
        `${this.path} has format ${found}; this release reads formats up to ${version}. Use the release that wrote it, or another home (PLATEAU_HOME).`,
      );
    }
    if (found === version) return;
    this.write(() => {
      // Another process may have been first.
      const now = Number(this.one("PRAGMA user_version")?.user_version);
      if (now === version) return;
      const statements = now === 0 ? [schema] : migrations.slice(now - 1, version - 1);
      this.#guard(() => exec(`${statements.join(";")}; PRAGMA user_version = ${version};`));
    });
  }

  #verify(): void {
    const found = this.all("PRAGMA quick_check(1)")[0];
    const verdict = found ? Object.values(found)[0] : "no answer";
    if (verdict !== "ok") throw this.#damaged(String(verdict));
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#sqlite.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    if (!this.#open) throw new ClusterError("E_CLOSED", `${this.path} has been closed.`);
    try {
      return work();
    } catch (error) {
      throw error instanceof ClusterError ? error : this.#explain(error);
    }
  }

  /** JSON that was stored by us and cannot be read back is damage. */
  parse<T>(text: unknown, what: string): T {
    try {
      return JSON.parse(String(text)) as T;
    } catch (cause) {
      throw this.#damaged(`${what} is not JSON`, cause);
    }
  }

  #damaged(what: string, cause?: unknown): ClusterError {
    return new ClusterError(
      "E_CLUSTER_CORRUPT",
      `${this.path} (${this.content}) is damaged: ${what}. Put a backup in its place, or move it away to begin anew; checkpoints and logs are separate files and not affected.`,
      { cause },
    );
  }

  #explain(error: unknown): Error {
    const { errcode, errstr, code, message } = error as {
      errcode?: number;
      errstr?: string;
      code?: string;
      message?: string;
    };
    const known = errcode === undefined ? byErrno[code ?? ""] : bySqlite[errcode & 0xff];
    if (!known) return error instanceof Error ? error : new Error(String(error));
    if (known.code === "E_CLUSTER_CORRUPT") return this.#damaged(errstr ?? message ?? "", error);
    return new ClusterError(known.code, `${this.path} (${this.content}) ${known.sentence}`, { cause: error });
  }
}

interface Known {
  code: ClusterErrorCode;
  sentence: string;
}

const full: Known = {
  code: "E_CLUSTER_FULL",
  sentence: "could not be written: the disk is full. Nothing was changed; free space and try again.",
};
const readOnly: Known = {
  code: "E_CLUSTER_READ_ONLY",
  sentence:
    "may not be written. Nothing was changed; give write permission to the file and its folder, or choose another home (PLATEAU_HOME).",
};
const unopened: Known = {
  code: "E_CLUSTER_OPEN",
  sentence:
    "cannot be opened. Check that the folder exists, is a folder and may be written, or choose another home (PLATEAU_HOME).",
};

/** Primary result codes, https://www.sqlite.org/rescode.html */
const bySqlite: Readonly<Record<number, Known>> = {
  5: {
    code: "E_CLUSTER_BUSY",
    sentence: `was held by another process for more than ${busyTimeoutMs / 1000} s. Nothing was changed; try again.`,
  },
  8: readOnly,
  10: {
    code: "E_CLUSTER_FULL",
    sentence:
      "could not be read or written: the disk reports an error. Nothing was changed; check free space and the disk's health.",
  },
  11: { code: "E_CLUSTER_CORRUPT", sentence: "" },
  13: full,
  14: unopened,
  26: { code: "E_CLUSTER_CORRUPT", sentence: "" },
};

const byErrno: Readonly<Record<string, Known>> = {
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
  ENOSPC: full,
  EDQUOT: full,
  ENOTDIR: unopened,
  EEXIST: unopened,
  ENOENT: unopened,
};
