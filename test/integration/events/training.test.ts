/**
 * Real workers train while NATS hangs, and while it is killed and comes back with its disk: the steps go on meanwhile, and at the end the
 * stream and the controller's consumer have everything that each rank told, once, and commands are heard.
 */
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import type { StoredEvent } from "@plateau/controller/events/bus.ts";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { allOf } from "@plateau/controller/events/testing/run-events.ts";
import { exitCodes, workerEnv, type ProgressEvent } from "@plateau/proto";
import { NatsServer } from "../../fixtures/nats-server.ts";
import { ensureTool, toolTimeoutMs } from "../../tools/index.ts";
import { useGroups } from "../train/test-groups.ts";
import type { WorkerGroup } from "../train/worker-group.ts";

const groups = useGroups();
const buses: NatsBus[] = [];
const authority = new EventAuthority(Buffer.alloc(32, 6));
const givenUp = /events cannot be told/;
let server: NatsServer;

beforeEach(async () => {
  await ensureTool("natsServer");
  server = await NatsServer.start({ config: authority.serverConfig() });
}, toolTimeoutMs);
afterEach(async () => {
  for (const bus of buses.splice(0)) await bus.close();
  await server.stop();
});

function openBus(): NatsBus {
  const bus = new NatsBus({
    url: server.url,
    credentials: authority.controller(),
    name: "test",
    limits: { maxAgeMs: 3_600_000, maxBytes: 1 << 28, replicas: 1 },
    pauseMs: 20,
  });
  buses.push(bus);
  return bus;
}

/** Two ranks that train until they are told to end. */
function training(name: string): WorkerGroup {
  const runUid = `${name}-00000000`;
  return groups
    .create(
      { name, workers: 2, change: { stopAtStep: 1_000_000 } },
      {
        [workerEnv.events]: server.url,
        [workerEnv.eventsCredentials]: server.credentialsFile(
          authority.worker({ namespace: "default", runUid }, Date.now()),
        ),
      },
    )
    .startAll();
}

/** Many steps from now on, each told by the rank that counts them. */
async function goesOn(group: WorkerGroup): Promise<void> {
  const last = Math.max(...group.events("step").map(({ step }) => step));
  await group.untilStep(last + 100);
}

const eachEvent = (
  events: readonly { rank: number; sequence: number; event: ProgressEvent }[],
): [string, ProgressEvent][] =>
  events
    .map(({ rank, sequence, event }) => ({ rank, sequence, event }))
    .toSorted((a, b) => a.rank - b.rank || a.sequence - b.sequence)
    .map(({ rank, sequence, event }) => [`rank ${rank}, event ${sequence}`, event]);

const faults: [string, Record<"fault" | "mend", () => Promise<void>>][] = [
  ["hangs", { fault: () => Promise.resolve(server.freeze()), mend: () => Promise.resolve(server.thaw()) }],
  ["is killed", { fault: () => server.kill(), mend: () => server.serve() }],
];

it.each(faults)(
  "no step waits for a NATS that %s, and nothing is lost when it is back",
  async (what, { fault, mend }) => {
    const bus = openBus();
    // By place in the stream: what was not acknowledged comes again.
    const taken = new Map<number, StoredEvent>();
    let took = Promise.withResolvers<void>();
    const stop = new AbortController();
    const connected = Promise.withResolvers<void>();
    const consuming = bus.consume({
      name: "history",
      signal: stop.signal,
      onConnected: () => connected.resolve(),
      take: (events) => {
        for (const event of events) taken.set(event.position, event);
        took.resolve();
      },
    });
    // The stream is made.
    await connected.promise;
    const group = training(what.replace(" ", "-"));
    const run = { namespace: "default", runUid: group.config.run.uid };
    await took.promise;
    await goesOn(group);
    expect(group.outputs()).not.toMatch(givenUp);
    await fault();
    // Until the coordinator has given its connection up: it dials, sends nothing, keeps everything, and trains.
    await group.until("a word about events", () => givenUp.test(group.ranks[0]!.output));
    await goesOn(group);
    await mend();
    // Commands are heard again by each of them.
    const heard = await bus.command(
      run,
      { type: "set-log-level", level: "info" },
      { ranks: 2, timeoutMs: 60_000 },
    );
    expect(heard.filter(({ accepted }) => accepted)).toHaveLength(2);
    for (const rank of [0, 1]) await group.kill(rank, "SIGTERM");
    for (const rank of [0, 1]) expect(await group.exitCode(rank)).toBe(exitCodes.interrupted);
    expect(group.outputs()).not.toMatch(/the last events were not told/);
    const told = eachEvent(group.told);
    expect(eachEvent(await allOf(bus.read(run)))).toEqual(told);
    while (taken.size < told.length) {
      took = Promise.withResolvers();
      await took.promise;
    }
    expect(eachEvent([...taken.values()])).toEqual(told);
    stop.abort();
    await consuming;
  },
);
