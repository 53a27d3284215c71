/** Writers that are killed at any moment: the file stays whole, and what was acknowledged is there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { watch } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { mix32 } from "@plateau/scaling";
import { clusterOn, openDatabase } from "@plateau/controller/cluster/local/index.ts";

const writerFile = join(import.meta.dirname, "fixtures", "writer.ts");
const rounds = 4;

describe("the cluster's file under kill -9", () => {
  it("keeps every acknowledged write of two processes, whole, with nothing that its owner has left behind", async () => {
    const folder = mkdtempSync(join(tmpdir(), "plateau-store-"));
    const path = join(folder, "cluster.db");
    const notes = join(folder, "notes");
    openDatabase(path).close();
    for (let round = 0; round < rounds; round += 1) {
      const writers = ["a", "b"].map((name) =>
        spawn(process.execPath, [writerFile, path, notes, name], { stdio: "inherit" }),
      );
      // Some way into the work, at a place that differs from round to round.
      let events = 40 + (mix32(round) % 60);
      for await (const event of watch(folder, { signal: AbortSignal.timeout(30_000) })) {
        if (event.filename === "notes") events -= 1;
        if (events === 0) break;
      }
      for (const writer of writers) {
        const gone = once(writer, "exit");
        writer.kill("SIGKILL");
        await gone;
      }
      const db = openDatabase(path, true);
      const cluster = clusterOn(db);
      const { items, resourceVersion } = await cluster.list("test.dev/v1", "Widget");
      const byName = new Map(items.map((object) => [object.metadata.name, object]));
      const told = new Map<string, { version: string; fate: string }>();
      for (const line of readFileSync(notes, "utf8").trim().split("\n")) {
        const [name = "", version = "", fate = ""] = line.split(" ");
        told.set(name, { version, fate });
      }
      expect(told.size).toBeGreaterThan(10);
      for (const [name, { version, fate }] of told) {
        const object = byName.get(name);
        // A deletion may have been stored and its acknowledgement not written; never the other way round.
        if (fate === "deleted") expect(object).toBeUndefined();
        else if (object) expect(object).toMatchObject({ metadata: { resourceVersion: version }, status: {} });
        else expect(Number(name.split("-")[2]) % 3).toBe(2);
      }
      const uids = new Set(items.map(({ metadata }) => metadata.uid));
      for (const { metadata } of items) {
        for (const { uid } of metadata.ownerReferences ?? []) expect(uids.has(uid)).toBe(true);
      }
      // Every change that is still logged is there exactly once: versions have no holes.
      const versions = db.all("SELECT version FROM log ORDER BY version").map((row) => Number(row.version));
      expect(versions.at(-1)).toBe(Number(resourceVersion));
      expect(versions.at(-1)! - versions[0]! + 1).toBe(versions.length);
      await cluster.close();
    }
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);
});
