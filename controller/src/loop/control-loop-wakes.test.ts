/** What brings the loop to an object: queries, watches, timers, results of computations; and never twice at once. */
import { describe, expect, it } from "@jest/globals";
import type { Cluster, KubeObject, WatchEvent } from "../cluster/cluster.ts";
import { ClusterError } from "../cluster/errors.ts";
import { openMemoryCluster } from "../cluster/local/index.ts";
import { at, condition, create, kind, memoryStore, settle, start, type Setup } from "./testing/loop-bench.ts";

describe("control loop: what wakes it", () => {
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
