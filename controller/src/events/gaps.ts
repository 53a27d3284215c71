/**
 * Events that are missing from the stream: a process numbers what it tells, and the stream keeps the order in which it was told. What
 * came before the first that is seen of a process is not known, and not counted.
 */
import type { RunEvent } from "@plateau/proto/events/index.ts";

/** Processes that are remembered; the longest silent one is forgotten first. */
const mostProcesses = 20_000;

export class Gaps {
  readonly #last = new Map<string, number>();
  readonly #most: number;

  constructor(most = mostProcesses) {
    this.#most = most;
  }

  /** @returns how many are missing between this and what its process told before */
  next({ process, sequence }: Pick<RunEvent, "process" | "sequence">): number {
    const last = this.#last.get(process);
    // Told again after an outage.
    if (last !== undefined && sequence <= last) return 0;
    this.#last.delete(process);
    this.#last.set(process, sequence);
    if (this.#last.size > this.#most) this.#last.delete(this.#last.keys().next().value!);
    return last === undefined ? 0 : sequence - last - 1;
  }
}
