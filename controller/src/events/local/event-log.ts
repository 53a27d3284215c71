/**
 * The stream of an embedded cluster as rows: each event once, in the order of arrival, kept by age and size. Written by the
 * controller alone; read by anybody.
 */
import { decodeEvent, encodeEvent, type EventType, type RunEvent } from "@plateau/proto/events/index.ts";
import type { Database, Row } from "../../cluster/local/database.ts";
import type { StoredEvent } from "../bus.ts";
import { EventBusError } from "../errors.ts";
import { rowBytes } from "./schema.ts";

export interface Limits {
  maxAgeMs: number;
  /** Of the events' contents; the file is somewhat larger. */
  maxBytes: number;
}

export interface Selection {
  /** Undefined: of every run. */
  run?: { namespace: string; runUid: string };
  types?: readonly EventType[];
  after: number;
  limit: number;
}

/** Looked at together. */
const removedAtOnce = 64;
/** Of a full stream so much goes at once: a removal for each event would cost more than storing it. */
const slack = 1 / 256;

export class EventLog {
  readonly #db: Database;
  readonly #limits: Limits;

  constructor(db: Database, limits: Limits) {
    this.#db = db;
    this.#limits = limits;
  }

  /** All of them or none. What its teller has told before is left out. */
  append(events: readonly RunEvent[], nowMs: number): void {
    this.#db.write(() => {
      let added = 0;
      for (const event of events) if (this.#isNew(event, nowMs)) added += this.#insert(event, nowMs);
      this.#grow(added);
    });
    this.#keepLimits(nowMs);
  }

  read({ run, types, after, limit }: Selection): StoredEvent[] {
    const wanted = types ? JSON.stringify(types) : null;
    const ofType = "(? IS NULL OR type IN (SELECT value FROM json_each(?)))";
    // In these words the index of the few is used.
    const few = types && !types.includes("step") ? "AND type <> 'step'" : "";
    const rows = run
      ? this.#db.all(
          `SELECT * FROM events WHERE runUid = ? AND position > ? AND namespace = ? ${few} AND ${ofType} ORDER BY position LIMIT ?`,
          run.runUid,
          after,
          run.namespace,
          wanted,
          wanted,
          limit,
        )
      : this.#db.all(
          `SELECT * FROM events WHERE position > ? AND ${ofType} ORDER BY position LIMIT ?`,
          after,
          wanted,
          wanted,
          limit,
        );
    return rows.map(eventOf);
  }

  /** Only what this teller has not told before: a channel keeps the order, so a number that is not higher has been here. */
  #isNew({ process, sequence }: RunEvent, nowMs: number): boolean {
    return (
      this.#db.run(
        `INSERT INTO tellers VALUES (?, ?, ?) ON CONFLICT (process) DO UPDATE SET
         highest = excluded.highest, atMs = excluded.atMs WHERE excluded.highest > highest`,
        process,
        sequence,
        nowMs,
      ) > 0
    );
  }

  #insert(event: RunEvent, nowMs: number): number {
    const bytes = encodeEvent(event);
    this.#db.run(
      "INSERT INTO events (namespace, runUid, process, type, storedMs, event) VALUES (?, ?, ?, ?, ?, ?)",
      event.namespace,
      event.runUid,
      event.process,
      event.event.type,
      nowMs,
      bytes,
    );
    return bytes.length + rowBytes;
  }

  /** The oldest go first, whoever has taken them or not. */
  #keepLimits(nowMs: number): void {
    const { maxAgeMs, maxBytes } = this.#limits;
    const before = nowMs - maxAgeMs;
    const oldest = this.#db.one("SELECT storedMs FROM events ORDER BY position LIMIT 1");
    const isFull = this.#bytes() > maxBytes;
    if (!isFull && (oldest === undefined || Number(oldest.storedMs) >= before)) return;
    const mostBytes = isFull ? maxBytes * (1 - slack) : maxBytes;
    this.#db.write(() => {
      while (this.#removeOldest(before, mostBytes));
      // What they told is older, and gone by now.
      this.#db.run("DELETE FROM tellers WHERE atMs < ?", before);
    });
  }

  /** @returns whether more have to go */
  #removeOldest(beforeMs: number, mostBytes: number): boolean {
    const rows = this.#db.all(
      "SELECT position, storedMs, length(event) AS bytes FROM events ORDER BY position LIMIT ?",
      removedAtOnce,
    );
    let last = 0;
    let left = this.#bytes();
    for (const { position, storedMs, bytes } of rows) {
      if (left <= mostBytes && Number(storedMs) >= beforeMs) break;
      last = Number(position);
      left -= Number(bytes) + rowBytes;
    }
    this.#db.run("DELETE FROM events WHERE position <= ?", last);
    this.#grow(left - this.#bytes());
    return rows.length === removedAtOnce && last === Number(rows.at(-1)!.position);
  }

  #bytes(): number {
    return Number(this.#db.one("SELECT bytes FROM size")?.bytes);
  }

  #grow(bytes: number): void {
    this.#db.run("UPDATE size SET bytes = bytes + ?", bytes);
  }
}

function eventOf({ position, storedMs, event: bytes }: Row): StoredEvent {
  const event = decodeEvent(bytes as Uint8Array);
  if (event) return { position: Number(position), storedAtMs: Number(storedMs), ...event };
  throw new EventBusError(
    "E_EVENTS_UNAVAILABLE",
    `Event ${String(position)} of the stream cannot be read: events.db is damaged. Move it away to begin anew; what reports need is kept in history.db.`,
  );
}
