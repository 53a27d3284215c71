import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openMemoryCluster } from "../cluster/local/index.ts";
import { ManualClock } from "./clock.ts";
import { Informer } from "./informer.ts";

const kind = { apiVersion: "test.dev/v1", kind: "Widget" };
const stop = new AbortController();
afterEach(() => stop.abort());

describe("an informer of some namespaces", () => {
  it("sees these only, and a list of one takes nothing from the others", async () => {
    const cluster = openMemoryCluster();
    const create = (namespace: string, name: string) =>
      cluster.create({ ...kind, metadata: { namespace, name }, spec: {} });
    for (const namespace of ["a", "b", "c"]) await create(namespace, "first");
    const clock = new ManualClock();
    const informer = new Informer({
      cluster,
      ...kind,
      clock,
      namespaces: ["a", "b"],
      resyncMs: 1_000,
      random: () => 0.5,
    });
    const told: string[] = [];
    informer.onChange((object, old) =>
      told.push(
        `${object ? "" : "-"}${(object ?? old)!.metadata.namespace}/${(object ?? old)!.metadata.name}`,
      ),
    );
    void informer.run(stop.signal);
    await informer.synced;
    const seen = (): string[] =>
      [...informer.cache.values()].map(({ metadata }) => `${metadata.namespace}/${metadata.name}`).sort();
    expect(seen()).toEqual(["a/first", "b/first"]);
    await create("b", "second");
    await create("c", "second");
    await cluster.delete({ ...kind, namespace: "a", name: "first" });
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(seen()).toEqual(["b/first", "b/second"]);
    // Both lists are read anew.
    clock.advance(1_100);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(informer.lists).toBe(4);
    expect(seen()).toEqual(["b/first", "b/second"]);
    expect(told.filter((name) => name.startsWith("-"))).toEqual(["-a/first"]);
    expect(told.some((name) => name.startsWith("c/"))).toBe(false);
  });
});
