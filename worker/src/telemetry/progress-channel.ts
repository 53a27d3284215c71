/**
 * Progress to the outside, over the channel that the supervisor opened. Step events are collected and sent together, so that
 * telling costs the step nothing; whoever is not listening loses news, never training.
 */
import type { ProgressEvent, ProgressMessage } from "@plateau/proto";

export interface ProgressSink {
  /** Sends messages in order. Must not throw. */
  send(messages: ProgressMessage[]): void;
}

/** Step events wait so long for company. */
const batchMs = 100;

export class ProgressChannel {
  readonly #source: { runUid: string; rank: number };
  readonly #sink: ProgressSink;
  #sequence = 0;
  #waiting: ProgressMessage[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(source: { runUid: string; rank: number }, sink: ProgressSink) {
    this.#source = source;
    this.#sink = sink;
  }

  send(event: ProgressEvent): void {
    this.#waiting.push({ ...this.#source, sequence: ++this.#sequence, event });
    if (event.type !== "step") this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length > 0) this.#sink.send(this.#waiting.splice(0));
  }
}
