/**
 * What a rank has to tell on its next connection: everything that was not acknowledged, and, whether acknowledged or not, what
 * stands. Bounded: of steps that nobody takes, the oldest go.
 */
import type { ProgressEvent, ProgressMessage } from "@plateau/proto";

/** Steps kept while nobody takes them: hours of a slow run, minutes of a fast one. */
const mostSteps = 20_000;
/** Evaluations and checkpoints told anew: far more than a run keeps. */
const mostFacts = 1_000;

export class Unsaid {
  /** By what they are about; later news of the same replaces earlier. In the order of their sequence. */
  readonly #facts = new Map<string, ProgressMessage>();
  #steps: ProgressMessage[] = [];
  #acknowledged = 0;
  #highest = 0;
  #dropped = 0;
  #waitingSince = 0;

  /** Messages that were not acknowledged yet, at most. */
  get waiting(): number {
    return this.#highest - this.#acknowledged;
  }

  /** Steps given up because nobody took them. */
  get dropped(): number {
    return this.#dropped;
  }

  add(message: ProgressMessage): void {
    if (this.waiting === 0) this.#waitingSince = performance.now();
    this.#highest = message.sequence;
    const key = keyOf(message.event);
    // Steps that wait are news of their own; the last one is a fact as well.
    if (message.event.type === "step") {
      this.#steps.push(message);
      if (this.#steps.length > mostSteps) this.#dropped += this.#steps.splice(0, mostSteps / 10).length;
    }
    this.#facts.delete(key);
    this.#facts.set(key, message);
    if (this.#facts.size > mostFacts) this.#facts.delete(this.#facts.keys().next().value!);
  }

  acknowledge(sequence: number): void {
    if (sequence <= this.#acknowledged) return;
    this.#acknowledged = Math.min(sequence, this.#highest);
    this.#waitingSince = performance.now();
    const first = this.#steps.findIndex((step) => step.sequence > this.#acknowledged);
    this.#steps.splice(0, first < 0 ? this.#steps.length : first);
  }

  /** For how long nothing has been acknowledged although something waits (milliseconds). */
  waitedMs(now: number): number {
    return this.waiting === 0 ? 0 : now - this.#waitingSince;
  }

  /** For a new connection, in order. */
  standing(): ProgressMessage[] {
    this.#waitingSince = performance.now();
    const all = new Map(
      [...this.#steps, ...this.#facts.values()].map((message) => [message.sequence, message]),
    );
    return [...all.values()].sort((a, b) => a.sequence - b.sequence);
  }
}

function keyOf(event: ProgressEvent): string {
  switch (event.type) {
    case "checkpoint":
      return `checkpoint ${event.checkpoint.step}`;
    case "evaluated":
      return `evaluated ${event.result.step} ${event.result.weights}`;
    default:
      return event.type;
  }
}
