/** A message of the stream as an event. A run may publish whatever it wants below its own subjects: nothing is taken on trust. */
import type { JsMsg } from "@nats-io/jetstream";
import { decodeEvent, eventSubject } from "@plateau/proto/events/index.ts";
import { parseProgressMessage } from "../../progress/message.ts";
import type { StoredEvent } from "../bus.ts";

/** @returns undefined for what is no event, or one of another run than it was published for */
export function storedEvent(message: JsMsg): StoredEvent | undefined {
  const told = decodeEvent(message.data);
  if (!told || eventSubject(told, told.event.type) !== message.subject || !parseProgressMessage(told)) {
    return undefined;
  }
  return { ...told, position: message.seq, storedAtMs: Number(message.timestampNanos / 1_000_000n) };
}
