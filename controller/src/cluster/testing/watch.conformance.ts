/** What watches of every implementation of the cluster port must do. */
import { describe, expect } from "@jest/globals";
import type { KubeObject } from "../cluster.ts";
import type { Bench } from "./conformance-bench.ts";

/** Runs its body on a namespace of its own. */
export type ConformanceTest = (title: string, body: (bench: Bench) => Promise<void>) => void;

export function watchConformance(name: string, test: ConformanceTest): void {
  describe(`${name}: watch`, () => {
    test("tells every change after the version, once and in order", async (b) => {
      await b.create("before", {});
      const { resourceVersion } = await b.list();
      const seen = b.watch({ resourceVersion });
      await b.apply("a", { spec: { size: 1 } });
      await b.apply("a", { spec: { size: 2 } });
      await b.status("a", { ready: 1 });
      await b.delete("a");
      expect(await seen.next(4)).toEqual(["ADDED a", "MODIFIED a", "MODIFIED a", "DELETED a"]);
    });

    test("goes on where another watch has ended, losing and doubling nothing", async (b) => {
      const { resourceVersion } = await b.list();
      const first = b.watch({ resourceVersion });
      for (let i = 0; i < 5; i += 1) await b.create(`a-${i}`, {});
      await first.next(3);
      first.stop();
      for (let i = 5; i < 9; i += 1) await b.create(`a-${i}`, {});
      const second = b.watch({ resourceVersion: first.version });
      expect(await second.next(6)).toEqual([3, 4, 5, 6, 7, 8].map((i) => `ADDED a-${i}`));
    });

    test("sees what another handle writes", async (b) => {
      const other = await b.other();
      const { resourceVersion } = await b.list();
      const seen = b.watch({ resourceVersion });
      await other.create(b.desired("elsewhere", { spec: {} }));
      expect(await seen.next(1)).toEqual(["ADDED elsewhere"]);
    });

    test("gives several watches the same story while several writers write", async (b) => {
      const other = await b.other();
      const { resourceVersion } = await b.list();
      const watches = [b.watch({ resourceVersion }), b.watch({ resourceVersion })];
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          (i % 2 ? other : b.cluster).create(b.desired(`n-${i}`, { spec: {} })),
        ),
      );
      const [one, two] = await Promise.all(watches.map((watch) => watch.next(20)));
      expect(one).toEqual(two);
      expect(new Set(one).size).toBe(20);
    });

    test("with labels: entering the selection is ADDED, leaving it is DELETED", async (b) => {
      const { resourceVersion } = await b.list();
      const seen = b.watch({ resourceVersion, labels: { color: "red" } });
      await b.apply("other", { spec: {} });
      await b.apply("a", { spec: {} });
      await b.apply("a", { spec: {}, labels: { color: "red" } });
      await b.apply("a", { spec: { size: 1 }, labels: { color: "red" } });
      await b.apply("a", { spec: { size: 1 }, labels: { color: "blue" } });
      await b.apply("b", { spec: {}, labels: { color: "red" } });
      expect(await seen.next(4)).toEqual(["ADDED a", "MODIFIED a", "DELETED a", "ADDED b"]);
    });

    test("list plus watch is the truth: replaying events over the list gives the next list", async (b) => {
      for (let i = 0; i < 6; i += 1) await b.create(`a-${i}`, { size: 0 });
      const { items, resourceVersion } = await b.list();
      const model = new Map(items.map((object) => [object.metadata.name, object]));
      const seen = b.watch({ resourceVersion });
      for (let i = 0; i < 6; i += 2) await b.delete(`a-${i}`);
      for (let i = 1; i < 6; i += 2) await b.status(`a-${i}`, { ready: i });
      await b.create("last", {});
      await seen.next(7);
      for (const event of seen.events) {
        if (event.type === "BOOKMARK") continue;
        if (event.type === "DELETED") model.delete(event.object.metadata.name);
        else model.set(event.object.metadata.name, event.object);
      }
      expect([...model.values()].sort(byName)).toEqual((await b.list()).items.sort(byName));
    });

    test("ends quietly when its signal aborts", async (b) => {
      const { resourceVersion } = await b.list();
      const seen = b.watch({ resourceVersion });
      seen.stop();
      await seen.ended;
    });

    test("refuses a version that no list has given", async (b) => {
      const seen = b.watch({ resourceVersion: "999999999999" });
      await expect(seen.ended).rejects.toMatchObject({ code: "E_EXPIRED" });
    });
  });
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}
