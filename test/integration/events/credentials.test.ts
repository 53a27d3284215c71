/** Credentials end by their date and are taken back, as a real nats-server sees to it; workers with newer ones go on and lose nothing. */
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { EndedRuns } from "@plateau/controller/events/nats/ended-runs.ts";
import { Revoker } from "@plateau/controller/events/nats/revoker.ts";
import { ensureStream } from "@plateau/controller/events/nats/stream.ts";
import { tellersAt } from "@plateau/controller/events/nats/tellers.ts";
import { allOf, runNamed, stepEvent } from "@plateau/controller/events/testing/run-events.ts";
import { readerInbox, workerInbox } from "@plateau/proto/events/index.ts";
import { EventPublisher } from "@plateau/worker/telemetry/events/event-publisher.ts";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";

const key = Buffer.alloc(32, 11);
const authority = new EventAuthority(key);
/** Of the same installation, for tests that see the end of theirs: it comes within two seconds. */
const brief = new EventAuthority(key, { lifetimeMs: 2_000, keptMs: 0 });
const hourMs = 3_600_000;
const patienceMs = 30_000;
const turnedAway = /authorization|authentication/i;
let server: NatsServer;
jest.setTimeout(60_000);

beforeAll(async () => {
  server = await NatsServer.start({ config: authority.serverConfig() });
  const controller = await server.dial(authority.controller());
  await ensureStream(controller, { maxAgeMs: hourMs, maxBytes: 1 << 24, replicas: 1 });
}, toolTimeoutMs);
afterAll(async () => {
  await server.stop();
});

type Run = ReturnType<typeof runNamed>;

interface Telling {
  file: string;
  publisher: EventPublisher;
  tell: (first: number, last: number) => void;
  /** It has lost its connection, or gets none. */
  cut: Promise<void>;
}

function telling(run: Run, credentials: string): Telling {
  const file = server.credentialsFile(credentials);
  const cut = Promise.withResolvers<void>();
  const publisher = new EventPublisher({
    url: server.url,
    credentialsFile: file,
    run,
    rank: 0,
    process: "p",
    log: () => cut.resolve(),
    pauseMs: 20,
  });
  const tell = (first: number, last: number): void => {
    const sequences = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    publisher.send(
      sequences.map((sequence) => {
        const { event } = stepEvent(run, { rank: 0, sequence });
        return { runUid: run.runUid, rank: 0, sequence, event };
      }),
    );
  };
  return { file, publisher, tell, cut: cut.promise };
}

const dial = (run: Run, nowMs = Date.now()): Promise<unknown> =>
  server.dial(authority.worker(run, nowMs), workerInbox(run.runUid));

/** Whether the server keeps a connection: in the second in which they end it takes one and ends it. */
async function lets(credentials: string): Promise<void> {
  const error = await (await server.dial(credentials)).closed();
  throw error ?? new Error("closed by nobody's order");
}

async function told(run: Run): Promise<number[]> {
  const bus = new NatsBus({ url: server.url, credentials: authority.controller(), name: "test" });
  const all = await allOf(bus.read(run));
  await bus.close();
  return all.map(({ sequence }) => sequence);
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);

describe("credentials with an end", () => {
  it("cut the connection at it; a worker reads them anew and tells what happened meanwhile", async () => {
    const run = runNamed("lab", "renewed");
    const old = brief.worker(run, Date.now());
    const { file, publisher, tell, cut } = telling(run, old);
    tell(1, 500);
    await cut;
    // What the pod sees of the Secret is behind: the old ones are tried in vain.
    tell(501, 1_000);
    await expect(lets(old)).rejects.toThrow(turnedAway);
    writeFileSync(file, authority.worker(run, Date.now()));
    expect(await publisher.finish(patienceMs)).toBe(true);
    expect(publisher.counts).toEqual({ dropped: 0, waiting: 0 });
    await publisher.close();
    expect(await told(run)).toEqual(upTo(1_000));
  });

  it("that are not there yet, or are no credentials, are looked for again", async () => {
    const run = runNamed("lab", "late");
    const { file, publisher, tell, cut } = telling(run, "nonsense");
    tell(1, 10);
    await cut;
    writeFileSync(file, authority.worker(run, Date.now()));
    expect(await publisher.finish(patienceMs)).toBe(true);
    await publisher.close();
    expect(await told(run)).toEqual(upTo(10));
  });

  it.each([
    ["11 hours behind", -11, true],
    ["11 hours ahead", 11, true],
    ["25 hours behind", -25, false],
  ])("hold where the controller's clock is %s: %s", async (_what, hours, holds) => {
    const dialled = dial(runNamed("lab", "skewed"), Date.now() + hours * hourMs);
    await (holds ? dialled : expect(dialled).rejects.toThrow(turnedAway));
  });

  it("of a reader by name end when they are said to", async () => {
    const nowMs = Date.now();
    const made = { namespace: "lab", name: "ada", issuedAtMs: nowMs - hourMs };
    const ended = authority.namedReader({ ...made, expiresAtMs: nowMs - 1_000 });
    await expect(server.dial(ended)).rejects.toThrow(turnedAway);
    const late = new NatsBus({ url: server.url, credentials: ended, name: "test" });
    await expect(allOf(late.read(runNamed("lab", "late")))).rejects.toMatchObject({
      code: "E_EVENTS_FORBIDDEN",
      message: expect.stringMatching(/have ended/),
    });
    await late.close();
    const bus = new NatsBus({
      url: server.url,
      credentials: authority.namedReader({ ...made, expiresAtMs: nowMs + hourMs }),
      inboxPrefix: readerInbox("lab"),
      name: "test",
    });
    expect(await allOf(bus.read(runNamed("lab", "late")))).toHaveLength(10);
    await bus.close();
  });
});

