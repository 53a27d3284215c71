/**
 * What a rank has to tell the event stream and was not acknowledged yet, in the order of its sequence. Bounded: of what nobody
 * takes, the oldest steps go first, and are counted.
 */
import type { RunEvent } from "@plateau/proto/events/index.ts";

/** Hours of a slow run, minutes of a fast one. */
const mostEvents = 20_000;
/** Acknowledged entries are let go together: the array is moved then. */
const trimSize = 512;

export interface Entry {
  readonly event: RunEvent;
  isAcknowledged: boolean;
}

export class Outbox {
  readonly #most: number;
  #entries: Entry[] = [];
  /** Of the entries, how many have been handed out on this connection. */
  #sent = 0;
  /** Of the entries, how many at the front are acknowledged. */
  #done = 0;
  #unacknowledged = 0;
  #dropped = 0;

  constructor(most = mostEvents) {
    this.#most = most;
  }

  get waiting(): number {
    return this.#unacknowledged;
  }

  /** How many were never told, in the life of the process. */
  get dropped(): number {
    return this.#dropped;
  }

  add(event: RunEvent): void {
    this.#entries.push({ event, isAcknowledged: false });
    this.#unacknowledged += 1;
    if (this.#unacknowledged > this.#most) this.#shrink();
  }

  /** The next that was not sent on this connection. */
  next(): Entry | undefined {
    while (this.#entries[this.#sent]?.isAcknowledged) this.#sent += 1;
    const entry = this.#entries[this.#sent];
    if (entry) this.#sent += 1;
    return entry;
  }

  /** A new connection: whatever was not acknowledged is sent again, from the oldest. */
  rewind(): void {
    this.#sent = 0;
  }

  acknowledge(entry: Entry): void {
    if (entry.isAcknowledged) return;
    entry.isAcknowledged = true;
    this.#unacknowledged -= 1;
    while (this.#entries[this.#done]?.isAcknowledged) this.#done += 1;
    if (this.#done < trimSize && this.#done < this.#entries.length) return;
    this.#entries.splice(0, this.#done);
    this.#sent = Math.max(0, this.#sent - this.#done);
    this.#done = 0;
  }

  /** It can never be told. */
  drop(entry: Entry): void {
    if (entry.isAcknowledged) return;
    this.#dropped += 1;
    this.acknowledge(entry);
  }

  /** A tenth at a time, so that not every event pays for it. */
  #shrink(): void {
    const excess = Math.max(1, Math.floor(this.#most / 10));
    const waiting = this.#entries.filter(({ isAcknowledged }) => !isAcknowledged);
    const steps = waiting.filter(({ event }) => event.event.type === "step");
    const gone = new Set((steps.length > 0 ? steps : waiting).slice(0, excess));
    const before = this.#entries.slice(0, this.#sent);
    this.#sent = before.filter((entry) => !gone.has(entry) && !entry.isAcknowledged).length;
    this.#entries = waiting.filter((entry) => !gone.has(entry));
    this.#done = 0;
    // An acknowledgement of one of them that still comes means nothing.
    for (const entry of gone) entry.isAcknowledged = true;
    this.#unacknowledged -= gone.size;
    this.#dropped += gone.size;
  }
}
