/** The event stream on a real nats-server keeps the laws of every event stream, with the credentials that the controller would have. */
import { randomUUID } from "node:crypto";
import { beforeAll } from "@jest/globals";
import { jetstream } from "@nats-io/jetstream";
import { busConformance, type BusSubject } from "@plateau/controller/events/bus.conformance.ts";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { ensureStream } from "@plateau/controller/events/nats/stream.ts";
import { encodeEvent, eventSubject, messageId, workerInbox } from "@plateau/proto/events/index.ts";
import { CommandListener } from "@plateau/worker/telemetry/events/command-listener.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";

const authority = new EventAuthority(Buffer.alloc(32, 3));

beforeAll(() => ensureTool("natsServer"), toolTimeoutMs);

async function openSubject(limits?: { maxBytes: number }): Promise<BusSubject> {
  // There is one stream on a server.
  const server = await NatsServer.start({ config: authority.serverConfig() });
  const streamLimits = { maxAgeMs: 3_600_000, maxBytes: limits?.maxBytes ?? 1 << 28, replicas: 1 };
  const open = (): NatsBus =>
    new NatsBus({
      url: server.url,
      credentials: authority.controller(),
      name: "test",
      limits: streamLimits,
      pauseMs: 20,
    });
  const teller = await server.dial(authority.controller());
  await ensureStream(teller, streamLimits);
  const stream = jetstream(teller);
  const bus = open();
  return {
    bus,
    namespace: `ns-${randomUUID().slice(0, 8)}`,
    open: () => Promise.resolve(open()),
    tell: async (events) => {
      for (const event of events) {
        const subject = eventSubject(event, event.event.type);
        await stream.publish(subject, encodeEvent(event), { msgID: messageId(event) });
      }
    },
    listen: async (run, rank, handler) => {
      const connection = await server.dial(authority.worker(run, Date.now()), workerInbox(run.runUid));
      new CommandListener({ run, rank, handler, log: () => {} }).listen(connection);
      await connection.flush();
    },
    dispose: async () => {
      await bus.close();
      await server.stop();
    },
  };
}

busConformance({ name: "NatsBus", subject: openSubject, runs: 6 });
