/**
 * Token bucket over the requests of one process, so that a controller with thousands of objects does not drown the API server:
 * `burst` at once, then `qps` a second, in the order of asking. Watches count once, when they begin.
 */
export interface LimiterOptions {
  /** Requests a second in the long run. */
  qps: number;
  /** Requests that may go out at once after a rest. */
  burst: number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

export class Limiter {
  readonly #options: Required<LimiterOptions>;
  /** When the bucket is, or will have been, full again if nobody asks; monotonic milliseconds. */
  #fullAtMs = 0;

  constructor(options: LimiterOptions) {
    this.#options = { now: () => performance.now(), ...options };
  }

  /** Takes one place. @returns milliseconds to wait before using it */
  reserve(): number {
    const { qps, burst, now } = this.#options;
    const intervalMs = 1_000 / qps;
    const nowMs = now();
    this.#fullAtMs = Math.max(this.#fullAtMs, nowMs) + intervalMs;
    return Math.max(0, this.#fullAtMs - nowMs - burst * intervalMs);
  }
}
