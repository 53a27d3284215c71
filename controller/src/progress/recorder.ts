/**
 * Takes the workers' news in: batches steps into one commit, writes what others decide by at once, and tells whose run has
 * moved. Telling something twice changes nothing.
 *
 * Steps wait for up to `batchMs`. An evaluation, a checkpoint or a change of a rank's state commits everything that came
 * before it, so a checkpoint in the history never stands without its steps.
 */
import type { LifecycleEvent, ProgressEvent, ProgressMessage } from "@plateau/proto";
import type { SqliteHistory } from "./history.ts";
import { readProgress, type RunProgress } from "./run-progress.ts";

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
}

/** More are committed without waiting. */
const batchSize = 512;

export class ProgressRecorder {
  readonly #history: SqliteHistory;
  readonly #options: Required<RecorderOptions>;
  readonly #cache = new Map<string, RunProgress>();
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(history: SqliteHistory, options: RecorderOptions = {}) {
    this.#history = history;
    this.#options = {
      now: options.now ?? Date.now,
      batchMs: options.batchMs ?? 250,
      onChange: options.onChange ?? (() => {}),
      onEvent: options.onEvent ?? (() => {}),
      onError: options.onError ?? (() => {}),
    };
  }

  /** @param process uid of the pod that says it: sequences count from 1 within one process */
  record(message: ProgressMessage, process: string): void {
    this.#add({ ...message, process, atMs: this.#options.now() });
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
      this.#options.onError(error);
      return;
    }
    notice.publish();
    for (const { event } of fresh) this.#options.onEvent(event);
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
    if (item.process !== undefined && item.sequence !== undefined && !this.#count(item)) return false;
    const { runUid, rank, event, atMs } = item;
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
          "INSERT INTO lifecycle (run, rank, event, atMs) VALUES (?, ?, ?, ?)",
          runUid,
          rank,
          JSON.stringify(rest),
          atMs,
        );
        break;
      }
    }
    return true;
  }

  #storeStep({ runUid, event, atMs }: Waiting): void {
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
    db.run(
      `INSERT INTO runs VALUES (?, ?, ?) ON CONFLICT (run) DO UPDATE SET lastStepAtMs = excluded.lastStepAtMs`,
      runUid,
      atMs,
      atMs,
    );
  }

  /** @returns false for a message that this process has sent before */
  #count({ process, runUid, rank, sequence }: Waiting): boolean {
    const { db } = this.#history;
    const row = db.one("SELECT highest FROM senders WHERE process = ?", process!);
    const highest = row ? Number(row.highest) : 0;
    // The process channel keeps the order, so a number that is not higher has been here.
    const duplicate = sequence! <= highest;
    db.run(
      `INSERT INTO senders VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (process) DO UPDATE SET
       highest = max(highest, excluded.highest), received = received + 1, duplicates = duplicates + excluded.duplicates`,
      process!,
      runUid,
      rank,
      sequence!,
      duplicate ? 1 : 0,
    );
    return !duplicate;
  }
}
