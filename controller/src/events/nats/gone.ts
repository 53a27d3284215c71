/** When a pull consumer has gone although its connection seems to be there: a server that hangs, or somebody deleted it. */
import type { ConsumerMessages } from "@nats-io/jetstream";

/** @param gone called with the reason; never after the messages have ended */
export async function whenGone(messages: ConsumerMessages, gone: (error: Error) => void): Promise<void> {
  for await (const { type } of messages.status()) {
    if (type === "heartbeats_missed" || type === "consumer_deleted" || type === "no_responders") {
      gone(new Error(`the consumer has gone (${type.replaceAll("_", " ")})`));
    }
  }
}
