import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openMemoryCluster } from "@plateau/controller/cluster/local/index.ts";
import type { Cluster } from "@plateau/controller/cluster/cluster.ts";
import { ClusterError, type ClusterErrorCode } from "@plateau/controller/cluster/errors.ts";
import { Mirror } from "./mirror.ts";

const configMaps = { apiVersion: "v1", kind: "ConfigMap" };
let cluster: Cluster;
let stop: AbortController;
beforeEach(() => {
  cluster = openMemoryCluster();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await cluster.close();
});

const make = (name: string, namespace = "team", labels: Record<string, string> = {}): Promise<unknown> =>
  cluster.create({ ...configMaps, metadata: { name, namespace, labels }, data: {} });
const names = (mirror: Mirror): string[] =>
  mirror
    .objects("ConfigMap")
    .map(({ metadata }) => metadata.name)
    .toSorted((a, b) => a.localeCompare(b));

/** The cluster, whose next lists fail. */
function failing(code: ClusterErrorCode, times: number): Pick<Cluster, "list" | "watch"> {
  let left = times;
  return {
    list: (...args) => (left-- > 0 ? Promise.reject(new ClusterError(code, "no")) : cluster.list(...args)),
    watch: (...args) => cluster.watch(...args),
  };
}

describe("Mirror", () => {
  it("holds what is selected, and wakes at every change of it", async () => {
    await make("there");
    await make("elsewhere", "other");
    const mirror = new Mirror(cluster, [{ ...configMaps, namespace: "team" }], { signal: stop.signal });
    await mirror.synced();
    expect(names(mirror)).toEqual(["there"]);
    expect(mirror.find("ConfigMap", "team", "there")).toBeDefined();
    await mirror.next();
    const woken = mirror.next();
    await make("comes");
    await woken;
    expect(names(mirror)).toEqual(["comes", "there"]);
    await cluster.delete({ ...configMaps, namespace: "team", name: "there" });
    while (names(mirror).length > 1) await mirror.next();
    expect(names(mirror)).toEqual(["comes"]);
  });

  it("selects by label", async () => {
    await make("mine", "team", { run: "a" });
    await make("theirs", "team", { run: "b" });
    const selection = { ...configMaps, namespace: "team", labels: { run: "a" } };
    const mirror = new Mirror(cluster, [selection], { signal: stop.signal });
    await mirror.synced();
    expect(names(mirror)).toEqual(["mine"]);
  });

  it("wakes at a tick, and when it is told to end", async () => {
    const ticking = new Mirror(cluster, [configMaps], { signal: stop.signal, tickMs: 5 });
    await ticking.synced();
    await ticking.next();
    await ticking.next();
    const quiet = new Mirror(cluster, [configMaps], { signal: stop.signal });
    await quiet.synced();
    const woken = quiet.next();
    stop.abort();
    await woken;
    await quiet.next();
  });

  it("sits out one failure, and tells of it", async () => {
    const told: unknown[] = [];
    const mirror = new Mirror(failing("E_UNAVAILABLE", 1), [configMaps], {
      signal: stop.signal,
      onTrouble: (error) => told.push(error),
    });
    await make("there");
    await mirror.synced();
    expect(names(mirror)).toEqual(["there"]);
    expect(told).toEqual([expect.objectContaining({ code: "E_UNAVAILABLE" })]);
  });

  it.each<[ClusterErrorCode, number]>([
    ["E_FORBIDDEN", 1],
    ["E_NO_KIND", 1],
    ["E_UNAVAILABLE", 2],
  ])("ends with %s: nothing was seen and nothing will be", async (code, times) => {
    const mirror = new Mirror(failing(code, times), [configMaps], { signal: stop.signal });
    await expect(mirror.synced()).rejects.toMatchObject({ code });
    await expect(mirror.next()).rejects.toMatchObject({ code });
  });
});
