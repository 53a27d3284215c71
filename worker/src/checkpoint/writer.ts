/**
 * Writer: checkpoints off the step path. The training thread copies its vectors into a buffer of the writer (the only stall) and
 * goes on; a thread of its own hashes, writes, flushes and prunes.
 *
 * At most one checkpoint is being written and one waits. A newer periodic one takes the place of a waiting periodic one; fork
 * points are never dropped: behind a waiting fork point a further one waits, and the stall says so.
 */
import { EventEmitter } from "node:events";
import { Worker } from "node:worker_threads";
import type { CheckpointContents } from "./contents.ts";
import type { CommittedCheckpoint } from "./save.ts";
import { copySnapshot, type Snapshot } from "./snapshot.ts";
import type { ManifestFile } from "./part-writer.ts";
import { plainError, reviveError, type SaveReply, type SaveRequest } from "./writer-messages.ts";

export interface CheckpointWriterOptions {
  storeUri: string;
  /** Periodic checkpoints kept besides the fork points. */
  keepLast: number;
  forkSteps: readonly number[];
}

export interface Submitted {
  /** How long the caller waited: the copy, and for a fork point behind another one the wait for a buffer. */
  stallMs: number;
  /** False if a waiting fork point left no room for this periodic one: the next one will do. */
  queued: boolean;
}

export interface WriterEvents {
  committed: [CommittedCheckpoint & { fork: boolean; stallMs: number; writeMs: number }];
  /** A periodic one failed: training goes on, the next one tries again. A fork point that failed is thrown by `submit` and `flush`. */
  failed: [{ step: number; fork: boolean; error: Error }];
  /** A periodic one gave way to a newer one, or a rank was lost before it had written its part. */
  dropped: [{ step: number; fork: boolean }];
  /** Something was removed, found damaged, or could not be removed (`error`); the checkpoint just written stands in any case. */
  pruned: [{ removed: number[]; damaged: { step: number; message: string }[]; error?: Error }];
}

interface Job {
  snapshot: Snapshot;
  /** Files that other ranks write. */
  parts: Promise<ManifestFile[]> | undefined;
  fork: boolean;
  stallMs: number;
}

export class CheckpointWriter extends EventEmitter<WriterEvents> {
  readonly #options: CheckpointWriterOptions;
  readonly #thread: Worker;
  #writing: Job | undefined;
  #waiting: Job | undefined;
  /** Buffers that hold nothing at present. */
  readonly #free: Snapshot[] = [];
  #fatal: Error | undefined;
  #closing = false;
  /** Woken whenever the state above changes. */
  #change = Promise.withResolvers<void>();

  constructor(options: CheckpointWriterOptions) {
    super();
    this.#options = options;
    this.#thread = new Worker(new URL("./writer-thread.ts", import.meta.url), { name: "checkpoint-writer" });
    // An idle writer does not keep the process alive; one with work does.
    this.#thread.unref();
    this.#thread.on("message", (reply: SaveReply) => this.#receive(reply));
    this.#thread.on("error", (error) => this.#crash(error as Error));
    this.#thread.on("exit", () => {
      if (!this.#closing) this.#crash(new Error("The checkpoint writer's thread has ended."));
    });
  }

  /**
   * Get a buffer ready before training begins, so that the first snapshot does not wait for fresh memory pages (about four times as
   * long as later ones).
   */
  prepare(contents: CheckpointContents): void {
    if (this.#free.length === 0 && !this.#writing) this.#free.push(copySnapshot(contents));
  }

  /**
   * Take a snapshot and queue it.
   *
   * @param parts files that others write to its directory; it is committed when they have. If one cannot be had because a rank
   *              was lost, there is no such checkpoint, and that is no failure
   * @returns once the vectors may be changed again
   * @throws StoreError of a fork point that could not be written; Error if the writer's thread died
   */
  async submit(
    contents: CheckpointContents,
    fork: boolean,
    parts?: Promise<ManifestFile[]>,
  ): Promise<Submitted> {
    const start = performance.now();
    this.#rethrow();
    while (fork && this.#waiting?.fork) await this.#changed();
    if (this.#waiting?.fork) return { stallMs: performance.now() - start, queued: false };
    if (this.#waiting) {
      this.emit("dropped", { step: this.#waiting.snapshot.contents.facts.step, fork: false });
      this.#free.push(this.#waiting.snapshot);
      this.#waiting = undefined;
    }
    const snapshot = copySnapshot(contents, this.#free.pop());
    const stallMs = performance.now() - start;
    // Its failure is met when its turn comes.
    parts?.catch(() => {});
    this.#waiting = { snapshot, fork, stallMs, parts };
    this.#next();
    return { stallMs, queued: true };
  }

  /** Wait until everything queued is committed or has failed. @throws as `submit` */
  async flush(): Promise<void> {
    while (this.#writing || this.#waiting) await this.#changed();
    this.#rethrow();
  }

  /** Finish what is queued, then end the thread. Does not throw for what could not be written: the events told. */
  async close(): Promise<void> {
    await this.flush().catch(() => {});
    this.#closing = true;
    await this.#thread.terminate();
  }

  #next(): void {
    if (this.#writing) return;
    if (!this.#waiting) return this.#thread.unref();
    const job = this.#waiting;
    this.#writing = job;
    this.#waiting = undefined;
    this.#thread.ref();
    void this.#start(job);
  }

  async #start({ snapshot, parts, fork }: Job): Promise<void> {
    const { contents } = snapshot;
    try {
      const request: SaveRequest = {
        contents: parts ? { ...contents, parts: await parts } : contents,
        ...this.#options,
      };
      this.#thread.postMessage(request);
    } catch (error) {
      const lost = error instanceof Error && "code" in error && error.code === "E_PEER_LOST";
      if (!lost) return this.#receive({ type: "failed", error: plainError(error) });
      this.emit("dropped", { step: contents.facts.step, fork });
      this.#receive({ type: "pruned", removed: [], damaged: [] });
    }
  }

  #receive(reply: SaveReply): void {
    const job = this.#writing;
    if (!job) return;
    const { fork, stallMs } = job;
    if (reply.type === "saved") {
      this.emit("committed", { ...reply.committed, fork, stallMs, writeMs: reply.writeMs });
      return;
    }
    this.#writing = undefined;
    this.#free.push(job.snapshot);
    if (reply.type === "failed") {
      const error = reviveError(reply.error);
      if (fork) this.#fatal = error;
      this.emit("failed", { step: job.snapshot.contents.facts.step, fork, error });
    } else this.#tellPruned(reply);
    this.#next();
    this.#wake();
  }

  #tellPruned({ removed, damaged, error }: Extract<SaveReply, { type: "pruned" }>): void {
    if (error) this.emit("pruned", { removed, damaged, error: reviveError(error) });
    else if (removed.length > 0 || damaged.length > 0) this.emit("pruned", { removed, damaged });
  }

  #crash(error: Error): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#fatal ??= error;
    for (const job of [this.#writing, this.#waiting])
      if (job) this.emit("failed", { step: job.snapshot.contents.facts.step, fork: job.fork, error });
    this.#writing = undefined;
    this.#waiting = undefined;
    this.#wake();
  }

  #rethrow(): void {
    if (this.#fatal) throw this.#fatal;
  }

  async #changed(): Promise<void> {
    await this.#change.promise;
    this.#rethrow();
  }

  #wake(): void {
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }
}
