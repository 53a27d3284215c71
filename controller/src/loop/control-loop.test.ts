/** What the loop does with a decision: order of effects, pacing, conflicts. */
import { describe, expect, it } from "@jest/globals";
import type { Cluster } from "../cluster/cluster.ts";
import { ClusterError } from "../cluster/errors.ts";
import { openMemoryCluster } from "../cluster/local/index.ts";
import { at, condition, create, settle, start } from "./testing/loop-bench.ts";

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
});
