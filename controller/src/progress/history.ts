/** What the workers of every run have told, read back: for the CLI, the report and the reconcilers. */
import { randomUUID } from "node:crypto";
import type { CheckpointEvent, EvaluationResult, LifecycleEvent, PhaseMs, StepEvent } from "@plateau/proto";
import { Database, type Row } from "../cluster/local/database.ts";
import { Notice } from "../cluster/local/notice.ts";
import { historyMigrations, historySchema, historyVersion } from "./schema.ts";

/** A step and when its news arrived (milliseconds since 1970). Of a step that was computed twice, the last telling. */
export type StepRecord = Omit<StepEvent, "type"> & { atMs: number };
export type EvaluationRecord = EvaluationResult & { atMs: number };
export type CheckpointRecord = CheckpointEvent["checkpoint"] & { stallMs: number; atMs: number };
export type LifecycleRecord = Omit<LifecycleEvent, "type"> & { id: number; rank: number; atMs: number };

export interface Delivery {
  received: number;
  /** Gaps in the senders' counting: told by nobody, or on their way when a process died. */
  lost: number;
  duplicates: number;
}

export interface History {
  /**
   * Steps in ascending order.
   *
   * @param options.after     only later steps
   * @param options.maxPoints evenly thinned to about so many; the first and the last are always in. No averaging: each
   *                          record is a step that happened
   */
  steps(runUid: string, options?: { after?: number; maxPoints?: number }): StepRecord[];
  /** In ascending order of steps. */
  evaluations(runUid: string): EvaluationRecord[];
  /** Every checkpoint that was told of, whether or not its files are still there; ascending. */
  checkpoints(runUid: string): CheckpointRecord[];
  /** In the order of arrival. */
  lifecycle(runUid: string, options?: { afterId?: number }): LifecycleRecord[];
  lastStep(runUid: string): StepRecord | undefined;
  delivery(runUid: string): Delivery;
  /** Yields once whenever something has been added, by this process or another, until `signal` aborts. */
  changes(signal: AbortSignal): AsyncIterable<void>;
  close(): void;
}

export class SqliteHistory implements History {
  readonly db: Database;
  readonly notice: Notice;

  constructor(db: Database) {
    this.db = db;
    this.notice = new Notice(db);
  }

  /** Of this file, whoever opens it; another file is another one. */
  get id(): string {
    const known = this.db.one("SELECT id FROM identity");
    if (known) return String(known.id);
    const id = randomUUID();
    this.db.write(() => this.db.run("INSERT INTO identity VALUES (?)", id));
    return id;
  }

  steps(
    runUid: string,
    { after = -1, maxPoints }: { after?: number; maxPoints?: number } = {},
  ): StepRecord[] {
    const stride = maxPoints === undefined ? 1 : this.#stride(runUid, { after, maxPoints });
    return this.db
      .all(
        `SELECT * FROM (
           SELECT *, row_number() OVER (ORDER BY step) AS number, count(*) OVER () AS total
           FROM steps WHERE run = ? AND step > ?
         ) WHERE (number - 1) % ? = 0 OR number = total ORDER BY step`,
        runUid,
        after,
        stride,
      )
      .map((row) => this.#step(row));
  }

  evaluations(runUid: string): EvaluationRecord[] {
    return this.db
      .all("SELECT result, atMs FROM evaluations WHERE run = ? ORDER BY step, weights", runUid)
      .map((row) => ({
        ...this.db.parse<EvaluationResult>(row.result, "an evaluation"),
        atMs: Number(row.atMs),
      }));
  }

  checkpoints(runUid: string): CheckpointRecord[] {
    return this.db
      .all("SELECT checkpoint, stallMs, atMs FROM checkpoints WHERE run = ? ORDER BY step", runUid)
      .map((row) => ({
        ...this.db.parse<CheckpointEvent["checkpoint"]>(row.checkpoint, "a checkpoint's news"),
        stallMs: Number(row.stallMs),
        atMs: Number(row.atMs),
      }));
  }

  lifecycle(runUid: string, { afterId = 0 }: { afterId?: number } = {}): LifecycleRecord[] {
    return this.db
      .all(
        "SELECT id, rank, event, atMs FROM lifecycle WHERE run = ? AND id > ? ORDER BY id",
        runUid,
        afterId,
      )
      .map((row) => ({
        ...this.db.parse<Omit<LifecycleEvent, "type">>(row.event, "a rank's news"),
        id: Number(row.id),
        rank: Number(row.rank),
        atMs: Number(row.atMs),
      }));
  }

  lastStep(runUid: string): StepRecord | undefined {
    const row = this.db.one("SELECT * FROM steps WHERE run = ? ORDER BY step DESC LIMIT 1", runUid);
    return row ? this.#step(row) : undefined;
  }

  delivery(runUid: string): Delivery {
    const row = this.db.one(
      `SELECT total(received) AS received, total(duplicates) AS duplicates,
              total(highest - (received - duplicates)) AS lost FROM senders WHERE run = ?`,
      runUid,
    );
    return {
      received: Number(row?.received),
      lost: Number(row?.lost),
      duplicates: Number(row?.duplicates),
    };
  }

  async *changes(signal: AbortSignal): AsyncGenerator<void, void> {
    let seen = this.notice.count;
    while (!signal.aborted) {
      await this.notice.after(seen, signal);
      if (signal.aborted) return;
      seen = this.notice.count;
      yield;
    }
  }

  close(): void {
    this.db.close();
  }

  #stride(runUid: string, { after, maxPoints }: { after: number; maxPoints: number }): number {
    const row = this.db.one("SELECT count(*) AS total FROM steps WHERE run = ? AND step > ?", runUid, after);
    return Math.max(1, Math.ceil(Number(row?.total) / Math.max(1, maxPoints)));
  }

  #step(row: Row): StepRecord {
    // A loss that is not a number is stored as NULL.
    const number = (value: unknown): number => (value === null ? NaN : Number(value));
    return {
      step: Number(row.step),
      tokens: Number(row.tokens),
      flops: Number(row.flops),
      loss: number(row.loss),
      learningRate: number(row.learningRate),
      gradientNorm: number(row.gradientNorm),
      stepMs: number(row.stepMs),
      phaseMs: phasesOf(this.db.parse(row.phaseMs, "a step's times")),
      rawBytes: number(row.rawBytes),
      // Older releases did not tell them.
      payloadBytes: number(row.payloadBytes ?? row.rawBytes),
      sentBytes: number(row.sentBytes),
      receivedBytes: number(row.receivedBytes),
      ...(row.snrDb === null ? {} : { snrDb: Number(row.snrDb) }),
      ...(row.residualNorm === null ? {} : { residualNorm: Number(row.residualNorm) }),
      atMs: Number(row.atMs),
    };
  }
}

/** Older releases told of the exchange as one phase. */
function phasesOf({ exchange = 0, ...phases }: Partial<PhaseMs> & { exchange?: number }): PhaseMs {
  return { compute: 0, encode: 0, wire: exchange, wait: 0, decode: 0, update: 0, ...phases };
}

/**
 * The history of an embedded cluster; created if it is not there.
 *
 * @param path `history.db` in the cluster's home, or `:memory:`
 * @throws ClusterError as `openDatabase`; each names the file
 */
export function openHistory(path: string): SqliteHistory {
  return new SqliteHistory(
    new Database({
      path,
      content: "the history of losses",
      schema: historySchema,
      version: historyVersion,
      migrations: historyMigrations,
    }),
  );
}
