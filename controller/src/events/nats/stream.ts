/** The stream as the installation's options want it: made if it is not there, changed if it is otherwise. */
import {
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import { nanos, type NatsConnection } from "@nats-io/transport-node";
import { allEvents, streamName } from "@plateau/proto/events/index.ts";

export interface StreamLimits {
  maxAgeMs: number;
  /** On each server that keeps it. */
  maxBytes: number;
  replicas: number;
}

/** How long NATS knows what it has taken: longer than a worker sits an outage out with events that NATS had stored but not acknowledged. */
const duplicateWindowMs = 30 * 60_000;
export const streamNotFound = 10_059;

/** A stored event of a step: measured. */
const eventBytes = 512;
/** So many runs find room however much each of them tells. */
const fullRuns = 8;
const fewestOfRun = 1_000;

/** Of one run and type: beyond it, the run's own oldest go, not those of others. */
export function mostOfRun(maxBytes: number): number {
  return Math.max(fewestOfRun, Math.floor(maxBytes / (fullRuns * eventBytes)));
}

/** @throws JetStreamApiError, TimeoutError */
export async function ensureStream(connection: NatsConnection, limits: StreamLimits): Promise<void> {
  const { streams } = await jetstreamManager(connection, { checkAPI: false });
  const wanted = configOf(limits);
  const found = await streams.info(streamName).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
    throw error;
  });
  if (!found) {
    await streams.add({
      ...wanted,
      name: streamName,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
    });
    return;
  }
  const { config } = found;
  const isAsWanted = Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(config[name as keyof StreamConfig]) === JSON.stringify(value),
  );
  if (!isAsWanted) await streams.update(streamName, wanted);
}

function configOf({
  maxAgeMs,
  maxBytes,
  replicas,
}: StreamLimits): Partial<StreamConfig> & { subjects: string[] } {
  return {
    description: "What Plateau's workers tell of their runs",
    subjects: [allEvents],
    // The newest matter more than the oldest.
    discard: DiscardPolicy.Old,
    max_age: nanos(maxAgeMs),
    max_bytes: maxBytes,
    // A subject is a run and a type.
    max_msgs_per_subject: mostOfRun(maxBytes),
    num_replicas: replicas,
    duplicate_window: nanos(Math.min(duplicateWindowMs, maxAgeMs)),
  };
}
