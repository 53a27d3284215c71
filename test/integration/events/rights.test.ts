/** What a run's workers and a namespace's readers may do, as a real nats-server decides it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { NatsConnection, Subscription } from "@nats-io/transport-node";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { ensureStream } from "@plateau/controller/events/nats/stream.ts";
import { allOf, runNamed, stepEvent } from "@plateau/controller/events/testing/run-events.ts";
import {
  allEvents,
  commandSubject,
  encodeCommand,
  encodeEvent,
  eventSubject,
  messageId,
  readerInbox,
  runEvents,
  streamName,
  workerInbox,
  type RunEvent,
} from "@plateau/proto/events/index.ts";
import { CommandListener } from "@plateau/worker/telemetry/events/command-listener.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";

const authority = new EventAuthority(Buffer.alloc(32, 5));
const limits = { maxAgeMs: 3_600_000, maxBytes: 1 << 24, replicas: 1 };
const [x, y] = [runNamed("lab", "x"), runNamed("lab", "y")];
const far = runNamed("elsewhere", "z");
const denied = /permissions violation/i;
let server: NatsServer;
let controller: NatsConnection;

beforeAll(async () => {
  server = await NatsServer.start({ config: authority.serverConfig() });
  controller = await server.dial(authority.controller());
  await ensureStream(controller, limits);
}, toolTimeoutMs);
afterAll(async () => {
  await server.stop();
});

const workerOf = (run: typeof x): Promise<NatsConnection> =>
  server.dial(authority.worker(run, Date.now()), workerInbox(run.runUid));

async function publish(by: NatsConnection, subject: string, event: RunEvent): Promise<void> {
  await jetstream(by, { timeout: 1_500 }).publish(subject, encodeEvent(event), { msgID: messageId(event) });
}

/** What the server answers to a subscription: an error, or nothing by the time that it has answered a ping. */
async function refusal(by: NatsConnection, subject: string): Promise<string | undefined> {
  let problem: string | undefined;
  const subscription: Subscription = by.subscribe(subject, {
    callback: (error) => {
      problem ??= error?.message;
    },
  });
  await by.flush();
  subscription.unsubscribe();
  return problem;
}

describe("a run's workers", () => {
  let worker: NatsConnection;
  beforeEach(async () => {
    worker = await workerOf(x);
  });

  it("tell events of their run, and of no other", async () => {
    await publish(worker, eventSubject(x, "step"), stepEvent(x, { rank: 0, sequence: 1 }));
    for (const other of [y, far]) {
      const event = stepEvent(other, { rank: 0, sequence: 1 });
      await expect(publish(worker, eventSubject(other, "step"), event)).rejects.toThrow(denied);
    }
  });

  it("tell it under the subjects of events alone, whose number bounds what is kept of a run", async () => {
    const event = stepEvent(x, { rank: 0, sequence: 1 });
    for (const type of ["other", "step.more"])
      await expect(publish(worker, runEvents(x, type as "step"), event)).rejects.toThrow(denied);
  });

  it("who tell another run's events under their own name are not believed", async () => {
    const other = await workerOf(y);
    await publish(other, eventSubject(y, "step"), stepEvent(x, { rank: 0, sequence: 99 }));
    const bus = new NatsBus({ url: server.url, credentials: authority.controller(), name: "test" });
    expect((await allOf(bus.read(x))).map(({ sequence }) => sequence)).toEqual([1]);
    expect(await allOf(bus.read(y))).toEqual([]);
    await bus.close();
  });

  it("hear commands to their run and answers to themselves, and nothing else", async () => {
    expect(await refusal(worker, commandSubject(x))).toBeUndefined();
    expect(await refusal(worker, `${workerInbox(x.runUid)}.>`)).toBeUndefined();
    for (const subject of [
      commandSubject(y),
      commandSubject({ namespace: "lab", runUid: "*" }),
      runEvents(x),
      allEvents,
      `${workerInbox(y.runUid)}.>`,
      "_INBOX.>",
      ">",
    ])
      expect([subject, await refusal(worker, subject)]).toEqual([subject, expect.stringMatching(denied)]);
  });

  it.each([
    [
      "read",
      async (by: NatsConnection) =>
        (await jetstreamManager(by, { checkAPI: false, timeout: 1_500 })).consumers.add(streamName, {
          name: "n",
          filter_subject: runEvents(x),
        }),
    ],
    [
      "ask for",
      async (by: NatsConnection) =>
        (await jetstreamManager(by, { checkAPI: false, timeout: 1_500 })).streams.info(streamName),
    ],
    [
      "make",
      async (by: NatsConnection) =>
        (await jetstreamManager(by, { checkAPI: false, timeout: 1_500 })).streams.add({
          name: "MINE",
          subjects: ["mine"],
        }),
    ],
    [
      "delete",
      async (by: NatsConnection) =>
        (await jetstreamManager(by, { checkAPI: false, timeout: 1_500 })).streams.delete(streamName),
    ],
    [
      "empty",
      async (by: NatsConnection) =>
        (await jetstreamManager(by, { checkAPI: false, timeout: 1_500 })).streams.purge(streamName),
    ],
  ])("may not %s the stream", async (_what, attempt) => {
    await expect(attempt(worker)).rejects.toThrow(denied);
  });

  it("do not take for a command what a reader of another namespace has delivered to them", async () => {
    const heard: string[] = [];
    const strange: string[] = [];
    new CommandListener({
      run: x,
      rank: 0,
      handler: ({ command }) => {
        heard.push(command.type);
        return Promise.resolve({ accepted: true, message: "" });
      },
      log: (message) => strange.push(message),
    }).listen(worker);
    await worker.flush();
    // A run elsewhere stores bytes that are a command, and a reader there has them delivered to this run.
    const accomplice = await workerOf(far);
    const subject = eventSubject(far, "step");
    await jetstream(accomplice).publish(subject, encodeCommand({ id: "evil", command: { type: "pause" } }));
    const reader = await server.dial(authority.reader("elsewhere", Date.now()), readerInbox("elsewhere"));
    const { consumers } = await jetstreamManager(reader, { checkAPI: false });
    await consumers.add(streamName, { name: "evil", filter_subject: runEvents(far) });
    const next = `$JS.API.CONSUMER.MSG.NEXT.${streamName}.evil`;
    reader.publish(next, JSON.stringify({ batch: 10, no_wait: true }), { reply: commandSubject(x) });
    await reader.flush();
    // A real command after it: whatever came before it has been looked at.
    const bus = new NatsBus({
      url: server.url,
      credentials: authority.reader("lab", Date.now()),
      inboxPrefix: readerInbox("lab"),
      name: "test",
    });
    expect(await bus.command(x, { type: "resume" }, { ranks: 1, timeoutMs: 10_000 })).toHaveLength(1);
    expect(heard).toEqual(["resume"]);
    await bus.close();
  });
});

