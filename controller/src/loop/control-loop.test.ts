/** The loop on an in-memory cluster, with small reconcilers: order of effects, pacing, conflicts, computations, restarts. */
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Cluster, KubeObject, WatchEvent } from "../cluster/cluster.ts";
import { ClusterError } from "../cluster/errors.ts";
import { openMemoryCluster } from "../cluster/local/index.ts";
import type { Decision, Platform, Reconciler, RunProgress, Snapshot } from "../reconcile/reconciler.ts";
import { ManualClock } from "./clock.ts";
import type { Compute, ComputedStore } from "./computations.ts";
import { ControlLoop } from "./control-loop.ts";
import { silentLog } from "./log.ts";

const kind = { apiVersion: "test.dev/v1", kind: "TrainingRun" };
const at = (name: string) => ({ ...kind, namespace: "default", name });
const platform: Platform = {
  image: "",
  command: [],
  resolveUri: (uri) => uri,
  peers: () => "",
  membershipKey: () => "",
};

function memoryStore(): ComputedStore & { results: Map<string, { owner: string; result: unknown }> } {
  const results = new Map<string, { owner: string; result: unknown }>();
  return {
    results,
    has: (key) => results.has(key),
    of: (owner) =>
      Object.fromEntries(
        [...results].filter(([, entry]) => entry.owner === owner).map(([key, { result }]) => [key, result]),
      ),
    put: (key, owner, result) => void results.set(key, { owner, result }),
    forget: (owner) => {
      for (const [key, entry] of results) if (entry.owner === owner) results.delete(key);
    },
  };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Setup {
  reconcile: (snapshot: Snapshot) => Decision;
  cluster?: Cluster;
  compute?: Compute;
  store?: ComputedStore;
  progress?: (uid: string) => RunProgress;
  watches?: Reconciler["watches"];
  queries?: Reconciler["relatedQueries"];
  signal?: AbortSignal;
}

function start(setup: Setup) {
  const cluster = setup.cluster ?? openMemoryCluster();
  const clock = new ManualClock();
  const passes: Snapshot[] = [];
  const loop = new ControlLoop({
    cluster,
    clock,
    platform,
    reconcilers: [
      {
        ...kind,
        watches: setup.watches ?? [],
        relatedQueries: setup.queries ?? (() => []),
        reconcile: (snapshot) => {
          passes.push(snapshot);
          return setup.reconcile(snapshot);
        },
      },
    ],
    progress: setup.progress ?? (() => ({ checkpoints: [], evaluations: [], ranks: {}, finished: false })),
    computed: setup.store ?? memoryStore(),
    compute: { "fit-study": setup.compute ?? (() => Promise.resolve(1)) },
    log: silentLog,
  });
  const stop = new AbortController();
  const running = loop.run(AbortSignal.any([stop.signal, ...(setup.signal ? [setup.signal] : [])]));
  stops.push(async () => {
    stop.abort();
    await running;
    await cluster.close();
  });
  return { cluster, clock, loop, passes, running };
}

/** All microtasks and watch deliveries that are due, until nothing is left to do. */
async function settle({ loop }: { loop: ControlLoop }): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = loop.idle ? quiet + 1 : 0;
  }
}

const create = (cluster: Cluster, name: string, spec: unknown = {}) =>
  cluster.create({ ...kind, metadata: { name, namespace: "default" }, spec });
const condition = (status: string, message = "") => ({
  conditions: [{ type: "Ready", status, reason: "Because", message }],
});

