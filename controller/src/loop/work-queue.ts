/**
 * Queue of keys: a key waits at most once, is never worked on twice at the same time, and comes back later and later as long
 * as it fails. Semantics and numbers of the work queue of Kubernetes' controllers.
 */
import type { Clock } from "./clock.ts";

export interface WorkQueueOptions {
  clock: Clock;
  firstBackoffMs?: number;
  longestBackoffMs?: number;
  observer?: QueueObserver;
}

export interface QueueObserver {
  /** A key was put in that was not in it. */
  added(): void;
  /** From being ready to being worked on. */
  waited(ms: number): void;
  retried(): void;
}

export class WorkQueue {
  readonly #clock: Clock;
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #observer: QueueObserver | undefined;
  /** Since when, in the order in which they will be handed out. */
  readonly #ready = new Map<string, number>();
  readonly #working = new Set<string>();
  /** Asked for again while being worked on. */
  readonly #again = new Set<string>();
  readonly #failures = new Map<string, number>();
  readonly #later = new Map<string, { atMs: number; cancel: () => void }>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;
  #retries = 0;

  constructor({ clock, firstBackoffMs = 5, longestBackoffMs = 1_000_000, observer }: WorkQueueOptions) {
    this.#clock = clock;
    this.#observer = observer;
    this.#firstMs = firstBackoffMs;
    this.#longestMs = longestBackoffMs;
  }

  /** Keys that are ready and not being worked on. */
  get depth(): number {
    return this.#ready.size;
  }

  /** How often a key has been sent back after a failure. */
  get retries(): number {
    return this.#retries;
  }

  /** Nothing is ready and nothing is being worked on (keys may still be due later). */
  get idle(): boolean {
    return this.#ready.size === 0 && this.#working.size === 0;
  }

  add(key: string): void {
    if (this.#closed) return;
    if (this.#ready.has(key) || this.#again.has(key)) return;
    this.#observer?.added();
    if (this.#working.has(key)) {
      this.#again.add(key);
      return;
    }
    this.#makeReady(key);
  }

  #makeReady(key: string): void {
    const taker = this.#takers.shift();
    if (taker) {
      this.#working.add(key);
      this.#observer?.waited(0);
      taker(key);
    } else this.#ready.set(key, this.#clock.now());
  }

  /** Add it once `ms` have passed; of several times the earliest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const atMs = this.#clock.now() + ms;
    const planned = this.#later.get(key);
    if (planned && planned.atMs <= atMs) return;
    planned?.cancel();
    const cancel = this.#clock.after(ms, () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, { atMs, cancel });
  }

  /** Add it after a delay that doubles with every call since the last `forget`. @returns the delay */
  addRateLimited(key: string): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#retries += 1;
    this.#observer?.retried();
    const ms = Math.min(this.#longestMs, this.#firstMs * 2 ** Math.min(failures, 60));
    this.addAfter(key, ms);
    return ms;
  }

  /** It went well: the next failure starts from the shortest delay again. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  /** The next key, once there is one; undefined when the queue has been closed. Must be followed by `done`. */
  next(): Promise<string | undefined> {
    const key = this.take();
    if (key !== undefined || this.#closed) return Promise.resolve(key);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** The next key if one is ready now. Must be followed by `done`. */
  take(): string | undefined {
    for (const [key, sinceMs] of this.#ready) {
      this.#observer?.waited(Math.max(0, this.#clock.now() - sinceMs));
      this.#ready.delete(key);
      this.#working.add(key);
      return key;
    }
    return undefined;
  }

  done(key: string): void {
    this.#working.delete(key);
    if (this.#again.delete(key) && !this.#closed) this.#makeReady(key);
  }

  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#later.values()) cancel();
    this.#later.clear();
    this.#ready.clear();
    this.#again.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }
}
