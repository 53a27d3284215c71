/**
 * The event stream of an embedded cluster: `events.db` in the home. The controller puts in what its workers tell; it and any other
 * process of the machine read, consume and command. Nothing that decides hangs on it: the recorder takes the same news by itself.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Command, CommandMessage, CommandReply, RunEvent } from "@plateau/proto/events/index.ts";
import { Database } from "../../cluster/local/database.ts";
import { Notice } from "../../cluster/local/notice.ts";
import type { ConsumeOptions, EventBus, ReadOptions, StoredEvent } from "../bus.ts";
import { EventBusError } from "../errors.ts";
import { CommandTable, type CommandedRun } from "./commands.ts";
import { EventLog, type Limits } from "./event-log.ts";
import { eventsMigrations, eventsSchema, eventsVersion } from "./schema.ts";

export interface LocalBusOptions {
  limits?: Partial<Limits>;
  now?: () => number;
  /** Whether a controller is there to hand commands on. */
  isServed: () => boolean;
  /** Events that could not be stored (the disk is full) are lost from the stream; nothing else is affected. */
  onError?: (error: unknown) => void;
  /** Before a batch is told again whose taker failed (milliseconds); doubled up to 100 times as much. */
  againMs?: number;
}

const day = 86_400_000;
const defaultLimits: Limits = { maxAgeMs: 30 * day, maxBytes: 256 * 2 ** 20 };
/** Steps wait so long for company; anything else is stored at once, with what came before it. */
const batchMs = 250;
const batchSize = 512;
/** Handed to a consumer or reader in one go. */
const readSize = 256;

export class LocalBus implements EventBus {
  readonly #db: Database;
  readonly #notice: Notice;
  readonly #log: EventLog;
  readonly #commands: CommandTable;
  readonly #options: Required<Omit<LocalBusOptions, "limits">>;
  readonly #closed = new AbortController();
  #waiting: RunEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, { limits, ...options }: LocalBusOptions) {
    this.#db = db;
    this.#options = { now: Date.now, onError: () => {}, againMs: 100, ...options };
    this.#notice = new Notice(db);
    this.#log = new EventLog(db, { ...defaultLimits, ...limits });
    this.#commands = new CommandTable(db, this.#notice, this.#options.now);
  }

  publish(event: RunEvent): void {
    this.#waiting.push(event);
    if (event.event.type !== "step" || this.#waiting.length >= batchSize) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), batchMs);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#waiting.splice(0);
    if (batch.length === 0) return;
    try {
      this.#log.append(batch, this.#options.now());
    } catch (error) {
      this.#options.onError(error);
      return;
    }
    this.#notice.publish();
  }

  async consume({ name, signal, take }: ConsumeOptions): Promise<void> {
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    let failures = 0;
    for await (const events of this.#batches({ follow: ended, after: () => this.#acknowledgedBy(name) })) {
      try {
        await take(events);
        failures = 0;
        if (this.#db.isOpen) this.#acknowledge(name, events.at(-1)!.position);
      } catch {
        failures += 1;
        const ms = this.#options.againMs * Math.min(100, 2 ** (failures - 1));
        await sleep(ms, undefined, { signal: ended }).catch(() => {});
      }
    }
  }

  async *read(
    run: CommandedRun,
    { types, after = 0, follow }: ReadOptions = {},
  ): AsyncGenerator<StoredEvent, void> {
    this.flush();
    let reached = after;
    const batches = this.#batches({
      run,
      ...(types ? { types } : {}),
      ...(follow ? { follow: AbortSignal.any([follow, this.#closed.signal]) } : {}),
      after: () => reached,
    });
    for await (const events of batches) {
      for (const event of events) {
        yield event;
        if (follow?.aborted) return;
      }
      reached = events.at(-1)!.position;
    }
  }

  async command(
    run: CommandedRun,
    command: Command,
    { ranks, timeoutMs }: { ranks: number; timeoutMs: number },
  ): Promise<CommandReply[]> {
    if (!this.#options.isServed()) {
      throw new EventBusError(
        "E_EVENTS_UNAVAILABLE",
        `No controller runs on this home, so no worker does: there is nobody to command. "plateau run" starts one.`,
      );
    }
    return this.#commands.ask(run, command, { ranks, timeoutMs, signal: this.#closed.signal });
  }

  /** For the controller: hands commands on until the signal aborts. */
  serve(deliver: (run: CommandedRun, message: CommandMessage) => void, signal: AbortSignal): Promise<void> {
    this.#commands.expire();
    return this.#commands.serve(deliver, AbortSignal.any([signal, this.#closed.signal]));
  }

  /** For the controller: what a rank says to a command. */
  answer(id: string, reply: CommandReply): void {
    this.#commands.answer(id, reply);
  }

  // oxlint-disable-next-line require-await -- a remote bus will wait
  async close(): Promise<void> {
    this.flush();
    this.#closed.abort();
    this.#db.close();
  }

  /** Never an empty one. Without `follow` it ends with the newest. */
  async *#batches({
    follow,
    after,
    ...selection
  }: {
    run?: CommandedRun;
    types?: readonly RunEvent["event"]["type"][];
    follow?: AbortSignal;
    after: () => number;
  }): AsyncGenerator<StoredEvent[], void> {
    while (!follow?.aborted) {
      const noticed = this.#notice.count;
      const events = this.#log.read({ ...selection, after: after(), limit: readSize });
      if (events.length > 0) yield events;
      else if (!follow) return;
      else await this.#notice.after(noticed, follow);
    }
  }

  #acknowledgedBy(name: string): number {
    return Number(this.#db.one("SELECT acknowledged FROM consumers WHERE name = ?", name)?.acknowledged ?? 0);
  }

  #acknowledge(name: string, position: number): void {
    this.#db.run(
      `INSERT INTO consumers VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET
       acknowledged = max(acknowledged, excluded.acknowledged)`,
      name,
      position,
    );
  }
}

/**
 * The event stream of a home; made if it is not there.
 *
 * @param path `events.db` in the home, or `:memory:`
 * @throws ClusterError as `Database`; each names the file
 */
export function openLocalBus(path: string, options: LocalBusOptions): LocalBus {
  const db = new Database({
    path,
    content: "the event stream",
    schema: eventsSchema,
    version: eventsVersion,
    migrations: eventsMigrations,
  });
  return new LocalBus(db, options);
}