describe("control loop", () => {
  it("reconciles what is there and what comes, and stops when nothing changes any more", async () => {
    const bench = start({ reconcile: () => ({ actions: [], status: condition("True") }) });
    await create(bench.cluster, "a");
    await settle(bench);
    await create(bench.cluster, "b");
    await settle(bench);
    expect((await bench.cluster.get(at("a")))?.status).toEqual(condition("True"));
    expect((await bench.cluster.get(at("b")))?.status).toEqual(condition("True"));
    const count = bench.passes.length;
    await settle(bench);
    expect(bench.passes.length).toBe(count);
    expect(bench.loop.metrics.of("TrainingRun").writes).toBe(2);
  });

  it("ends when it was told to before it began", async () => {
    const late = start({ reconcile: () => ({ actions: [] }), signal: AbortSignal.abort() });
    await late.running;
    expect(late.passes).toEqual([]);
  });

  it("writes a status at once when a condition turns, otherwise every 10 s, and the last one never gets lost", async () => {
    let step = 0;
    let ready = "False";
    const bench = start({ reconcile: () => ({ actions: [], status: { step, ...condition(ready) } }) });
    const { metadata } = await create(bench.cluster, "a");
    await settle(bench);
    const status = async () => (await bench.cluster.get(at("a")))?.status as { step: number };
    expect((await status()).step).toBe(0);
    step = 1;
    bench.loop.wake(metadata.uid, true);
    await settle(bench);
    expect((await status()).step).toBe(0);
    step = 2;
    ready = "True";
    bench.loop.wake(metadata.uid, true);
    await settle(bench);
    expect((await status()).step).toBe(2);
    step = 3;
    bench.loop.wake(metadata.uid, true);
    await settle(bench);
    bench.clock.advance(9_999);
    await settle(bench);
    expect((await status()).step).toBe(2);
    bench.clock.advance(1);
    await settle(bench);
    expect((await status()).step).toBe(3);
  });

  it("acts first, then writes the status, then announces; a repeated announcement is one Event with a count", async () => {
    const order: string[] = [];
    const memory = openMemoryCluster();
    const note = async <T>(what: string, call: Promise<T>): Promise<T> => {
      order.push(what);
      return call;
    };
    const cluster = new Proxy(memory, {
      get: (target, property: keyof Cluster) => {
        if (property === "apply") {
          return (...args: Parameters<Cluster["apply"]>) =>
            note(`apply ${args[0].kind as string}`, target.apply(...args));
        }
        if (property === "create") {
          return (...args: Parameters<Cluster["create"]>) =>
            note(`create ${args[0].kind as string}`, target.create(...args));
        }
        if (property === "updateStatus") {
          return (...args: Parameters<Cluster["updateStatus"]>) =>
            note("status", target.updateStatus(...args));
        }
        const value = target[property] as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }) as Cluster;
    let round = 0;
    const bench = start({
      cluster,
      reconcile: ({ object }) => ({
        actions: [
          { kind: "Announce", type: "Normal", reason: "Started", message: "Started." },
          {
            kind: "Apply",
            reason: "x",
            object: {
              apiVersion: "v1",
              kind: "ConfigMap",
              metadata: { name: object.metadata.name, namespace: "default" },
            },
          },
        ],
        status: { round },
      }),
    });
    const { metadata } = await create(memory, "a");
    await settle(bench);
    expect(order.slice(0, 3)).toEqual(["apply ConfigMap", "status", "create Event"]);
    round = 1;
    bench.loop.wake(metadata.uid, true);
    await settle(bench);
    const { items } = await memory.list("v1", "Event");
    expect(items).toHaveLength(1);
    expect(items[0]?.count).toBe(bench.passes.length);
    expect(items[0]).toMatchObject({
      type: "Normal",
      reason: "Started",
      involvedObject: { uid: metadata.uid },
    });
  });

  it("carries out what may go beside each other at once, and the rest after all of it, or not at all", async () => {
    const memory = openMemoryCluster();
    const begun: string[] = [];
    const both = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let refuse = true;
    const cluster = new Proxy(memory, {
      get: (target, property: keyof Cluster) => {
        if (property === "apply") {
          return async (...args: Parameters<Cluster["apply"]>) => {
            begun.push(args[0].metadata.name);
            if (begun.length === 2) both.resolve();
            if (args[0].metadata.name !== "last") await gate.promise;
            if (args[0].metadata.name === "two" && refuse) throw new Error("refused");
            return target.apply(...args);
          };
        }
        const value = target[property] as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }) as Cluster;
    const map = (name: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default" },
    });
    const bench = start({
      cluster,
      reconcile: () => ({
        actions: [
          { kind: "Apply", reason: "x", object: map("one"), beside: true },
          { kind: "Apply", reason: "x", object: map("two"), beside: true },
          { kind: "Apply", reason: "x", object: map("last") },
        ],
      }),
    });
    await create(memory, "a");
    await both.promise;
    expect(begun).toEqual(["one", "two"]);
    gate.resolve();
    await settle(bench);
    expect(begun).not.toContain("last");
    refuse = false;
    bench.clock.advance(60_000);
    await settle(bench);
    expect(begun.at(-1)).toBe("last");
  });

  it("announces nothing of a status that could not be stored", async () => {
    const memory = openMemoryCluster();
    let fail = 3;
    const cluster = new Proxy(memory, {
      get: (target, property: keyof Cluster) => {
        if (property === "updateStatus") {
          return (...args: Parameters<Cluster["updateStatus"]>) => {
            fail -= 1;
            if (fail >= 0) return Promise.reject(new ClusterError("E_CONFLICT", "written since"));
            return target.updateStatus(...args);
          };
        }
        const value = target[property] as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }) as Cluster;
    const bench = start({
      cluster,
      reconcile: ({ object }) =>
        object.status
          ? { actions: [] }
          : {
              actions: [{ kind: "Announce", type: "Normal", reason: "Done", message: "Done." }],
              status: { done: true },
            },
    });
    await create(memory, "a");
    await settle(bench);
    expect((await memory.list("v1", "Event")).items).toHaveLength(0);
    // 5, 10 and 20 ms of back-off.
    for (const ms of [5, 10, 20]) {
      bench.clock.advance(ms);
      await settle(bench);
    }
    expect((await memory.list("v1", "Event")).items).toMatchObject([{ count: 1 }]);
    expect(bench.loop.metrics.of("TrainingRun").total.conflict).toBe(3);
  });

  it("gathers what the queries ask for, wakes owners by watch, and sees its own writes at once", async () => {
    const seen: number[] = [];
    const bench = start({
      watches: [
        {
          apiVersion: "v1",
          kind: "Pod",
          toKeys: ({ metadata }) => [at(metadata.labels?.run ?? "")],
        },
      ],
      queries: ({ metadata }) => [{ apiVersion: "v1", kind: "Pod", labels: { run: metadata.name } }],
      reconcile: ({ object, related }) => {
        seen.push(related.length);
        const { name } = object.metadata;
        const missing = [0, 1, 2].find(
          (i) => !related.some(({ metadata }) => metadata.name === `${name}-${i}`),
        );
        if (missing === undefined) return { actions: [] };
        return {
          actions: [
            {
              kind: "Apply",
              reason: "More",
              object: {
                apiVersion: "v1",
                kind: "Pod",
                metadata: { name: `${name}-${missing}`, namespace: "default", labels: { run: name } },
              },
            },
          ],
        };
      },
    });
    await create(bench.cluster, "a");
    await create(bench.cluster, "b");
    await settle(bench);
    expect((await bench.cluster.list("v1", "Pod")).items).toHaveLength(6);
    expect(seen.filter((count) => count === 0)).toHaveLength(2);
    await bench.cluster.delete({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "a-1" });
    await settle(bench);
    expect((await bench.cluster.list("v1", "Pod")).items).toHaveLength(6);
  });

  it("wakes whoever waits for something that says nothing of them, by name, by label or as one of a kind", async () => {
    const pod = (name: string, labels: Record<string, string> = {}) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", labels },
    });
    const bench = start({
      queries: ({ metadata }) => [
        {
          apiVersion: "v1",
          kind: "Pod",
          ...(metadata.name === "by-name" ? { name: "wanted" } : {}),
          ...(metadata.name === "by-label" ? { labels: { app: "x", tier: "y" } } : {}),
        },
      ],
      reconcile: ({ related }) => ({ actions: [], status: condition(String(related.length)) }),
    });
    const statuses = async () =>
      Object.fromEntries(
        (await bench.cluster.list(kind.apiVersion, kind.kind)).items.map(({ metadata, status }) => [
          metadata.name,
          (status as ReturnType<typeof condition>).conditions[0]?.status,
        ]),
      );
    for (const name of ["by-name", "by-label", "whole-kind"]) await create(bench.cluster, name);
    await settle(bench);
    expect(await statuses()).toEqual({ "by-name": "0", "by-label": "0", "whole-kind": "0" });
    await bench.cluster.create(pod("wanted", { app: "x" }));
    await settle(bench);
    expect(await statuses()).toEqual({ "by-name": "1", "by-label": "0", "whole-kind": "1" });
    await bench.cluster.create(pod("other", { app: "x", tier: "y" }));
    await settle(bench);
    expect(await statuses()).toEqual({ "by-name": "1", "by-label": "1", "whole-kind": "2" });
    const passes = bench.passes.length;
    await bench.cluster.create(pod("elsewhere"));
    await settle(bench);
    // Its own status brings it back once more.
    const woken = bench.passes.slice(passes).map(({ object }) => object.metadata.name);
    expect(new Set(woken)).toEqual(new Set(["whole-kind"]));
    await bench.cluster.delete({ apiVersion: "v1", kind: "Pod", namespace: "default", name: "other" });
    await settle(bench);
    expect(await statuses()).toEqual({ "by-name": "1", "by-label": "0", "whole-kind": "2" });
  });

  it("never reconciles one object twice at the same time", async () => {
    const busy = new Set<string>();
    let clashes = 0;
    const memory = openMemoryCluster();
    const cluster = new Proxy(memory, {
      get: (target, property: keyof Cluster) => {
        if (property === "updateStatus") {
          return async (...args: Parameters<Cluster["updateStatus"]>) => {
            const { name } = args[0];
            if (busy.has(name)) clashes += 1;
            busy.add(name);
            await new Promise((resolve) => setImmediate(resolve));
            busy.delete(name);
            return target.updateStatus(...args);
          };
        }
        const value = target[property] as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }) as Cluster;
    let round = 0;
    const bench = start({
      cluster,
      reconcile: () => ({
        actions: [{ kind: "Announce", type: "Normal", reason: "R", message: String(round) }],
        status: { round },
      }),
    });
    const created = await Promise.all(["a", "b", "c"].map((name) => create(memory, name)));
    for (let i = 0; i < 20; i += 1) {
      round += 1;
      for (const { metadata } of created) bench.loop.wake(metadata.uid, true);
      await new Promise((resolve) => setImmediate(resolve));
      bench.clock.advance(5);
    }
    await settle(bench);
    expect(clashes).toBe(0);
    expect(bench.passes.length).toBeGreaterThan(10);
  });

  it("computes a key once, stores the result, wakes the asker, and does not compute again after a restart", async () => {
    const store = memoryStore();
    let calls = 0;
    const setup: Setup = {
      store,
      compute: (input) => {
        calls += 1;
        return Promise.resolve({ doubled: (input as number) * 2 });
      },
      reconcile: ({ computed }) => {
        const result = computed["key-1"] as { doubled: number } | undefined;
        return result
          ? { actions: [], status: result }
          : {
              actions: [
                {
                  kind: "Compute",
                  key: "key-1",
                  computation: { name: "fit-study", input: 21 },
                  reason: "Points",
                },
              ],
            };
      },
    };
    const first = start(setup);
    await create(first.cluster, "a");
    await settle(first);
    expect((await first.cluster.get(at("a")))?.status).toEqual({ doubled: 42 });
    expect(calls).toBe(1);
    const second = start({ ...setup, cluster: first.cluster });
    await settle(second);
    expect(calls).toBe(1);
    await first.cluster.delete(at("a"));
    await settle(first);
    expect(store.results.size).toBe(0);
  });

  it("gives a computation that fails as a result with its error, so that it is not tried for ever", async () => {
    const bench = start({
      compute: () => Promise.reject(new Error("too few points")),
      reconcile: ({ computed }) => ({
        actions: [{ kind: "Compute", key: "k", computation: { name: "fit-study", input: 0 }, reason: "" }],
        status: { result: computed.k ?? null },
      }),
    });
    const { metadata } = await create(bench.cluster, "a");
    await settle(bench);
    bench.clock.advance(10_000);
    bench.loop.wake(metadata.uid, true);
    await settle(bench);
    expect((await bench.cluster.get(at("a")))?.status).toEqual({ result: { error: "too few points" } });
  });

  it("comes back when asked to, tries again after an error, and steps wake it at most once a second", async () => {
    let fail = true;
    const bench = start({
      reconcile: () => {
        if (fail) throw new Error("not now");
        return { actions: [], requeueAfterMs: 60_000 };
      },
    });
    const { metadata } = await create(bench.cluster, "a");
    await settle(bench);
    expect(bench.loop.metrics.of("TrainingRun").total.error).toBe(1);
    fail = false;
    bench.clock.advance(5);
    await settle(bench);
    const passes = bench.passes.length;
    for (let i = 0; i < 50; i += 1) bench.loop.wake(metadata.uid, false);
    bench.clock.advance(999);
    await settle(bench);
    expect(bench.passes.length).toBe(passes);
    bench.clock.advance(1);
    await settle(bench);
    expect(bench.passes.length).toBe(passes + 1);
    bench.clock.advance(60_000);
    await settle(bench);
    expect(bench.passes.length).toBe(passes + 2);
  });

  it("carries on over a watch that fails, expires or ends, and misses nothing", async () => {
    const memory = openMemoryCluster();
    let watches = 0;
    const cluster = new Proxy(memory, {
      get: (target, property: keyof Cluster) => {
        if (property === "watch") {
          return async function* (...args: Parameters<Cluster["watch"]>): AsyncGenerator<WatchEvent> {
            watches += 1;
            if (watches % 4 === 1) throw new ClusterError("E_EXPIRED", "list again");
            if (watches % 4 === 2) throw new Error("connection lost");
            let count = 0;
            for await (const event of target.watch(...args)) {
              yield event;
              count += 1;
              if (count === 2) return;
            }
          };
        }
        const value = target[property] as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }) as Cluster;
    const bench = start({ cluster, reconcile: () => ({ actions: [], status: { seen: true } }) });
    for (let i = 0; i < 25; i += 1) {
      await create(memory, `n-${i}`);
      await settle(bench);
      bench.clock.advance(5_000);
      await settle(bench);
    }
    const { items } = await memory.list(kind.apiVersion, kind.kind);
    expect(items.filter(({ status }: KubeObject) => status !== undefined)).toHaveLength(25);
    expect(watches).toBeGreaterThan(10);
  });
});
