/** A run that tells more than its share loses its own oldest events, never those of others: the server sees to it. */
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { mostOfRun } from "@plateau/controller/events/nats/stream.ts";
import {
  allOf,
  everyEvent,
  runNamed,
  stepEvent,
  type Run,
} from "@plateau/controller/events/testing/run-events.ts";
import type { RunEvent } from "@plateau/proto/events/index.ts";
import { EventPublisher } from "@plateau/worker/telemetry/events/event-publisher.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";

const authority = new EventAuthority(Buffer.alloc(32, 4));
/** Smaller than the flood is. */
const maxBytes = 1 << 20;
let server: NatsServer;
let bus: NatsBus;

beforeEach(async () => {
  await ensureTool("natsServer");
  server = await NatsServer.start({ config: authority.serverConfig() });
  const limits = { maxAgeMs: 3_600_000, maxBytes, replicas: 1 };
  bus = new NatsBus({ url: server.url, credentials: authority.controller(), name: "test", limits });
}, toolTimeoutMs);
afterEach(async () => {
  await bus.close();
  await server.stop();
});

async function tell(run: Run, events: readonly RunEvent[]): Promise<void> {
  const publisher = new EventPublisher({
    url: server.url,
    credentialsFile: server.credentialsFile(authority.worker(run, Date.now())),
    run,
    rank: 0,
    process: "p",
    log: () => {},
  });
  publisher.send(events.map(({ sequence, event }) => ({ runUid: run.runUid, rank: 0, sequence, event })));
  expect(await publisher.finish(30_000)).toBe(true);
  await publisher.close();
}

it("keeps what others have told, and of the flood the newest", async () => {
  const [quiet, loud] = [runNamed("lab", "quiet"), runNamed("lab", "loud")];
  const made = Promise.withResolvers<void>();
  const stop = new AbortController();
  const consuming = bus.consume({
    name: "maker",
    signal: stop.signal,
    onConnected: () => made.resolve(),
    take: () => {},
  });
  await made.promise;
  const before = everyEvent(quiet);
  await tell(quiet, before);
  const most = mostOfRun(maxBytes);
  const count = 4 * most;
  await tell(
    loud,
    Array.from({ length: count }, (_, i) => stepEvent(loud, { rank: 0, sequence: i + 1 })),
  );
  const kept = (await allOf(bus.read(loud))).map(({ sequence }) => sequence);
  expect(kept).toEqual(Array.from({ length: most }, (_, i) => count - most + i + 1));
  expect((await allOf(bus.read(quiet))).map(({ event }) => event)).toEqual(before.map(({ event }) => event));
  stop.abort();
  await consuming;
}, 60_000);
