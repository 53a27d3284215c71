/**
 * The port of the event stream: what workers tell, kept by age and size, taken by durable consumers and read again by people; and
 * commands to workers the other way. In process on one machine (local/), NATS JetStream on a cluster (nats/); one conformance suite.
 */
import type { Command, CommandReply, EventType, RunEvent, RunIdentity } from "@plateau/proto/events/index.ts";

export interface StoredEvent extends RunEvent {
  /** Place in the stream: ascending, not dense. */
  position: number;
  /** When the stream took it, milliseconds since 1970, by its own clock: those of workers may be hours off. */
  storedAtMs: number;
}

export interface ReadOptions {
  /** All if left out. */
  types?: readonly EventType[];
  /** Only events after this place in the stream. */
  after?: number;
  /** Goes on with what comes until this aborts; without it the reading ends with the newest. */
  follow?: AbortSignal;
}

export interface ConsumeOptions {
  /** Of the durable consumer: one that comes back under the same name goes on where it had acknowledged. */
  name: string;
  signal: AbortSignal;
  /** Batches in the order of the stream. Acknowledged when it resolves; told again if it rejects or the process dies before. */
  take: (events: StoredEvent[]) => Promise<void> | void;
  /** For metrics: whether the stream answers, each time that this turns. */
  onConnected?: (isConnected: boolean) => void;
  /** For metrics: how many events are in the stream behind those that were taken last. */
  onPending?: (events: number) => void;
}

export interface EventBus {
  /** Until the signal aborts; an outage is sat out, and what happened meanwhile is taken after it. */
  consume(options: ConsumeOptions): Promise<void>;
  /** Events of one run, oldest first, each once. @throws EventBusError E_EVENTS_UNAVAILABLE */
  read(run: Pick<RunIdentity, "namespace" | "runUid">, options?: ReadOptions): AsyncIterable<StoredEvent>;
  /**
   * Tells all ranks of a run and waits for their answers, at most `timeoutMs`.
   *
   * @param ranks how many are expected: with so many answers it need not wait
   * @throws EventBusError E_EVENTS_UNAVAILABLE
   */
  command(
    run: Pick<RunIdentity, "namespace" | "runUid">,
    command: Command,
    options: { ranks: number; timeoutMs: number },
  ): Promise<CommandReply[]>;
  close(): Promise<void>;
}
