/**
 * The last steps of a run as every rank remembers them: what a coordinator that was lost may not have told any more.
 *
 * News leaves a process in batches by time (`telemetry/progress-channel.ts`) and is lost with it by time, however many steps
 * that is: a small model takes a hundred in the time that a large one takes for one. So it is kept by time too.
 */
import type { StepEvent } from "@plateau/proto";

/**
 * Kept before the newest one, in milliseconds. A batch waits for 100 ms, and a busy machine may let the process that sends it
 * wait much longer.
 */
const keptMs = 5_000;
/** Kept in any case: one step may take longer than that. */
const keptSteps = 8;
/** Kept at most: a megabyte or two. */
const mostSteps = 8_192;

export class StepNews {
  #kept: { event: StepEvent; atMs: number }[] = [];

  /** @param atMs a monotonic time */
  add(event: StepEvent, atMs: number): void {
    this.#kept.push({ event, atMs });
    // Not for every step: dropping moves what is kept.
    if (this.#kept.length > 2 * keptSteps && this.#kept.length % keptSteps === 0) this.#drop(atMs - keptMs);
  }

  /** Oldest first. */
  get events(): StepEvent[] {
    return this.#kept.map(({ event }) => event);
  }

  clear(): void {
    this.#kept = [];
  }

  #drop(beforeMs: number): void {
    const { length } = this.#kept;
    const young = this.#kept.findIndex(({ atMs }) => atMs >= beforeMs);
    const old = young === -1 ? length : young;
    this.#kept.splice(0, Math.max(Math.min(old, length - keptSteps), length - mostSteps));
  }
}
