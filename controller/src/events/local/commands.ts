/**
 * Commands between processes of one machine: whoever commands writes a row and waits for answers; the controller, which holds the
 * workers' channels, hands it on and writes down what they say.
 */
import { randomUUID } from "node:crypto";
import type { Command, CommandMessage, CommandReply } from "@plateau/proto/events/index.ts";
import type { Database } from "../../cluster/local/database.ts";
import type { Notice } from "../../cluster/local/notice.ts";

export interface CommandedRun {
  namespace: string;
  runUid: string;
}

export class CommandTable {
  readonly #db: Database;
  readonly #notice: Notice;
  readonly #now: () => number;

  constructor(db: Database, notice: Notice, now: () => number) {
    this.#db = db;
    this.#notice = notice;
    this.#now = now;
  }

  /** Tells it and waits for the answers, at most so long. Leaves nothing behind. */
  async ask(
    run: CommandedRun,
    command: Command,
    { ranks, timeoutMs, signal }: { ranks: number; timeoutMs: number; signal: AbortSignal },
  ): Promise<CommandReply[]> {
    const id = randomUUID();
    const tired = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    this.#db.run(
      "INSERT INTO commands (id, namespace, runUid, command, expiresMs) VALUES (?, ?, ?, ?, ?)",
      id,
      run.namespace,
      run.runUid,
      JSON.stringify(command),
      this.#now() + timeoutMs,
    );
    this.#notice.publish();
    try {
      for (;;) {
        const noticed = this.#notice.count;
        const replies = this.#repliesTo(id);
        if (replies.length >= ranks || tired.aborted) return replies;
        await this.#notice.after(noticed, tired);
      }
    } finally {
      if (this.#db.isOpen) this.#forget(id);
    }
  }

  /** Hands on every command that comes, each once, until the signal aborts. What nobody waits for any more is left out. */
  async serve(
    deliver: (run: CommandedRun, message: CommandMessage) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let last = 0;
    while (!signal.aborted) {
      const noticed = this.#notice.count;
      const rows = this.#db.all(
        "SELECT * FROM commands WHERE number > ? AND expiresMs > ? ORDER BY number",
        last,
        this.#now(),
      );
      for (const row of rows) {
        last = Number(row.number);
        const command = this.#db.parse<Command>(row.command, "a command");
        deliver(
          { namespace: String(row.namespace), runUid: String(row.runUid) },
          { id: String(row.id), command },
        );
      }
      await this.#notice.after(noticed, signal);
    }
  }

  /** What a rank said; the second time of the same rank says nothing new, and nobody may be waiting any more. */
  answer(id: string, { rank, accepted, message }: CommandReply): void {
    this.#db.run(
      "INSERT OR IGNORE INTO replies SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM commands WHERE id = ?)",
      id,
      rank,
      accepted ? 1 : 0,
      message,
      id,
    );
    this.#notice.publish();
  }

  /** Of those who commanded and were killed before they could do it themselves. */
  expire(): void {
    const gone = this.#db.all("SELECT id FROM commands WHERE expiresMs < ?", this.#now());
    for (const { id } of gone) this.#forget(String(id));
  }

  #repliesTo(id: string): CommandReply[] {
    return this.#db.all("SELECT * FROM replies WHERE id = ? ORDER BY rank", id).map((row) => ({
      rank: Number(row.rank),
      accepted: Number(row.accepted) === 1,
      message: String(row.message),
    }));
  }

  #forget(id: string): void {
    this.#db.write(() => {
      this.#db.run("DELETE FROM commands WHERE id = ?", id);
      this.#db.run("DELETE FROM replies WHERE id = ?", id);
    });
  }
}
