import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { KubeObject } from "../cluster/cluster.ts";
import { ClusterError } from "../cluster/errors.ts";
import { ManualClock, type Clock } from "../loop/clock.ts";
import { silentLog } from "../loop/log.ts";
import { Election, type LeaseStore } from "./election.ts";

/** A Lease with versions, as an API server keeps it. */
class Lease {
  object: KubeObject | undefined;
  #version = 0;

  constructor(isThere = true) {
    // As the last leader of an earlier day has given it back.
    if (isThere) this.write({ holderIdentity: "", leaseDurationSeconds: 1 }, undefined);
  }

  write(spec: unknown, expected: string | undefined): KubeObject {
    if (expected !== this.object?.metadata.resourceVersion)
      throw new ClusterError("E_CONFLICT", "written since");
    const metadata = {
      namespace: "n",
      name: "l",
      uid: "u",
      generation: 1,
      creationTimestamp: "",
      resourceVersion: String(++this.#version),
    };
    return (this.object = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec });
  }
}

interface Trouble {
  /** The server cannot be reached in these spans. */
  outages: { fromMs: number; forMs: number }[];
  /** Nothing of this replica runs in these spans: its machine was stopped. */
  stops: { fromMs: number; forMs: number }[];
  /** On the way there and back, each. */
  delayMs: number;
  clockMs: number;
}

class Replica {
  readonly election: Election;
  readonly stop = new AbortController();
  readonly ended: Promise<void>;
  readonly #time: ManualClock;
  readonly #trouble: Trouble;

  constructor(name: string, parts: { time: ManualClock; lease: Lease; trouble: Trouble }) {
    this.#time = parts.time;
    this.#trouble = parts.trouble;
    const clock: Clock = {
      now: () => this.#time.now() + this.#trouble.clockMs,
      after: (ms, work) => this.#after(ms, work),
    };
    const store: LeaseStore = {
      get: () => this.#call(() => parts.lease.object),
      create: ({ spec }) => this.#call(() => parts.lease.write(spec, undefined)),
      replace: ({ spec, metadata }) => this.#call(() => parts.lease.write(spec, metadata.resourceVersion)),
    };
    this.election = new Election({
      store,
      namespace: "n",
      name: "l",
      identity: name,
      clock,
      log: silentLog,
      random: () => 0.5,
    });
    this.ended = this.#run();
  }

  async #run(): Promise<void> {
    while (await this.election.acquire(this.stop.signal)) {
      await this.election.hold(this.stop.signal);
      return;
    }
  }

  /** What falls due while the machine is stopped runs when it goes on. */
  #after(ms: number, work: () => void): () => void {
    let cancelled = false;
    const due = (): void => {
      if (cancelled) return;
      const stopped = within(this.#trouble.stops, this.#time.now());
      if (stopped) this.#time.after(stopped.fromMs + stopped.forMs - this.#time.now(), due);
      else work();
    };
    this.#time.after(ms, due);
    return () => {
      cancelled = true;
    };
  }

  async #call<T>(work: () => T): Promise<T> {
    await this.#pause();
    if (within(this.#trouble.outages, this.#time.now())) throw new ClusterError("E_UNAVAILABLE", "away");
    const result = work();
    await this.#pause();
    return result;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#after(this.#trouble.delayMs, resolve));
  }
}

function within(spans: Trouble["outages"], nowMs: number): Trouble["outages"][number] | undefined {
  return spans.find(({ fromMs, forMs }) => nowMs >= fromMs && nowMs < fromMs + forMs);
}

const spans = fc.array(
  fc.record({ fromMs: fc.integer({ min: 0, max: 80_000 }), forMs: fc.integer({ min: 1, max: 25_000 }) }),
  { maxLength: 3 },
);
const trouble: fc.Arbitrary<Trouble> = fc.record({
  outages: spans,
  stops: spans,
  delayMs: fc.integer({ min: 0, max: 900 }),
  clockMs: fc.integer({ min: 0, max: 10_000_000 }),
});

