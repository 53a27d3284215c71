/** A home: made once, its key kept, every mistake named; logs in order; relative addresses; folders of gone runs removed. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openMemoryCluster } from "../cluster/local/index.ts";
import { rotateLog, tailOf } from "../cluster/local/node/process/logs.ts";
import { openHome } from "./home.ts";
import { readLogs } from "./logs.ts";
import { openLocal } from "./open-local.ts";
import { localPlatform, removeSockets } from "./platform.ts";
import { pruneLogs } from "./prune-logs.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plateau-home-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("openHome", () => {
  it("makes the folder and a key that only its user may read, and finds both again", () => {
    const path = join(folder, "a", "b");
    const first = openHome(path);
    expect(first.key).toHaveLength(32);
    expect(statSync(join(path, "key")).mode & 0o077).toBe(0);
    expect(openHome(path).key.equals(first.key)).toBe(true);
    expect(readdirSync(path)).toEqual(["key"]);
  });

  it("says what is wrong with a place that is a file, and with a damaged key", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => openHome(join(folder, "file"))).toThrow(/The home .*file cannot be used.*PLATEAU_HOME/);
    writeFileSync(join(folder, "key"), "zz");
    expect(() => openHome(folder)).toThrow(/key does not hold a key of 32 bytes/);
  });
});

describe("localPlatform", () => {
  it("resolves relative addresses against the home and leaves the others", () => {
    const home = openHome(folder);
    const platform = localPlatform(home, ["node"]);
    const resolveUri = (uri: string): string => platform.resolveUri(uri);
    expect(resolveUri("checkpoints")).toBe(`file://${home.path}/checkpoints`);
    expect(resolveUri("file:data/x")).toBe(`file://${home.path}/data/x`);
    expect(resolveUri("/abs/path")).toBe("file:///abs/path");
    expect(resolveUri("file:///abs/path")).toBe("file:///abs/path");
    expect(resolveUri("s3://bucket/x")).toBe("s3://bucket/x");
    removeSockets(home);
  });

  it("gives each run its own sockets and key, with paths short enough for a socket", () => {
    const deep = join(folder, "x".repeat(100), "y".repeat(100));
    const home = openHome(deep);
    const platform = localPlatform(home, ["node"]);
    const run = (uid: string) => platform.peers({ namespace: "n", job: "r", service: "r", uid });
    expect(run("11111111-a")).not.toBe(run("22222222-a"));
    expect(Buffer.byteLength(run("11111111-a").replace("unix:", "").replace("{rank}", "1023"))).toBeLessThan(
      104,
    );
    expect(platform.membershipKey("a")).toMatch(/^[0-9a-f]{64}$/);
    expect(platform.membershipKey("a")).toBe(platform.membershipKey("a"));
    expect(platform.membershipKey("a")).not.toBe(platform.membershipKey("b"));
    removeSockets(home);
  });
});

function writePod(
  name: string,
  parts: { run: string; rank: number; at: string; log: string; uid?: string },
): void {
  const path = join(folder, "pods", name);
  mkdirSync(path, { recursive: true });
  const labels = {
    "plateau.dev/run": parts.run,
    "plateau.dev/run-uid": parts.uid ?? parts.run,
    "batch.kubernetes.io/job-completion-index": String(parts.rank),
  };
  const about = { name, namespace: "default", labels, creationTimestamp: parts.at };
  writeFileSync(join(path, "pod.json"), JSON.stringify(about));
  writeFileSync(join(path, "worker.log"), parts.log);
}

describe("logs", () => {
  const request = (rank: number, follow = false, signal = new AbortController().signal) => ({
    namespace: "default",
    run: "r",
    rank,
    follow,
    signal,
  });
  const lines = async (rank: number): Promise<string[]> => {
    const all: string[] = [];
    for await (const line of readLogs(join(folder, "pods"), request(rank))) all.push(line);
    return all;
  };

  it("gives the lines of one rank over all of its Pods, the oldest first", async () => {
    writePod("z-first", { run: "r", rank: 0, at: "2026-01-01T00:00:00Z", log: "a\nb\n" });
    writePod("a-second", { run: "r", rank: 0, at: "2026-01-01T00:01:00Z", log: "c\nunfinished" });
    writePod("other-rank", { run: "r", rank: 1, at: "2026-01-01T00:00:00Z", log: "x\n" });
    writePod("other-run", { run: "s", rank: 0, at: "2026-01-01T00:00:00Z", log: "y\n" });
    expect(await lines(0)).toEqual(["a", "b", "c", "unfinished"]);
    expect(await lines(1)).toEqual(["x"]);
    await expect(lines(2)).rejects.toMatchObject({ code: "E_NO_LOGS" });
  });

  it("follows: what is appended comes, a multi-byte letter in two writes comes whole, a rotated file starts anew", async () => {
    writePod("p", { run: "r", rank: 0, at: "2026-01-01T00:00:00Z", log: "a\n" });
    const file = join(folder, "pods", "p", "worker.log");
    const stop = new AbortController();
    const following = readLogs(join(folder, "pods"), request(0, true, stop.signal))[Symbol.asyncIterator]();
    expect((await following.next()).value).toBe("a");
    const next = following.next();
    const letter = Buffer.from("é\n");
    appendFileSync(file, letter.subarray(0, 1));
    appendFileSync(file, letter.subarray(1));
    expect((await next).value).toBe("é");
    const afterRotation = following.next();
    expect(rotateLog(file, 1)).toBe(true);
    expect(tailOf(`${file}.1`, 100)).toBe("a\né\n");
    appendFileSync(file, "b\n");
    expect((await afterRotation).value).toBe("b");
    const last = following.next();
    stop.abort();
    expect((await last).done).toBe(true);
  });

  it("are removed once their run is gone, and only then", async () => {
    const cluster = openMemoryCluster();
    const { metadata } = await cluster.create({
      apiVersion: "plateau.dev/v1alpha1",
      kind: "TrainingRun",
      metadata: { name: "r", namespace: "default" },
      spec: {},
    });
    writePod("kept", { run: "r", rank: 0, at: "", log: "", uid: metadata.uid });
    writePod("gone", { run: "old", rank: 0, at: "", log: "", uid: "old-uid" });
    await pruneLogs(join(folder, "pods"), cluster);
    expect(readdirSync(join(folder, "pods"))).toEqual(["kept"]);
    await cluster.close();
  });

  it("tail starts at the start of a line", () => {
    writeFileSync(join(folder, "log"), "first line\nsecond\nthird\n");
    expect(tailOf(join(folder, "log"), 12)).toBe("third\n");
    expect(tailOf(join(folder, "none"), 12)).toBe("");
  });
});

describe("openLocal", () => {
  it("admits by the rules of the kinds, and shares a home between handles", async () => {
    const one = await openLocal({ home: folder, workerCommand: ["node"], role: "controller" });
    const two = await openLocal({ home: folder, workerCommand: ["node"], role: "client" });
    const bad = {
      apiVersion: "plateau.dev/v1alpha1",
      kind: "TrainingRun",
      metadata: { name: "x", namespace: "default" },
    };
    await expect(two.cluster.create(bad)).rejects.toMatchObject({ code: "E_INVALID", message: /spec/ });
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "default" } };
    await two.cluster.create(config);
    expect((await one.cluster.list("v1", "ConfigMap")).items).toHaveLength(1);
    expect(one.controllerPid()).toBeUndefined();
    await two.close();
    await one.close();
  });
});
