/** Runs that the stream keeps something of, whether they are still there or not: by the subjects of their lives. */
import { jetstreamManager, JetStreamApiError } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { eventSubject, runOfSubject, streamName, type RunIdentity } from "@plateau/proto/events/index.ts";
import { Connector, inPortsWords } from "./connector.ts";
import { streamNotFound } from "./stream.ts";

type Run = Pick<RunIdentity, "namespace" | "runUid">;

/** On a connection of its own, as it is asked once in a controller's life. @throws EventBusError */
export async function tellersAt(url: string, credentials: string): Promise<Run[]> {
  const connector = new Connector({ url, credentials, name: "plateau tellers" });
  try {
    return await tellers(await connector.connection());
  } catch (cause) {
    throw inPortsWords(cause, url);
  } finally {
    await connector.drop();
  }
}

async function tellers(connection: NatsConnection): Promise<Run[]> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  // Every rank tells that it starts before anything else.
  const lives = eventSubject({ namespace: "*", runUid: "*" }, "lifecycle");
  try {
    const { state } = await streams.info(streamName, { subjects_filter: lives });
    return Object.keys(state.subjects ?? {}).flatMap((subject) => runOfSubject(subject) ?? []);
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return [];
    throw error;
  }
}
