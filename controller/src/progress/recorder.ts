/**
 * Takes the workers' news in: batches steps into one commit, writes what others decide by at once, and tells whose run has
 * moved. Telling something twice changes nothing.
 *
 * Steps wait for up to `batchMs`. An evaluation, a checkpoint or a change of a rank's state commits everything that came
 * before it, so a checkpoint in the history never stands without its steps.
 */
import type { LifecycleEvent, ProgressEvent, ProgressMessage } from "@plateau/proto";
import type { Row } from "../cluster/local/database.ts";
import type { SqliteHistory } from "./history.ts";
import { readProgress, type RunProgress } from "./run-progress.ts";
import { countSequence } from "./sequences.ts";

export interface RecorderOptions {
  now?: () => number;
  batchMs?: number;
  /** Called after the commit, once per run and batch. */
  onChange?: (runUid: string, urgent: boolean) => void;
  /** Called after the commit for everything that had not been told before. */
  onEvent?: (event: ProgressEvent) => void;
  /** A batch that could not be stored (the disk is full); its steps are lost from the history, training is not affected. */
  onError?: (error: unknown) => void;
}

interface Waiting {
  runUid: string;
  rank: number;
  /** Uid of the pod that said it; undefined for what the node itself adds. */
  process?: string;
  sequence?: number;
  event: ProgressEvent;
  atMs: number;
  /** Came by the event stream, perhaps long after others of the same run. */
  isStreamed?: boolean;
}

const moveTimes = `INSERT INTO runs VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET lastStepAtMs = excluded.lastStepAtMs`;
/** What the stream brings may be older than what is known. */
const widenTimes = `INSERT INTO runs VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET
  firstStepAtMs = min(firstStepAtMs, excluded.firstStepAtMs), lastStepAtMs = max(lastStepAtMs, excluded.lastStepAtMs)`;

/** More are committed without waiting. */
const batchSize = 512;

export class ProgressRecorder {
  readonly #history: SqliteHistory;
  readonly #options: Required<RecorderOptions>;
  readonly #cache = new Map<string, RunProgress>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  readonly #openedAtMs: number;