describe("credentials that are taken back", () => {
  const revoker = (): Revoker => new Revoker({ url: server.url, authority, settleMs: 200 });
  const untilMs = Date.now() + 24 * hourMs;

  it("cut their connections and make no new ones, also after nats-server was killed; others go on", async () => {
    const [x, y] = [runNamed("lab", "x"), runNamed("lab", "y")];
    const gone = telling(x, authority.worker(x, Date.now()));
    const other = telling(y, authority.worker(y, Date.now()));
    gone.tell(1, 10);
    other.tell(1, 10);
    expect(await gone.publisher.finish(patienceMs)).toBe(true);
    expect(await other.publisher.finish(patienceMs)).toBe(true);
    let wasCut = false;
    void other.cut.then(() => (wasCut = true));
    await revoker().revoke([{ user: authority.workerUser(x), untilMs }]);
    await gone.cut;
    await expect(dial(x)).rejects.toThrow(turnedAway);
    other.tell(11, 20);
    expect(await other.publisher.finish(patienceMs)).toBe(true);
    expect(wasCut).toBe(false);
    await server.kill();
    await server.serve();
    await expect(dial(x)).rejects.toThrow(turnedAway);
    await dial(y);
    await Promise.all([gone.publisher.close(), other.publisher.close()]);
  });

  it("stay so when others are taken back after them or at the same moment, within the same second too", async () => {
    const runs = ["a", "b", "c", "d", "e"].map((name) => runNamed("lab", name));
    const revoke = (run: Run): Promise<void> =>
      revoker().revoke([{ user: authority.workerUser(run), untilMs }]);
    for (const run of runs.slice(0, 2)) await revoke(run);
    await Promise.all(runs.slice(2).map(revoke));
    for (const run of runs) await expect(dial(run)).rejects.toThrow(turnedAway);
  });

  it("are those of runs that are gone: deleted now, while NATS was away, or while nobody led", async () => {
    const runs = ["kept", "deleted", "before"].map((name) => runNamed("lab", name));
    const [kept, deleted, before] = runs as [Run, Run, Run];
    for (const run of runs) {
      const { publisher } = telling(run, authority.worker(run, Date.now()));
      const event = { type: "lifecycle", state: "starting", reason: "Started", message: "" } as const;
      publisher.send([{ runUid: run.runUid, rank: 0, sequence: 1, event }]);
      expect(await publisher.finish(patienceMs)).toBe(true);
      await publisher.close();
    }
    const object = ({ namespace, runUid }: Run): KubeObject =>
      ({ kind: "TrainingRun", metadata: { namespace, uid: runUid } }) as KubeObject;
    const news: string[] = [];
    let heard = Promise.withResolvers<void>();
    const stop = new AbortController();
    const ended = new EndedRuns({
      authority,
      revoke: async (users) => {
        await revoker().revoke(users);
        heard.resolve();
      },
      tellers: () => tellersAt(server.url, authority.controller()),
      objects: (kind) => (kind === "TrainingRun" ? [object(kept), object(deleted)] : []),
      log: (message) => {
        news.push(message);
        heard.resolve();
      },
      pauseMs: 20,
    });
    const running = ended.run(stop.signal);
    ended.synced();
    await heard.promise;
    await expect(dial(before)).rejects.toThrow(turnedAway);
    await dial(deleted);
    await server.kill();
    heard = Promise.withResolvers();
    ended.changed(undefined, object(deleted));
    await heard.promise;
    expect(news).toEqual([expect.stringMatching(/not taken back yet/)]);
    heard = Promise.withResolvers();
    await server.serve();
    await heard.promise;
    await expect(dial(deleted)).rejects.toThrow(turnedAway);
    await dial(kept);
    stop.abort();
    await running;
  });
});
