/** The embedded cluster against the port's suite: in memory, and on a file that several handles share. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { clusterConformance } from "../cluster.conformance.ts";
import type { DesiredObject, WatchEvent } from "../cluster.ts";
import { clusterOn, openDatabase, openMemoryCluster } from "./index.ts";

const widget = { apiVersion: "test.dev/v1", kind: "Widget" };
let folder = "";
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plateau-cluster-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newFile(): string {
  files += 1;
  return join(folder, `${files}.db`);
}

clusterConformance({
  name: "embedded cluster in memory",
  // oxlint-disable-next-line require-await
  subject: async () => {
    const cluster = openMemoryCluster();
    return {
      cluster,
      open: () => Promise.resolve(cluster),
      namespace: "default",
      widget,
      dispose: () => cluster.close(),
    };
  },
});

clusterConformance({
  name: "embedded cluster on a file",
  // oxlint-disable-next-line require-await
  subject: async () => {
    const path = newFile();
    const handles = [clusterOn(openDatabase(path))];
    return {
      cluster: handles[0]!,
      // oxlint-disable-next-line require-await
      open: async () => {
        const another = clusterOn(openDatabase(path));
        handles.push(another);
        return another;
      },
      namespace: "default",
      widget,
      dispose: async () => {
        for (const handle of handles) await handle.close();
      },
    };
  },
});

function desired(name: string, spec: unknown): DesiredObject {
  return { ...widget, metadata: { name, namespace: "default" }, spec };
}

describe("embedded cluster", () => {
  it("gives the same objects after the file is opened again", async () => {
    const path = newFile();
    const first = clusterOn(openDatabase(path));
    await first.apply(desired("a", { size: 1 }), { fieldManager: "one" });
    const before = await first.list("test.dev/v1", "Widget");
    await first.close();
    const second = clusterOn(openDatabase(path, true));
    expect(await second.list("test.dev/v1", "Widget")).toEqual(before);
    // Who owns which field is remembered too.
    await expect(second.apply(desired("a", { size: 2 }), { fieldManager: "two" })).rejects.toMatchObject({
      code: "E_CONFLICT",
    });
    await second.close();
  });

  it("says that a version is expired once its changes are no longer kept, and a watch that kept up goes on", async () => {
    const cluster = openMemoryCluster({ keepEvents: 100 });
    await cluster.create(desired("a", {}));
    const stop = new AbortController();
    const seen: WatchEvent[] = [];
    const following = (async () => {
      const options = { resourceVersion: "0", signal: stop.signal };
      for await (const event of cluster.watch("test.dev/v1", "Widget", options)) {
        seen.push(event);
        if (seen.filter(({ type }) => type !== "BOOKMARK").length === 1_101) stop.abort();
      }
    })();
    for (let i = 0; i < 1_100; i += 1) {
      await cluster.updateStatus({ ...widget, namespace: "default", name: "a" }, { i });
      // Reading goes on between writes, as it does in a process that is not stuck.
      if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await following;
    const late = cluster.watch("test.dev/v1", "Widget", {
      resourceVersion: "0",
      signal: new AbortController().signal,
    });
    const failure = late[Symbol.asyncIterator]().next();
    await expect(failure).rejects.toMatchObject({ code: "E_EXPIRED" });
    await cluster.close();
  });

  it("sends a bookmark after many changes of other kinds, from which a watch can go on", async () => {
    const cluster = openMemoryCluster();
    const stop = new AbortController();
    const { resourceVersion } = await cluster.list("test.dev/v1", "Widget");
    const events = cluster.watch("test.dev/v1", "Widget", { resourceVersion, signal: stop.signal });
    const first = events[Symbol.asyncIterator]().next();
    for (let i = 0; i < 250; i += 1) {
      await cluster.create({
        apiVersion: "v1",
        kind: "Other",
        metadata: { name: `o-${i}`, namespace: "default" },
      });
    }
    const { value } = (await first) as { value: WatchEvent };
    if (value.type !== "BOOKMARK") throw new Error(`expected a bookmark, got ${value.type}`);
    stop.abort();
    const again = { resourceVersion: value.resourceVersion, signal: new AbortController().signal };
    const resumed = cluster.watch("test.dev/v1", "Widget", again)[Symbol.asyncIterator]().next();
    await cluster.create(desired("a", {}));
    expect(await resumed).toMatchObject({ value: { type: "ADDED", object: { metadata: { name: "a" } } } });
    await cluster.close();
  });

  it("fills in defaults by the admission hook, and they belong to nobody", async () => {
    const cluster = openMemoryCluster({
      admit: (object) => ({ ...object, spec: { color: "grey", ...(object.spec as object) } }),
    });
    const applied = await cluster.apply(desired("a", { size: 1 }), { fieldManager: "one" });
    expect(applied.spec).toEqual({ color: "grey", size: 1 });
    const again = await cluster.apply(desired("a", { size: 1 }), { fieldManager: "one" });
    expect(again.metadata.resourceVersion).toBe(applied.metadata.resourceVersion);
    const other = await cluster.apply(desired("a", { color: "red" }), { fieldManager: "two" });
    expect(other.spec).toEqual({ color: "red", size: 1 });
    // Dropped by its only owner, the field falls back to its default.
    const dropped = await cluster.apply(desired("a", {}), { fieldManager: "two" });
    expect(dropped.spec).toEqual({ color: "grey", size: 1 });
    await cluster.close();
  });

  it("passes on what the admission hook refuses as E_INVALID, and stores nothing", async () => {
    const refusal = Object.assign(new Error("spec.size must be positive"), { code: "E_INVALID" });
    const cluster = openMemoryCluster({
      admit: (object) => {
        if ((object.spec as { size: number }).size <= 0) throw refusal;
        return object;
      },
    });
    await expect(cluster.create(desired("a", { size: 0 }))).rejects.toMatchObject({
      name: "ClusterError",
      code: "E_INVALID",
      message: "spec.size must be positive",
      cause: refusal,
    });
    await cluster.create(desired("a", { size: 1 }));
    await expect(
      cluster.apply(desired("a", { size: -1 }), { fieldManager: "x", force: true }),
    ).rejects.toMatchObject({
      code: "E_INVALID",
    });
    expect((await cluster.list("test.dev/v1", "Widget")).items).toHaveLength(1);
    await cluster.close();
  });

  it("refuses an object too large for a cluster", async () => {
    const cluster = openMemoryCluster();
    await expect(cluster.create(desired("a", { text: "x".repeat(1_600_000) }))).rejects.toThrow(
      /at most 1500000/,
    );
    await cluster.close();
  });

  it("treats __proto__ as a name like any other", async () => {
    const cluster = openMemoryCluster();
    const spec = JSON.parse('{"__proto__": {"polluted": true}, "a": {"constructor": 1}}') as object;
    await cluster.apply(desired("a", spec), { fieldManager: "one" });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const stored = (await cluster.get({ ...widget, namespace: "default", name: "a" }))?.spec;
    expect(JSON.stringify(stored)).toBe(JSON.stringify(spec));
    await cluster.close();
  });

  it("says that it was closed", async () => {
    const cluster = openMemoryCluster();
    await cluster.close();
    await expect(cluster.list("v1", "Pod")).rejects.toMatchObject({ code: "E_CLOSED" });
  });
});