  constructor(history: SqliteHistory, options: RecorderOptions = {}) {
    this.#history = history;
    this.#options = {
      now: options.now ?? Date.now,
      batchMs: options.batchMs ?? 250,
      onChange: options.onChange ?? (() => {}),
      onEvent: options.onEvent ?? (() => {}),
      onError: options.onError ?? (() => {}),
    };
    this.#openedAtMs = this.#options.now();
  }

  /**
   * @param process    uid of the pod that says it: sequences count from 1 within one process
   * @param storedAtMs of what came by the event stream: when the stream took it. It is stored once with what the worker tells
   *                   directly, whichever comes first, and does not stand in for what was told later
   */
  record(message: ProgressMessage, process: string, storedAtMs?: number): void {
    const now = this.#options.now();
    if (storedAtMs === undefined) this.#add({ ...message, process, atMs: now });
    else this.#add({ ...message, process, atMs: Math.min(storedAtMs, now), isStreamed: true });
  }

  /** How often something could not be stored. Who tells again what was not stored looks at it. */
  get failures(): number {
    return this.#failures;
  }

  /** What the node knows of a rank better than the rank itself: that its process was started, or has ended. */
  recordLifecycle(runUid: string, rank: number, event: Omit<LifecycleEvent, "type">): void {
    this.#add({ runUid, rank, event: { type: "lifecycle", ...event }, atMs: this.#options.now() });
  }

  /** Everything told of a run so far. */
  progress(runUid: string): RunProgress {
    let progress = this.#cache.get(runUid);
    if (!progress) {
      progress = readProgress(this.#history, runUid);
      this.#cache.set(runUid, progress);
    }
    return progress;
  }

  /** The run is gone for good: nothing will ask for it again in this process. Its rows go when the house is kept. */
  forget(runUid: string): void {
    this.#cache.delete(runUid);
  }

  /** Commit what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting;
    if (batch.length === 0) return;
    this.#waiting = [];
    const { db, notice } = this.#history;
    let fresh: Waiting[] = [];
    try {
      db.write(() => {
        fresh = batch.filter((item) => this.#store(item));
      });
    } catch (error) {
      this.#failures += 1;
      this.#options.onError(error);
      return;
    }
    notice.publish();
    for (const { event, atMs } of fresh) {
      // What the stream brings of former times has been counted then.
      if (atMs >= this.#openedAtMs) this.#options.onEvent(event);
    }
    const runs = new Map<string, boolean>();
    for (const { runUid, event } of batch) {
      runs.set(runUid, (runs.get(runUid) ?? false) || event.type !== "step");
    }
    for (const [runUid, urgent] of runs) {
      this.#cache.delete(runUid);
      this.#options.onChange(runUid, urgent);
    }
  }

  #add(item: Waiting): void {
    this.#waiting.push(item);
    if (item.event.type !== "step" || this.#waiting.length >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), this.#options.batchMs);
  }

  /** @returns false if it has been told before */
  #store(item: Waiting): boolean {
    const { process, sequence, runUid, rank, event, atMs } = item;
    const place =
      process === undefined || sequence === undefined
        ? "next"
        : countSequence(this.#history.db, { process, runUid, rank, sequence });
    if (place === "known") return false;
    const isLate = this.#isLate(item, place === "filled");
    // Of a rank's states all are listed; of what replaces its predecessor the later stays.
    if (isLate && event.type !== "lifecycle") return true;
    const { db } = this.#history;
    switch (event.type) {
      case "step":
        this.#storeStep(item);
        break;
      case "evaluated":
        db.run(
          "INSERT OR REPLACE INTO evaluations VALUES (?, ?, ?, ?, ?)",
          runUid,
          event.result.step,
          event.result.weights,
          JSON.stringify(event.result),
          atMs,
        );
        break;
      case "checkpoint": {
        const { checkpoint, stallMs } = event;
        // Found again on start: the wait of the first telling is the true one.
        db.run(
          `INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET
           checkpoint = excluded.checkpoint, stallMs = max(stallMs, excluded.stallMs)`,
          runUid,
          checkpoint.step,
          JSON.stringify(checkpoint),
          stallMs,
          atMs,
        );
        break;
      }
      case "lifecycle": {
        const { type: _type, ...rest } = event;
        db.run(
          "INSERT INTO lifecycle (run, rank, event, atMs, late) VALUES (?, ?, ?, ?, ?)",
          runUid,
          rank,
          JSON.stringify(rest),
          atMs,
          isLate ? 1 : 0,
        );
        break;
      }
    }
    return true;
  }

  #storeStep({ runUid, event, atMs, isStreamed }: Waiting): void {
    if (event.type !== "step") return;
    const { db } = this.#history;
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    db.run(
      `INSERT OR REPLACE INTO steps (run, step, tokens, flops, loss, learningRate, gradientNorm, stepMs, phaseMs,
       rawBytes, payloadBytes, sentBytes, receivedBytes, snrDb, residualNorm, atMs)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      runUid,
      event.step,
      event.tokens,
      event.flops,
      finite(event.loss),
      finite(event.learningRate),
      finite(event.gradientNorm),
      event.stepMs,
      JSON.stringify(event.phaseMs),
      event.rawBytes,
      event.payloadBytes,
      event.sentBytes,
      event.receivedBytes,
      event.snrDb ?? null,
      event.residualNorm ?? null,
      atMs,
    );
    db.run(isStreamed ? widenTimes : moveTimes, runUid, atMs, atMs);
  }

  /** Of what came by the event stream: something later about the same is here already. */
  #isLate({ runUid, rank, event, atMs, isStreamed }: Waiting, isFilled: boolean): boolean {
    if (!isStreamed) return false;
    const { db } = this.#history;
    switch (event.type) {
      case "step":
        return later(db.one("SELECT atMs FROM steps WHERE run = ? AND step = ?", runUid, event.step), atMs);
      case "evaluated": {
        const { step, weights } = event.result;
        const sql = "SELECT atMs FROM evaluations WHERE run = ? AND step = ? AND weights = ?";
        return later(db.one(sql, runUid, step, weights), atMs);
      }
      case "checkpoint": {
        const sql = "SELECT atMs FROM checkpoints WHERE run = ? AND step = ?";
        return later(db.one(sql, runUid, event.checkpoint.step), atMs);
      }
      case "lifecycle": {
        const sql = "SELECT max(atMs) AS atMs FROM lifecycle WHERE run = ? AND rank = ? AND late = 0";
        return isFilled || later(db.one(sql, runUid, rank), atMs);
      }
    }
  }
}

function later(row: Row | undefined, atMs: number): boolean {
  return typeof row?.atMs === "number" && row.atMs > atMs;
}
