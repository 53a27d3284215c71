/** A command finds ranks that have no connection when it is first said, is done once, and is answered however long that takes. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { NatsConnection } from "@nats-io/transport-node";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { runNamed } from "@plateau/controller/events/testing/run-events.ts";
import {
  commandSubject,
  readerInbox,
  workerInbox,
  type CommandHandler,
  type RunIdentity,
} from "@plateau/proto/events/index.ts";
import { CommandListener } from "@plateau/worker/telemetry/events/command-listener.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";

const authority = new EventAuthority(Buffer.alloc(32, 9));
let server: NatsServer;
let bus: NatsBus;

beforeAll(async () => {
  await ensureTool("natsServer");
  server = await NatsServer.start({ config: authority.serverConfig() });
  bus = new NatsBus({
    url: server.url,
    credentials: authority.reader("lab", Date.now()),
    inboxPrefix: readerInbox("lab"),
    name: "test",
  });
}, toolTimeoutMs);
afterAll(async () => {
  await bus.close();
  await server.stop();
});

const listenerOf = (run: RunIdentity, rank: number, handler: CommandHandler): CommandListener =>
  new CommandListener({ run, rank, handler, log: () => {} });

const dialled = (run: RunIdentity): Promise<NatsConnection> =>
  server.dial(authority.worker(run, Date.now()), workerInbox(run.runUid));

/** Resolves when the run's command has been said so many times more. */
async function listenIn(run: RunIdentity): Promise<(times: number) => Promise<void>> {
  const connection = await server.dial(authority.controller());
  const said = connection.subscribe(commandSubject(run))[Symbol.asyncIterator]();
  await connection.flush();
  return async (times) => {
    for (let time = 0; time < times; time += 1) await said.next();
  };
}

it("reaches a rank that connects after it was said", async () => {
  const run = runNamed("lab", "late");
  const said = await listenIn(run);
  const answers = bus.command(run, { type: "pause" }, { ranks: 1, timeoutMs: 30_000 });
  await said(1);
  listenerOf(run, 0, () => Promise.resolve({ accepted: true, message: "held" })).listen(await dialled(run));
  expect(await answers).toEqual([{ rank: 0, accepted: true, message: "held" }]);
}, 40_000);

it("is done once and answered on the connection that is there when it is done", async () => {
  const run = runNamed("lab", "slow");
  const said = await listenIn(run);
  const done = Promise.withResolvers<{ accepted: boolean; message: string }>();
  let times = 0;
  const listener = listenerOf(run, 0, () => {
    times += 1;
    return done.promise;
  });
  const first = await dialled(run);
  listener.listen(first);
  await first.flush();
  const answers = bus.command(run, { type: "checkpoint-now" }, { ranks: 1, timeoutMs: 30_000 });
  await said(2);
  await first.close();
  done.resolve({ accepted: true, message: "saved" });
  listener.listen(await dialled(run));
  expect(await answers).toEqual([{ rank: 0, accepted: true, message: "saved" }]);
  expect(times).toBe(1);
}, 40_000);