describe("a namespace's readers", () => {
  const open = (namespace: string): NatsBus =>
    new NatsBus({
      url: server.url,
      credentials: authority.reader(namespace, Date.now()),
      inboxPrefix: readerInbox(namespace),
      name: "test",
    });

  it("read its runs, and none of another namespace", async () => {
    const [own, other] = [open("lab"), open("elsewhere")];
    expect(await allOf(own.read(x))).toHaveLength(1);
    await expect(allOf(other.read(x))).rejects.toMatchObject({ code: "E_EVENTS_FORBIDDEN" });
    await Promise.all([own.close(), other.close()]);
  });

  it("command its runs, and none of another namespace", async () => {
    const other = open("elsewhere");
    const asked = other.command(x, { type: "pause" }, { ranks: 1, timeoutMs: 2_000 });
    await expect(asked).rejects.toMatchObject({ code: "E_EVENTS_FORBIDDEN" });
    await other.close();
  });

  it("do not see how others read, tell nothing, and change no stream", async () => {
    const reader = await server.dial(authority.reader("lab", Date.now()), readerInbox("lab"));
    const manager = await jetstreamManager(reader, { checkAPI: false, timeout: 1_500 });
    await expect(manager.consumers.list(streamName).next()).rejects.toThrow(denied);
    await expect(manager.streams.info(streamName)).rejects.toThrow(denied);
    await expect(manager.streams.delete(streamName)).rejects.toThrow(denied);
    await expect(manager.consumers.add(streamName, { name: "all" })).rejects.toThrow(denied);
    await expect(
      manager.consumers.add(streamName, { name: "far", filter_subject: allEvents }),
    ).rejects.toThrow(denied);
    const event = stepEvent(x, { rank: 0, sequence: 2 });
    await expect(publish(reader, eventSubject(x, "step"), event)).rejects.toThrow(denied);
    expect(await refusal(reader, allEvents)).toMatch(denied);
  });
});

it("turns away whoever has credentials of another installation, or none", async () => {
  const strange = new EventAuthority(Buffer.alloc(32, 6));
  for (const credentials of [strange.controller(), undefined]) {
    const bus = new NatsBus({ url: server.url, credentials, name: "test" });
    await expect(allOf(bus.read(x))).rejects.toMatchObject({ code: "E_EVENTS_FORBIDDEN" });
    await bus.close();
  }
});
