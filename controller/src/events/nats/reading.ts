/**
 * Messages of one run, in the order of the stream, through a consumer that nobody else knows of: its random name is what keeps others
 * from it. Without acknowledgements, so a gap in what is delivered is an error: whoever reads begins again after what it has.
 */
import { randomBytes } from "node:crypto";
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager, type JsMsg } from "@nats-io/jetstream";
import { nanos, type NatsConnection } from "@nats-io/transport-node";
import { runEvents, streamName, type EventType, type RunIdentity } from "@plateau/proto/events/index.ts";
import { whenGone } from "./gone.ts";

export interface ReadingOptions {
  run: Pick<RunIdentity, "namespace" | "runUid">;
  types?: readonly EventType[] | undefined;
  after: number;
  /** Goes on with what comes until it aborts; without it the reading ends with the newest. */
  stop: AbortSignal | undefined;
}

const requestMs = 10_000;
const batchSize = 500;
const heartbeatMs = 2_500;
/** A reader that has gone without a word. */
const forgottenMs = 60_000;

/** @throws Error when the connection or the server has gone */
export async function* readOnce(
  connection: NatsConnection,
  options: ReadingOptions,
): AsyncGenerator<JsMsg, void> {
  const { run, types, after, stop } = options;
  const { consumers } = await jetstreamManager(connection, { checkAPI: false, timeout: requestMs });
  const info = await consumers.add(streamName, {
    name: `read-${randomBytes(16).toString("hex")}`,
    // One filter only: it is part of the subject on which the right to read is given.
    filter_subject: runEvents(run, types?.length === 1 ? types[0] : "*"),
    ack_policy: AckPolicy.None,
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: nanos(forgottenMs),
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  });
  try {
    if (!stop && info.num_pending === 0) return;
    const consumer = jetstream(connection, { timeout: requestMs }).consumers.getConsumerFromInfo(info);
    const messages = await consumer.consume({
      max_messages: batchSize,
      expires: 2 * heartbeatMs,
      idle_heartbeat: heartbeatMs,
      bind: true,
    });
    const end = (error?: Error): void => messages.stop(error);
    const quit = (): void => end();
    stop?.addEventListener("abort", quit, { once: true });
    void connection.closed().then((error) => end(error ?? new Error("the connection was closed")));
    void whenGone(messages, end);
    let expected = 1;
    try {
      for await (const message of messages) {
        if (message.info.deliverySequence !== expected) throw new Error("messages were lost on the way");
        expected += 1;
        yield message;
        if (!stop && message.info.pending === 0) return;
      }
    } finally {
      stop?.removeEventListener("abort", quit);
      end();
    }
  } finally {
    void consumers.delete(streamName, info.name).catch(() => {});
  }
}
