/** What goes wrong with a file: each error names the file and the remedy, and nothing that was there is lost. */
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ClusterError } from "../errors.ts";
import { clusterOn, openDatabase } from "./index.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plateau-db-"));
  path = join(folder, "cluster.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const config = (name: string, text = "x") => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
  data: { text },
});

async function failure(work: () => unknown): Promise<ClusterError> {
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(ClusterError);
    return error as ClusterError;
  }
  throw new Error("it did not fail");
}

async function fill(count: number): Promise<void> {
  const cluster = clusterOn(openDatabase(path));
  for (let i = 0; i < count; i += 1) await cluster.create(config(`c-${i}`, "x".repeat(2_000)));
  await cluster.close();
}

describe("the cluster's file", () => {
  it("on a full disk refuses the write, keeps everything, and goes on once there is room", async () => {
    const db = openDatabase(path);
    const cluster = clusterOn(db);
    await cluster.create(config("a"));
    const pages = Number(db.one("PRAGMA page_count")?.page_count);
    db.run(`PRAGMA max_page_count = ${pages + 2}`);
    const error = await failure(() => cluster.create(config("big", "x".repeat(100_000))));
    expect(error.code).toBe("E_CLUSTER_FULL");
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/disk is full.*free space/);
    expect((await cluster.list("v1", "ConfigMap")).items.map(({ metadata }) => metadata.name)).toEqual(["a"]);
    db.run("PRAGMA max_page_count = 1000000");
    await cluster.create(config("big", "x".repeat(100_000)));
    expect((await cluster.list("v1", "ConfigMap")).items).toHaveLength(2);
    await cluster.close();
  });

  it("where it may not be written says so and can still be read", async () => {
    const db = openDatabase(path);
    const cluster = clusterOn(db);
    await cluster.create(config("a"));
    db.run("PRAGMA query_only = ON");
    const error = await failure(() => cluster.create(config("b")));
    expect(error).toMatchObject({ code: "E_CLUSTER_READ_ONLY" });
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/write permission|PLATEAU_HOME/);
    expect((await cluster.list("v1", "ConfigMap")).items).toHaveLength(1);
    await cluster.close();
  });

  it("is found damaged when it is not a database at all", async () => {
    writeFileSync(path, "not a database, ".repeat(1_000));
    const error = await failure(() => openDatabase(path));
    expect(error.code).toBe("E_CLUSTER_CORRUPT");
    expect(error.message).toContain(path);
    expect(error.message).toMatch(/backup/);
    expect(readFileSync(path, "utf8")).toContain("not a database");
  });

  it("is found damaged by a controller when pages in its middle are overwritten", async () => {
    await fill(200);
    const size = statSync(path).size;
    const fd = openSync(path, "r+");
    for (let at = 4096 * 4; at < size - 4096; at += 4096 * 3)
      writeSync(fd, Buffer.alloc(512, 0xa5), 0, 512, at);
    closeSync(fd);
    const error = await failure(() => openDatabase(path, true));
    expect(error.code).toBe("E_CLUSTER_CORRUPT");
    expect(error.message).toContain(path);
  });

  it("is found damaged when an object in it is no JSON", async () => {
    await fill(1);
    const db = openDatabase(path);
    db.run("UPDATE objects SET body = substr(body, 1, 40)");
    const cluster = clusterOn(db);
    const error = await failure(() => cluster.list("v1", "ConfigMap"));
    expect(error).toMatchObject({ code: "E_CLUSTER_CORRUPT" });
    expect(error.message).toContain("an object is not JSON");
    await cluster.close();
  });

  it("of a newer release is left alone", async () => {
    await fill(1);
    const db = openDatabase(path);
    db.run("PRAGMA user_version = 99");
    db.close();
    const error = await failure(() => openDatabase(path));
    expect(error.code).toBe("E_CLUSTER_OPEN");
    expect(error.message).toMatch(/format 99.*PLATEAU_HOME/);
  });

  it("in a place that is no folder says which", async () => {
    writeFileSync(join(folder, "file"), "");
    const inside = join(folder, "file", "cluster.db");
    const error = await failure(() => openDatabase(inside));
    expect(error.code).toBe("E_CLUSTER_OPEN");
    expect(error.message).toContain(inside);
  });

  it("cut short says that it is damaged, at whatever length", async () => {
    await fill(60);
    const bytes = readFileSync(path);
    for (const share of [0.99, 0.75, 0.5, 0.25, 0.05, 0.001]) {
      const cut = join(folder, `cut-${share}.db`);
      writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * share)));
      const error = await failure(() => openDatabase(cut, true));
      expect(error.code).toBe("E_CLUSTER_CORRUPT");
      expect(error.message).toContain(cut);
    }
  });
});
