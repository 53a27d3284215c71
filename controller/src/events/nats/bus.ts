/**
 * The event stream on NATS JetStream: one stream on disk that keeps everything by age and size, a durable consumer for whoever must miss
 * nothing (durable.ts), short-lived consumers for people who read (reading.ts), and commands as plain messages. Outages are sat out.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Command, CommandReply, RunIdentity } from "@plateau/proto/events/index.ts";
import type { ConsumeOptions, EventBus, ReadOptions, StoredEvent } from "../bus.ts";
import { commandOnce } from "./commanding.ts";
import { Connector, inPortsWords, type ConnectorOptions } from "./connector.ts";
import { consumeOnce } from "./durable.ts";
import { readOnce } from "./reading.ts";
import { storedEvent } from "./stored-event.ts";
import { ensureStream, type StreamLimits } from "./stream.ts";

export interface NatsBusOptions extends ConnectorOptions {
  /** Whoever consumes makes the stream; without it the stream must be there. */
  limits?: StreamLimits | undefined;
  log?: (message: string, fields?: Record<string, unknown>) => void;
  /** First pause between two tries, doubled up to 8 times as much. */
  pauseMs?: number;
}

interface Finding {
  types: ReadOptions["types"] | undefined;
  run: Pick<RunIdentity, "namespace" | "runUid">;
  place: { position: number; isConnected: boolean };
  stop: AbortSignal | undefined;
}

/** The longest pause is so many first ones: whoever reads wants the stream soon after it is there. */
const longestPause = 8;

export class NatsBus implements EventBus {
  readonly #options: Required<Omit<NatsBusOptions, "limits" | "credentials" | "inboxPrefix">> &
    NatsBusOptions;
  readonly #connector: Connector;
  readonly #closed = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: NatsBusOptions) {
    this.#options = { log: () => {}, pauseMs: 250, ...options };
    this.#connector = new Connector(options);
  }

  consume(options: ConsumeOptions): Promise<void> {
    const running = this.#consume(options);
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async *read(
    run: Pick<RunIdentity, "namespace" | "runUid">,
    { types, after = 0, follow }: ReadOptions = {},
  ): AsyncGenerator<StoredEvent, void> {
    const place = { position: after, isConnected: false };
    if (follow) {
      const stop = AbortSignal.any([follow, this.#closed.signal]);
      yield* this.#followed({ run, types, place, stop });
      return;
    }
    try {
      yield* this.#found({ run, types, place, stop: undefined });
    } catch (cause) {
      await this.#connector.drop();
      throw inPortsWords(cause, this.#options.url);
    }
  }

  async *#followed(finding: Finding & { stop: AbortSignal }): AsyncGenerator<StoredEvent, void> {
    const { place, stop } = finding;
    let failures = 0;
    while (!stop.aborted) {
      const { position } = place;
      try {
        yield* this.#found(finding);
      } catch (cause) {
        if (stop.aborted) return;
        await this.#connector.drop();
        // An outage is sat out, but who finds nothing to follow sees it at once.
        if (!place.isConnected) throw inPortsWords(cause, this.#options.url);
        failures = place.position > position ? 1 : failures + 1;
        await this.#pause(failures, stop);
      }
    }
  }

  /** Events from the place on, which moves with them, on one connection. */
  async *#found({ run, types, place, stop }: Finding): AsyncGenerator<StoredEvent, void> {
    const connection = await this.#connection();
    place.isConnected = true;
    for await (const message of readOnce(connection, { run, types, after: place.position, stop })) {
      place.position = message.seq;
      const event = storedEvent(message);
      if (event && (!types || types.includes(event.event.type))) yield event;
      if (stop?.aborted) return;
    }
  }

  async command(
    run: Pick<RunIdentity, "namespace" | "runUid">,
    command: Command,
    { ranks, timeoutMs }: { ranks: number; timeoutMs: number },
  ): Promise<CommandReply[]> {
    try {
      const { inboxPrefix } = this.#options;
      const { signal } = this.#closed;
      return await commandOnce(await this.#connection(), {
        run,
        command,
        ranks,
        timeoutMs,
        inboxPrefix,
        signal,
      });
    } catch (cause) {
      throw inPortsWords(cause, this.#options.url);
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.allSettled(this.#running);
    await this.#connector.drop();
  }

  async #consume(options: ConsumeOptions): Promise<void> {
    const { name, signal } = options;
    const { log, url, limits } = this.#options;
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    let after: number | undefined;
    let failures = 0;
    while (!stop.aborted) {
      try {
        const connection = await this.#connection();
        if (limits) await ensureStream(connection, limits);
        if (failures > 0) log("the event stream is back");
        options.onConnected?.(true);
        await consumeOnce(connection, {
          name,
          after,
          signal: stop,
          take: async (messages) => {
            await this.#take(messages, (events) => options.take(events), stop);
            options.onPending?.(messages.at(-1)!.info.pending);
          },
          acknowledged: (position) => {
            after = position;
            failures = 0;
          },
        });
      } catch (cause) {
        if (stop.aborted) return;
        failures += 1;
        options.onConnected?.(false);
        const { code, message } = inPortsWords(cause, url);
        // Once for every time that it goes away.
        if (failures === 1) log(message, { code });
        await this.#connector.drop();
        await this.#pause(failures, stop);
      }
    }
  }

  /** Again until it is taken, so that nothing comes before it; not taken when this is to stop meanwhile. */
  async #take(
    messages: Parameters<typeof storedEvent>[0][],
    take: ConsumeOptions["take"],
    stop: AbortSignal,
  ): Promise<void> {
    const events = messages.map(storedEvent).filter((event) => event !== undefined);
    const { log } = this.#options;
    const strange = messages.length - events.length;
    if (strange > 0) log("messages of the event stream are no events", { messages: strange });
    for (let failures = 1; events.length > 0; failures += 1) {
      try {
        return await take(events);
      } catch (error) {
        if (stop.aborted) throw error;
        if (failures === 1) log("events could not be taken; they are told again", { reason: String(error) });
        await this.#pause(failures, stop);
        stop.throwIfAborted();
      }
    }
  }

  #connection(): Promise<NatsConnection> {
    this.#closed.signal.throwIfAborted();
    return this.#connector.connection();
  }

  async #pause(failures: number, signal: AbortSignal | undefined): Promise<void> {
    const ms = this.#options.pauseMs * Math.min(longestPause, 2 ** (failures - 1)) * (0.5 + Math.random());
    await sleep(ms, undefined, signal ? { signal } : {}).catch(() => {});
  }
}
