/**
 * Tells the event stream (NATS JetStream) what the rank tells the controller, and hears commands to the run. A side channel: it lives
 * in the main thread, waits for acknowledgements off the step path, sends again in order what was not acknowledged when a connection
 * ended, and dials again for ever. Nothing here throws at whoever tells.
 */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { jetstream, type JetStreamClient } from "@nats-io/jetstream";
import { connect, credsAuthenticator, type NatsConnection } from "@nats-io/transport-node";
import {
  encodeEvent,
  eventSubject,
  messageId,
  workerInbox,
  type CommandHandler,
  type RunIdentity,
} from "@plateau/proto/events/index.ts";
import type { ProgressMessage } from "@plateau/proto";
import { backOffMs } from "../back-off.ts";
import type { ProgressSink } from "../progress-channel.ts";
import { CommandListener } from "./command-listener.ts";
import { Outbox, type Entry } from "./outbox.ts";

export interface EventPublisherOptions {
  /** `nats://host:port`, with commas between. */
  url: string;
  /** A `.creds` file, read for every connection: what was in it before may have expired. None where the server asks for none. */
  credentialsFile?: string | undefined;
  run: RunIdentity;
  rank: number;
  /** One life of the rank. */
  process: string;
  /** Carries out what people tell the run. */
  commands?: CommandHandler;
  log: (message: string, fields?: Record<string, unknown>) => void;
  /** Without an acknowledgement for so long, a connection is given up. */
  silenceMs?: number;
  /** First pause between two tries, doubled up to 40 times as much. */
  pauseMs?: number;
}

/** Events that may be on their way at once. */
const windowSize = 256;
/** Beside its payload a message has headers. */
const headerBytes = 1_024;
/** A connection that does not close is left to the end of the process. */
const closeMs = 1_000;

interface Live {
  connection: NatsConnection;
  stream: JetStreamClient;
  inFlight: number;
  /** Ends the connection, because of this. */
  fail: (error: Error) => void;
}

export class EventPublisher implements ProgressSink {
  readonly #options: Required<Omit<EventPublisherOptions, "credentialsFile" | "commands">> &
    EventPublisherOptions;
  readonly #outbox = new Outbox();
  readonly #commands: CommandListener | undefined;
  readonly #closed = new AbortController();
  readonly #running: Promise<void>;
  #live: Live | undefined;
  #taken = 0;
  #isEmpty: () => void = () => {};

  constructor(options: EventPublisherOptions) {
    this.#options = { silenceMs: 10_000, pauseMs: 250, ...options };
    const { commands: handler, run, rank, log } = options;
    this.#commands = handler && new CommandListener({ run, rank, handler, log });
    this.#running = this.#run();
  }

  /** Events that nobody will hear of, and those that wait. */
  get counts(): { dropped: number; waiting: number } {
    return { dropped: this.#outbox.dropped, waiting: this.#outbox.waiting };
  }

  send(messages: ProgressMessage[]): void {
    const { run, process } = this.#options;
    for (const { rank, sequence, event } of messages) {
      this.#outbox.add({ ...run, rank, process, sequence, atMs: Date.now(), event });
    }
    this.#pump();
  }

  /** Everything has been taken, or `ms` are over. @returns whether everything has been taken */
  async finish(ms: number): Promise<boolean> {
    const tired = AbortSignal.timeout(ms);
    while (this.#outbox.waiting > 0 && !tired.aborted) {
      await new Promise<void>((resolve) => {
        this.#isEmpty = resolve;
        tired.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return this.#outbox.waiting === 0;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#live?.fail(new Error("closed"));
    await this.#running;
  }

  async #run(): Promise<void> {
    const { pauseMs, log } = this.#options;
    let failures = 0;
    let isTold = false;
    while (!this.#closed.signal.aborted) {
      const before = this.#taken;
      try {
        await this.#talk();
      } catch (error) {
        if (this.#closed.signal.aborted) return;
        const hasTaken = this.#taken > before;
        failures = hasTaken ? 1 : failures + 1;
        // Once for every time that it goes away.
        if (!isTold || hasTaken)
          log("events cannot be told; they are kept and told later", {
            reason: String(error),
            ...this.counts,
          });
        isTold = true;
      }
      const ms = backOffMs(pauseMs, failures);
      await sleep(ms, undefined, { signal: this.#closed.signal }).catch(() => {});
    }
  }

  /** One connection, to its end, which is always an error. */
  async #talk(): Promise<never> {
    const { url, credentialsFile, run, rank } = this.#options;
    const connection = await connect({
      servers: url.split(","),
      name: `plateau worker ${run.namespace}/${run.run} ${rank}`,
      inboxPrefix: workerInbox(run.runUid),
      timeout: 5_000,
      pingInterval: 10_000,
      // What waits is here, not in the client.
      reconnect: false,
      ...(credentialsFile === undefined
        ? {}
        : { authenticator: credsAuthenticator(await readFile(credentialsFile)) }),
    });
    const ended = Promise.withResolvers<never>();
    // It may end before anybody waits for it.
    ended.promise.catch(() => {});
    const { silenceMs } = this.#options;
    try {
      this.#closed.signal.throwIfAborted();
      void connection.closed().then((error) => ended.reject(error ?? new Error("the connection was closed")));
      this.#commands?.listen(connection);
      this.#outbox.rewind();
      const stream = jetstream(connection, { timeout: silenceMs });
      this.#live = { connection, stream, inFlight: 0, fail: ended.reject };
      this.#pump();
      return await ended.promise;
    } finally {
      this.#live = undefined;
      const tired = new Promise<void>((resolve) => setTimeout(resolve, closeMs).unref());
      await Promise.race([connection.close(), tired]);
    }
  }

  #pump(): void {
    const live = this.#live;
    while (live && live === this.#live && live.inFlight < windowSize) {
      const entry = this.#outbox.next();
      if (!entry) return;
      live.inFlight += 1;
      void this.#publish(live, entry).finally(() => {
        live.inFlight -= 1;
        this.#pump();
      });
    }
  }

  async #publish(live: Live, entry: Entry): Promise<void> {
    const { event } = entry;
    const bytes = encodeEvent(event);
    const most = (live.connection.info?.max_payload ?? Infinity) - headerBytes;
    if (bytes.length > most) {
      this.#outbox.drop(entry);
      if (this.#outbox.waiting === 0) this.#isEmpty();
      this.#options.log("an event is larger than the NATS server takes; only the controller has it", {
        type: event.event.type,
        bytes: bytes.length,
        most,
      });
      return;
    }
    try {
      await live.stream.publish(eventSubject(event, event.event.type), bytes, {
        msgID: messageId(event),
        timeout: this.#options.silenceMs,
      });
      this.#taken += 1;
      this.#outbox.acknowledge(entry);
      if (this.#outbox.waiting === 0) this.#isEmpty();
    } catch (error) {
      // Whatever the reason is (an outage, a full store, no right): from the oldest again, on a new connection.
      if (live === this.#live) this.#live = undefined;
      live.fail(error as Error);
    }
  }
}
