/** Time as an input: the real one, and one that a test moves by hand. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls `work` once after `ms`, unless the returned function is called first. */
  after(ms: number, work: () => void): () => void;
}

/** Longer delays overflow Node's timers and would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: Date.now,
  after: (ms, work) => {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), longestTimerMs));
    return () => clearTimeout(timer);
  },
};

export class ManualClock implements Clock {
  #nowMs: number;
  #waiting: { atMs: number; work: () => void }[] = [];

  constructor(nowMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, work: () => void): () => void {
    const entry = { atMs: this.#nowMs + Math.max(0, ms), work };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** When the next timer is due; undefined = none is set. */
  get nextAtMs(): number | undefined {
    return this.#waiting.length === 0 ? undefined : Math.min(...this.#waiting.map(({ atMs }) => atMs));
  }

  /** Let time pass; what falls due runs in its order, at its own time. */
  advance(ms: number): void {
    const end = this.#nowMs + ms;
    for (;;) {
      const due = this.#waiting.filter(({ atMs }) => atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#waiting = this.#waiting.filter((other) => other !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.work();
    }
    this.#nowMs = end;
  }
}