/** When the Lease is taken away. */
const wipes = fc.array(
  fc.integer({ min: 0, max: 500 }).map((step) => step * 200),
  { maxLength: 3 },
);

/** In small steps: what a call waits for comes due only after the call was made. */
async function pass(time: ManualClock, ms: number, stepMs = 50): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    time.advance(stepMs);
    await setImmediate();
  }
}

const calm: Trouble = { outages: [], stops: [], delayMs: 5, clockMs: 0 };
const start = (count: number, troubles: readonly Trouble[] = [], isThere = true) => {
  const time = new ManualClock(0);
  const lease = new Lease(isThere);
  const replicas = Array.from(
    { length: count },
    (_, index) => new Replica(`r${index}`, { time, lease, trouble: troubles[index] ?? calm }),
  );
  const leaders = (): string[] =>
    replicas.flatMap(({ election }, index) => (election.isHeld ? [`r${index}`] : []));
  return { time, lease, replicas, leaders };
};

describe("an election", () => {
  it("never has two leaders, whatever clocks, networks and machines do", async () => {
    let led = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { minLength: 2, maxLength: 4 }), wipes, async (troubles, wiped) => {
        const { time, leaders, replicas, lease } = start(troubles.length, troubles, wiped.length % 2 === 0);
        for (let ms = 0; ms < 110_000; ms += 200) {
          if (wiped.includes(ms)) lease.object = undefined;
          await pass(time, 200, 200);
          expect(leaders().length).toBeLessThan(2);
          led += leaders().length;
        }
        for (const { stop } of replicas) stop.abort();
      }),
      { numRuns: 40, seed: 11 },
    );
    // Half of the time there is one.
    expect(led / (40 * 550)).toBeGreaterThan(0.45);
  });

  it("has a leader again within the duration of the Lease when the leader has gone without a word", async () => {
    const { time, leaders } = start(3, [{ ...calm, stops: [{ fromMs: 20_000, forMs: 1e9 }] }, calm, calm]);
    await pass(time, 1_000);
    expect(leaders()).toEqual(["r0"]);
    await pass(time, 19000);
    expect(leaders()).toEqual(["r0"]);
    await pass(time, 18000);
    expect(leaders()).toHaveLength(1);
    expect(leaders()).not.toEqual(["r0"]);
  });

  it("loses the lead at its deadline, before anybody else may take it, and does not come back", async () => {
    const { time, leaders, replicas } = start(1, [{ ...calm, outages: [{ fromMs: 5_000, forMs: 12_000 }] }]);
    await pass(time, 13500);
    expect(leaders()).toEqual(["r0"]);
    await pass(time, 1500);
    expect(leaders()).toEqual([]);
    await replicas[0]!.ended;
    expect(replicas[0]!.election.lost.aborted).toBe(true);
    await pass(time, 25000);
    expect(leaders()).toEqual([]);
  });

  it("is over at once when the leader gives the Lease back", async () => {
    const { time, leaders, replicas, lease } = start(2);
    await pass(time, 1_000);
    expect(leaders()).toEqual(["r0"]);
    replicas[0]!.stop.abort();
    await pass(time, 4000);
    expect(leaders()).toEqual(["r1"]);
    expect(lease.object?.spec).toMatchObject({
      holderIdentity: "r1",
      leaseDurationSeconds: 15,
      leaseTransitions: 2,
    });
  });

  it("waits with a Lease that it had to make until an earlier holder has given up", async () => {
    const { time, leaders, lease } = start(1, [], false);
    await pass(time, 1_000);
    expect(lease.object?.spec).toMatchObject({ holderIdentity: "r0" });
    await pass(time, 8_500);
    expect(leaders()).toEqual([]);
    await pass(time, 3_500);
    expect(leaders()).toEqual(["r0"]);
  });

  it("stays with the leader when the Lease is taken away and the leader is there to make it anew", async () => {
    const { time, leaders, lease } = start(1);
    await pass(time, 5_000);
    lease.object = undefined;
    await pass(time, 3_000);
    expect(leaders()).toEqual(["r0"]);
    expect(lease.object).toBeDefined();
  });
});
