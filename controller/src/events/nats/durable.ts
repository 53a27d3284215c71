/**
 * One life of a durable consumer on one connection. It is made anew at the place that it had acknowledged: NATS itself would bring
 * what a dead process left unacknowledged half a minute later and after newer events.
 */
import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerMessages,
  type JsMsg,
} from "@nats-io/jetstream";
import { nanos, type NatsConnection } from "@nats-io/transport-node";
import { streamName } from "@plateau/proto/events/index.ts";
import { whenGone } from "./gone.ts";

export interface DurableOptions {
  name: string;
  /** Acknowledged by this process; undefined: ask the server. */
  after: number | undefined;
  signal: AbortSignal;
  /** Messages in the order of the stream. Acknowledged when it resolves. */
  take(messages: JsMsg[]): Promise<void>;
  /** Called after each acknowledgement. */
  acknowledged(position: number): void;
}

const batchSize = 512;
/** Fetched ahead, and unacknowledged at most. */
const mostAhead = 2_048;
const heartbeatMs = 2_500;
const requestMs = 10_000;
/** A consumer that nobody comes back for; who comes later begins with the oldest. */
const forgottenMs = 7 * 24 * 3_600_000;
const notFound = 10_014;

/** Until the signal aborts. @throws Error when the connection, the server or the consumer has gone */
export async function consumeOnce(connection: NatsConnection, options: DurableOptions): Promise<void> {
  const consumer = await placed(connection, options);
  const messages = await consumer.consume({
    max_messages: mostAhead,
    expires: 2 * heartbeatMs,
    idle_heartbeat: heartbeatMs,
    bind: true,
  });
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => {});
  void connection.closed().then((error) => gone.reject(error ?? new Error("the connection was closed")));
  void whenGone(messages, gone.reject);
  const batches = new Batches(messages);
  const stopped = new Promise<undefined>((resolve) =>
    options.signal.addEventListener("abort", () => resolve(undefined), { once: true }),
  );
  try {
    while (!options.signal.aborted) {
      const batch = await Promise.race([batches.next(batchSize), stopped, gone.promise]);
      if (!batch) return;
      await options.take(batch);
      const last = batch.at(-1)!;
      // All before it are acknowledged with it; the answer says that NATS has heard it.
      await Promise.race([last.ackAck({ timeout: requestMs }), gone.promise]);
      options.acknowledged(last.seq);
    }
  } finally {
    messages.stop();
  }
}

/** The durable consumer, with everything after what was acknowledged before it. */
async function placed(connection: NatsConnection, { name, after }: DurableOptions): Promise<Consumer> {
  const { consumers, streams } = await jetstreamManager(connection, { checkAPI: false, timeout: requestMs });
  const known = await consumers.info(streamName, name).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === notFound) return undefined;
    throw error;
  });
  if (known) await consumers.delete(streamName, name);
  const acknowledged = Math.max(after ?? 0, known?.ack_floor.stream_seq ?? 0);
  const { state } = await streams.info(streamName);
  // A stream that ends before it is another one: its volume was lost, or restored from a copy.
  const from = acknowledged > state.last_seq ? 0 : acknowledged;
  const info = await consumers.add(streamName, {
    durable_name: name,
    ack_policy: AckPolicy.All,
    max_ack_pending: mostAhead,
    inactive_threshold: nanos(forgottenMs),
    ...(from === 0
      ? { deliver_policy: DeliverPolicy.All }
      : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from + 1 }),
  });
  return jetstream(connection, { timeout: requestMs }).consumers.getConsumerFromInfo(info);
}

/** What has come so far, as much as is asked for, each once. */
class Batches {
  readonly #waiting: JsMsg[] = [];
  #last = 0;
  #arrived = Promise.withResolvers<void>();
  #end: unknown;

  constructor(messages: ConsumerMessages) {
    void this.#read(messages).catch((error: unknown) => {
      this.#end = error;
      this.#arrived.resolve();
    });
  }

  async next(most: number): Promise<JsMsg[]> {
    while (this.#waiting.length === 0) {
      if (this.#end !== undefined) throw this.#end as Error;
      await this.#arrived.promise;
    }
    const batch = this.#waiting.splice(0, most);
    if (this.#waiting.length === 0) this.#arrived = Promise.withResolvers<void>();
    return batch;
  }

  async #read(messages: ConsumerMessages): Promise<void> {
    for await (const message of messages) {
      // Brought again because the acknowledgement takes long.
      if (message.seq <= this.#last) continue;
      this.#last = message.seq;
      this.#waiting.push(message);
      this.#arrived.resolve();
    }
    throw new Error("the consumer has ended");
  }
}
