/** Workers tell 20 000 events while NATS and the controller fail: none is lost by sequence, none is there twice for who reads. */
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { setTimeout as delay } from "node:timers/promises";
import { jetstreamManager } from "@nats-io/jetstream";
import type { StoredEvent } from "@plateau/controller/events/bus.ts";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { allOf, runNamed, stepEvent } from "@plateau/controller/events/testing/run-events.ts";
import { streamName } from "@plateau/proto/events/index.ts";
import { EventPublisher } from "@plateau/worker/telemetry/events/event-publisher.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";

const authority = new EventAuthority(Buffer.alloc(32, 8));
const count = 20_000;
const quarter = count / 4;
const run = runNamed("lab", "faults");
let server: NatsServer;

beforeEach(async () => {
  await ensureTool("natsServer");
  server = await NatsServer.start({ config: authority.serverConfig() });
}, toolTimeoutMs);
afterEach(() => server.stop());

const openBus = (): NatsBus =>
  new NatsBus({
    url: server.url,
    credentials: authority.controller(),
    name: "test",
    limits: { maxAgeMs: 3_600_000, maxBytes: 1 << 28, replicas: 1 },
    pauseMs: 20,
  });

/** Adds what it takes; tells when there are so many different sequences. */
function controller(taken: Set<number>): { has: (many: number) => Promise<void>; end: () => Promise<void> } {
  const bus = openBus();
  const waiting: { many: number; resolve: () => void }[] = [];
  const stop = new AbortController();
  const take = (events: readonly StoredEvent[]): void => {
    for (const { sequence } of events) taken.add(sequence);
    for (const { many, resolve } of waiting) if (taken.size >= many) resolve();
  };
  const consuming = bus.consume({ name: "history", signal: stop.signal, take });
  return {
    has: (many) =>
      new Promise((resolve) => {
        waiting.push({ many, resolve });
        if (taken.size >= many) resolve();
      }),
    end: async () => {
      stop.abort();
      await consuming;
      await bus.close();
    },
  };
}

const faults: [string, () => Promise<void>][] = [
  [
    "the server is killed and started again",
    async () => {
      await server.kill();
      await server.serve();
    },
  ],
  [
    "the server hangs for longer than anybody waits",
    async () => {
      server.freeze();
      // The fault is its duration: three times what a worker waits for an answer.
      await delay(3_000);
      server.thaw();
    },
  ],
  [
    "the consumer is deleted behind the controller's back",
    async () => {
      const connection = await server.dial(authority.controller());
      await (await jetstreamManager(connection)).consumers.delete(streamName, "history");
    },
  ],
];

it.each(faults)(
  "%s",
  async (_what, fault) => {
    const publisher = new EventPublisher({
      url: server.url,
      credentialsFile: server.credentialsFile(authority.worker(run, Date.now())),
      run,
      rank: 0,
      process: "p",
      log: () => {},
      silenceMs: 1_000,
      pauseMs: 20,
    });
    const tell = (from: number): void => {
      publisher.send(
        Array.from({ length: quarter }, (_, i) => {
          const { event } = stepEvent(run, { rank: 0, sequence: from + i });
          return { runUid: run.runUid, rank: 0, sequence: from + i, event };
        }),
      );
    };
    const taken = new Set<number>();
    const first = controller(taken);
    tell(1);
    tell(1 + quarter);
    await first.has(1);
    await fault();
    tell(1 + 2 * quarter);
    await first.has(quarter);
    // Another controller goes on where this one had acknowledged.
    await first.end();
    const second = controller(taken);
    tell(1 + 3 * quarter);
    expect(await publisher.finish(60_000)).toBe(true);
    const bus = openBus();
    const read = (await allOf(bus.read(run))).map(({ sequence }) => sequence);
    expect(read.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    await second.has(count);
    expect(publisher.counts).toEqual({ dropped: 0, waiting: 0 });
    await second.end();
    await bus.close();
    await publisher.close();
  },
  120_000,
);
