/**
 * What every implementation of the cluster port must do. Uses the port alone; where Kubernetes acts after the call (garbage
 * collection), it waits by watching. An implementation runs it with a factory that gives handles on a namespace of its own.
 *
 * `widget` is a kind with a status sub-resource and no rules of its own: any `spec` is accepted.
 */
import { describe, expect, it } from "@jest/globals";
import { ClusterError } from "./errors.ts";
import { Bench, type ConformanceSubject } from "./testing/conformance-bench.ts";
import { watchConformance } from "./testing/watch.conformance.ts";

export type { ConformanceSubject } from "./testing/conformance-bench.ts";

export interface ConformanceOptions {
  name: string;
  subject: () => Promise<ConformanceSubject>;
  /** How long anything may take that is promised to happen. */
  timeoutMs?: number;
}

export function clusterConformance({ name, subject, timeoutMs = 5_000 }: ConformanceOptions): void {
  const test = (title: string, body: (bench: Bench) => Promise<void>): void => {
    it(title, async () => {
      const given = await subject();
      const bench = new Bench(given, timeoutMs);
      try {
        await body(bench);
      } finally {
        bench.stop();
        await given.dispose();
      }
    });
  };

  describe(`${name}: objects`, () => {
    test("gives a new object a uid, a version, generation 1 and a time", async (b) => {
      const created = await b.create("a", { size: 1 });
      expect(created.metadata.uid).not.toBe("");
      expect(created.metadata.generation).toBe(1);
      expect(Date.parse(created.metadata.creationTimestamp)).not.toBeNaN();
      expect(await b.get("a")).toEqual(created);
    });

    test("answers undefined for what is not there", async (b) => {
      expect(await b.get("nobody")).toBeUndefined();
    });

    test("refuses a name that is taken", async (b) => {
      await b.create("a", { size: 1 });
      await expect(b.create("a", { size: 2 })).rejects.toMatchObject({ code: "E_ALREADY_EXISTS" });
      expect((await b.get("a"))?.spec).toEqual({ size: 1 });
    });

    test("gives another uid to a second object of the same name", async (b) => {
      const first = await b.create("a", {});
      await b.delete("a");
      expect((await b.create("a", {})).metadata.uid).not.toBe(first.metadata.uid);
    });

    for (const bad of ["", "Upper", "under_score", "-x", "x".repeat(300), "a/b"]) {
      test(`refuses the name ${JSON.stringify(bad.slice(0, 20))}`, async (b) => {
        const error = await b.create(bad, {}).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(ClusterError);
        expect((error as ClusterError).code).toBe("E_INVALID");
        expect((error as ClusterError).message).toContain("metadata.name");
      });
    }

    test("ignores a status that comes with create", async (b) => {
      const created = await b.cluster.create({ ...b.desired("a", { spec: {} }), status: { ready: true } });
      expect(created.status).toBeUndefined();
    });

    test("hands out copies: changing an answer changes nothing", async (b) => {
      const created = await b.create("a", { list: [1] });
      (created.spec as { list: number[] }).list.push(2);
      expect((await b.get("a"))?.spec).toEqual({ list: [1] });
    });

    test("lists by namespace and by all of the labels asked for", async (b) => {
      await b.create("a", {}, { labels: { color: "red", size: "s" } });
      await b.create("b", {}, { labels: { color: "red", size: "m" } });
      await b.create("c", {});
      expect(await b.names({ labels: { color: "red" } })).toEqual(["a", "b"]);
      expect(await b.names({ labels: { color: "red", size: "m" } })).toEqual(["b"]);
      expect(await b.names({ labels: { color: "blue" } })).toEqual([]);
      expect(await b.names({})).toEqual(["a", "b", "c"]);
    });
  });

  describe(`${name}: generation and version`, () => {
    test("raises the generation for a change of the spec only", async (b) => {
      await b.apply("a", { spec: { size: 1 } });
      const labelled = await b.apply("a", { spec: { size: 1 }, labels: { x: "1" } });
      expect(labelled.metadata.generation).toBe(1);
      expect((await b.status("a", { ready: 1 })).metadata.generation).toBe(1);
      const changed = await b.apply("a", { spec: { size: 2 }, labels: { x: "1" } });
      expect(changed.metadata.generation).toBe(2);
    });

    test("raises the version with every change and never otherwise", async (b) => {
      const first = await b.apply("a", { spec: { size: 1 } });
      const same = await b.apply("a", { spec: { size: 1 } });
      expect(same.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      const next = await b.status("a", { ready: 1 });
      expect(next.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
      const again = await b.status("a", { ready: 1 });
      expect(again.metadata.resourceVersion).toBe(next.metadata.resourceVersion);
    });
  });

  describe(`${name}: status`, () => {
    test("replaces the status and leaves the rest", async (b) => {
      await b.create("a", { size: 1 });
      await b.status("a", { ready: 1, old: true });
      const next = await b.status("a", { ready: 2 });
      expect(next.status).toEqual({ ready: 2 });
      expect(next.spec).toEqual({ size: 1 });
    });

    test("refuses a status for a version that has passed", async (b) => {
      const created = await b.create("a", { size: 1 });
      await b.status("a", { ready: 1 });
      const stale = { resourceVersion: created.metadata.resourceVersion };
      await expect(b.cluster.updateStatus(b.ref("a"), { ready: 9 }, stale)).rejects.toMatchObject({
        code: "E_CONFLICT",
      });
      expect((await b.get("a"))?.status).toEqual({ ready: 1 });
    });

    test("says so if the object is not there", async (b) => {
      await expect(b.status("nobody", {})).rejects.toMatchObject({ code: "E_NOT_FOUND" });
    });

    test("survives an apply of the spec", async (b) => {
      await b.apply("a", { spec: { size: 1 } });
      await b.status("a", { ready: 1 });
      expect((await b.apply("a", { spec: { size: 2 } })).status).toEqual({ ready: 1 });
    });

    test("lets exactly one of many writers with the same version win", async (b) => {
      const created = await b.create("a", {});
      const { resourceVersion } = created.metadata;
      const other = await b.other();
      const outcomes = await Promise.allSettled(
        [0, 1, 2, 3, 4, 5].map((writer) =>
          (writer % 2 ? other : b.cluster).updateStatus(b.ref("a"), { writer }, { resourceVersion }),
        ),
      );
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "E_CONFLICT" });
      }
    });
  });

  describe(`${name}: apply`, () => {
    test("creates what is not there", async (b) => {
      expect((await b.apply("a", { spec: { size: 1 } })).spec).toEqual({ size: 1 });
    });

    test("removes what this manager has set before and leaves out now", async (b) => {
      await b.apply("a", {
        spec: { size: 1, color: "red", deep: { x: 1, y: 2 } },
        labels: { p: "1", q: "2" },
      });
      const next = await b.apply("a", { spec: { size: 1, deep: { y: 2 } }, labels: { q: "2" } });
      expect(next.spec).toEqual({ size: 1, deep: { y: 2 } });
      expect(next.metadata.labels).toEqual({ q: "2" });
    });

    test("leaves the fields of other managers alone", async (b) => {
      await b.apply("a", { spec: { size: 1 } }, { manager: "one" });
      await b.apply("a", { spec: { color: "red" } }, { manager: "two" });
      const next = await b.apply("a", { spec: { size: 2 } }, { manager: "one" });
      expect(next.spec).toEqual({ size: 2, color: "red" });
    });

    test("refuses to change a field of another manager, naming field and manager, and changes nothing", async (b) => {
      await b.apply("a", { spec: { size: 1 } }, { manager: "one" });
      const error = await b
        .apply("a", { spec: { size: 2, color: "red" } }, { manager: "two" })
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "E_CONFLICT" });
      expect((error as ClusterError).message).toMatch(/spec\.size/);
      expect((error as ClusterError).message).toMatch(/one/);
      expect((await b.get("a"))?.spec).toEqual({ size: 1 });
    });

    test("takes a field over with force; its old manager then cannot remove it", async (b) => {
      await b.apply("a", { spec: { size: 1, keep: 1 } }, { manager: "one" });
      const forced = await b.apply("a", { spec: { size: 2 } }, { manager: "two", force: true });
      expect(forced.spec).toEqual({ size: 2, keep: 1 });
      const next = await b.apply("a", { spec: { keep: 1 } }, { manager: "one" });
      expect(next.spec).toEqual({ size: 2, keep: 1 });
    });

    test("shares a field that two managers set to the same value until both have dropped it", async (b) => {
      await b.apply("a", { spec: { size: 1, one: 1 } }, { manager: "one" });
      await b.apply("a", { spec: { size: 1, two: 2 } }, { manager: "two" });
      expect((await b.apply("a", { spec: { one: 1 } }, { manager: "one" })).spec).toEqual({
        size: 1,
        one: 1,
        two: 2,
      });
      expect((await b.apply("a", { spec: { two: 2 } }, { manager: "two" })).spec).toEqual({ one: 1, two: 2 });
    });

    test("replaces lists as wholes", async (b) => {
      await b.apply("a", { spec: { list: [1, 2, 3] } });
      expect((await b.apply("a", { spec: { list: [9] } })).spec).toEqual({ list: [9] });
    });

    test("refuses to change what create has set, unless forced", async (b) => {
      await b.create("a", { size: 1 });
      await expect(b.apply("a", { spec: { size: 2 } })).rejects.toMatchObject({ code: "E_CONFLICT" });
      expect((await b.apply("a", { spec: { size: 2 } }, { manager: "one", force: true })).spec).toEqual({
        size: 2,
      });
    });

    test("keeps every field when many managers apply at the same time", async (b) => {
      const other = await b.other();
      const managers = ["a", "b", "c", "d", "e", "f"];
      await Promise.all(
        managers.map((manager, at) =>
          (at % 2 ? other : b.cluster).apply(b.desired("x", { spec: { [manager]: at } }), {
            fieldManager: manager,
          }),
        ),
      );
      expect((await b.get("x"))?.spec).toEqual({ a: 0, b: 1, c: 2, d: 3, e: 4, f: 5 });
    });
  });

  describe(`${name}: deletion`, () => {
    test("removes an object without finalizers, and does not mind if it is not there", async (b) => {
      await b.create("a", {});
      await b.delete("a");
      expect(await b.get("a")).toBeUndefined();
      await b.delete("a");
    });

    test("leaves an object alone whose uid is not the one meant", async (b) => {
      await b.create("a", {});
      await b.cluster.delete(b.ref("a"), { uid: "00000000-0000-0000-0000-000000000000" });
      expect(await b.get("a")).toBeDefined();
    });

    test("waits for finalizers, the last of which lets it go", async (b) => {
      await b.create("a", {}, { finalizers: ["test.dev/one"] });
      await b.cluster.setFinalizer(b.ref("a"), "test.dev/two", true);
      await b.delete("a");
      const marked = await b.get("a");
      expect(marked?.metadata.deletionTimestamp).toBeDefined();
      await b.delete("a");
      expect((await b.get("a"))?.metadata.deletionTimestamp).toBe(marked?.metadata.deletionTimestamp);
      await b.cluster.setFinalizer(b.ref("a"), "test.dev/one", false);
      expect(await b.get("a")).toBeDefined();
      await b.cluster.setFinalizer(b.ref("a"), "test.dev/two", false);
      expect(await b.get("a")).toBeUndefined();
    });

    test("adds and removes a finalizer any number of times to the same effect", async (b) => {
      await b.create("a", {});
      const once = await b.cluster.setFinalizer(b.ref("a"), "test.dev/x", true);
      const twice = await b.cluster.setFinalizer(b.ref("a"), "test.dev/x", true);
      expect(twice.metadata.resourceVersion).toBe(once.metadata.resourceVersion);
      expect(twice.metadata.finalizers).toEqual(["test.dev/x"]);
      const removed = await b.cluster.setFinalizer(b.ref("a"), "test.dev/x", false);
      expect(removed.metadata.finalizers ?? []).toEqual([]);
      await expect(b.cluster.setFinalizer(b.ref("nobody"), "test.dev/x", true)).rejects.toMatchObject({
        code: "E_NOT_FOUND",
      });
    });

    test("takes no new finalizer once it is being deleted", async (b) => {
      await b.create("a", {}, { finalizers: ["test.dev/one"] });
      await b.delete("a");
      await expect(b.cluster.setFinalizer(b.ref("a"), "test.dev/late", true)).rejects.toMatchObject({
        code: "E_INVALID",
      });
    });
  });

  describe(`${name}: garbage collection`, () => {
    test("collects dependents, and theirs, once the owner is gone", async (b) => {
      const owner = await b.create("owner", {});
      const child = await b.create("child", {}, { ownerReferences: [b.owner(owner)] });
      await b.create("grandchild", {}, { ownerReferences: [b.owner(child)] });
      await b.create("bystander", {});
      await b.delete("owner");
      await b.until(async () => (await b.names({})).join() === "bystander");
    });

    test("keeps dependents as long as the owner waits for a finalizer", async (b) => {
      const owner = await b.create("owner", {}, { finalizers: ["test.dev/x"] });
      await b.create("child", {}, { ownerReferences: [b.owner(owner)] });
      await b.delete("owner");
      // Whatever a collector does in answer to the mark, it does before it sees this object.
      await b.create("later", {});
      expect(await b.get("child")).toBeDefined();
      await b.cluster.setFinalizer(b.ref("owner"), "test.dev/x", false);
      await b.until(async () => (await b.get("child")) === undefined);
    });

    test("marks a dependent that has a finalizer of its own", async (b) => {
      const owner = await b.create("owner", {});
      await b.create("child", {}, { ownerReferences: [b.owner(owner)], finalizers: ["test.dev/x"] });
      await b.delete("owner");
      await b.until(async () => (await b.get("child"))?.metadata.deletionTimestamp !== undefined);
      await b.cluster.setFinalizer(b.ref("child"), "test.dev/x", false);
      expect(await b.get("child")).toBeUndefined();
    });

    test("keeps a dependent that has another owner left", async (b) => {
      const one = await b.create("one", {});
      const two = await b.create("two", {});
      await b.create("child", {}, { ownerReferences: [b.owner(one), b.owner(two)] });
      await b.delete("one");
      await b.until(async () => (await b.get("child"))?.metadata.ownerReferences?.length === 1);
      await b.delete("two");
      await b.until(async () => (await b.get("child")) === undefined);
    });

    test("releases dependents when asked to", async (b) => {
      const owner = await b.create("owner", {});
      await b.create("child", {}, { ownerReferences: [b.owner(owner)] });
      await b.cluster.delete(b.ref("owner"), { propagation: "orphan" });
      await b.until(async () => (await b.get("owner")) === undefined);
      const child = await b.get("child");
      expect(child).toBeDefined();
      expect(child?.metadata.ownerReferences ?? []).toEqual([]);
    });

    test("collects what is created for an owner that is gone already, by uid and not by name", async (b) => {
      const gone = await b.create("owner", {});
      await b.delete("owner");
      await b.create("owner", {});
      await b.create("child", {}, { ownerReferences: [b.owner(gone)] });
      await b.until(async () => (await b.get("child")) === undefined);
      expect(await b.get("owner")).toBeDefined();
    });
  });

  watchConformance(name, test);
}
