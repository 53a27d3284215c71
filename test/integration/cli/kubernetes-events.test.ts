/** The event stream of a Kubernetes as a person reaches it: a real nats-server, a worker's own teller, a reader's credentials in a file. */
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubernetesEvents } from "@plateau/cli/place/kubernetes-events.ts";
import { ToldHistory } from "@plateau/cli/place/told-history.ts";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { everyEvent, runNamed } from "@plateau/controller/events/testing/run-events.ts";
import { EventPublisher } from "@plateau/worker/telemetry/events/event-publisher.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";

jest.setTimeout(180_000);

const authority = new EventAuthority(Buffer.alloc(32, 7));
const run = runNamed("lab", "r");
const folder = mkdtempSync(join(tmpdir(), "plateau-reader-"));
let server: NatsServer;
let controller: NatsBus;
let worker: EventPublisher;
const stop = new AbortController();
let consuming: Promise<void>;

beforeAll(async () => {
  server = await NatsServer.start({ config: authority.serverConfig() });
  const { url } = server;
  controller = new NatsBus({
    url,
    name: "controller",
    credentials: authority.controller(),
    limits: { maxAgeMs: 3_600_000, maxBytes: 1 << 24, replicas: 1 },
  });
  const events = everyEvent(run);
  const taken = Promise.withResolvers<void>();
  let count = 0;
  consuming = controller.consume({
    name: "history",
    signal: stop.signal,
    take: ({ length }) => {
      count += length;
      if (count === events.length) taken.resolve();
    },
  });
  worker = new EventPublisher({
    url,
    credentialsFile: server.credentialsFile(authority.worker(run, Date.now())),
    run,
    rank: 1,
    process: "p",
    commands: ({ command }) => Promise.resolve({ accepted: true, message: command.type }),
    log: () => {},
  });
  worker.send(events.map(({ rank, sequence, event }) => ({ runUid: run.runUid, rank, sequence, event })));
  await taken.promise;
});

afterAll(async () => {
  stop.abort();
  await consuming;
  await worker.close();
  await controller.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function reader(namespace: string): KubernetesEvents {
  const credentialsFile = join(folder, `${namespace}.creds`);
  writeFileSync(credentialsFile, authority.reader(namespace, Date.now()));
  return new KubernetesEvents(
    { url: server.url, credentialsFile },
    {
      cluster: { get: () => Promise.reject(new Error("nothing is asked of the cluster")) },
      forward: () => Promise.reject(new Error("nothing is forwarded")),
      namespace,
      label: "the test",
    },
  );
}

it("gives a reader of the namespace the past of a run, and takes its commands", async () => {
  const events = reader("lab");
  const bus = await events.open();
  const history = new ToldHistory();
  for await (const event of bus.read(run)) history.take(event);
  expect(history.steps(run.runUid).map(({ step }) => step)).toEqual([1, 2, 3]);
  expect(history.evaluations(run.runUid)).toHaveLength(1);
  const replies = await bus.command(run, { type: "pause" }, { ranks: 1, timeoutMs: 10_000 });
  expect(replies).toEqual([{ rank: 1, accepted: true, message: "pause" }]);
  await events.close();
});

it("gives a reader of another namespace nothing", async () => {
  const events = reader("other");
  const bus = await events.open();
  const reading = async (): Promise<void> => {
    for await (const _ of bus.read(run)) throw new Error("it could read");
  };
  await expect(reading()).rejects.toMatchObject({ code: "E_EVENTS_FORBIDDEN" });
  await events.close();
});

const forwardNothing = (): Promise<never> => Promise.reject(new Error("nothing is forwarded"));

it("finds the stream and its credentials in the namespace's Secret", async () => {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const data = {
    eventsUrl: base64(server.url),
    eventsCredentials: base64(authority.reader("lab", Date.now())),
  };
  const cluster = { get: () => Promise.resolve({ data } as never) };
  const events = new KubernetesEvents(undefined, {
    cluster,
    forward: forwardNothing,
    namespace: "lab",
    label: "",
  });
  expect(await events.isKnown()).toBe(true);
  const history = new ToldHistory();
  for await (const event of (await events.open()).read(run)) history.take(event);
  expect(history.steps(run.runUid)).toHaveLength(3);
  await events.close();
});

it("goes through the API server where only pods reach the stream, and lets go of it", async () => {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  const data = {
    eventsUrl: base64("nats://plateau-nats.plateau-system.svc:4222"),
    eventsCredentials: base64(authority.reader("lab", Date.now())),
  };
  const asked: unknown[] = [];
  const events = new KubernetesEvents(undefined, {
    cluster: { get: () => Promise.resolve({ data } as never) },
    forward: (target) => {
      asked.push(target);
      return Promise.resolve({
        port: server.port,
        close: () => {
          asked.push("closed");
          return Promise.resolve();
        },
      });
    },
    namespace: "lab",
    label: "",
  });
  const history = new ToldHistory();
  for await (const event of (await events.open()).read(run)) history.take(event);
  expect(history.steps(run.runUid)).toHaveLength(3);
  await events.close();
  expect(asked).toEqual([{ service: "plateau-nats", namespace: "plateau-system", port: 4222 }, "closed"]);
});

it("says what to do where there is no stream", async () => {
  const events = new KubernetesEvents(undefined, {
    cluster: { get: () => Promise.resolve(undefined) },
    forward: forwardNothing,
    namespace: "lab",
    label: 'context "prod"',
  });
  expect(await events.isKnown()).toBe(false);
  await expect(events.open()).rejects.toMatchObject({
    code: "E_EVENTS_OFF",
    message: expect.stringMatching(/prod.*plateau-events-reader.*--events nats/),
  });
  await events.close();
});
