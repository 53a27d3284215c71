import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { contentsAt } from "./fixtures.ts";
import {
  CheckpointWriter,
  listCheckpoints,
  loadCheckpoint,
  openStore,
  PartWriter,
  partName,
  saveCheckpoint,
  verifyCheckpoint,
  type ManifestFile,
} from "./index.ts";

let home: string;
let counter = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-parts-"));
});
afterAll(() => rm(home, { recursive: true }));

const memoryOf = (shard: number): Record<string, Float32Array> => ({
  [`codec.shard.${shard}.residual.w`]: Float32Array.of(shard + 0.5, -shard, 1e-40),
});

/** The files of two ranks that host shards 0 to 1 and 2. */
async function writeParts(root: string, step: number): Promise<ManifestFile[]> {
  const [one, two] = [new PartWriter(root), new PartWriter(root)];
  const files = await Promise.all([
    one.write(step, partName([0, 1]), { ...memoryOf(0), ...memoryOf(1) }),
    two.write(step, partName([2]), memoryOf(2)),
  ]);
  await Promise.all([one.close(), two.close()]);
  return files;
}

const rootOf = (): string => join(home, `run-${counter++}`);

describe("codec memory in a checkpoint", () => {
  it("is written by each rank for itself, stands in the manifest, and is loaded by shard", async () => {
    const root = rootOf();
    const store = await openStore(root);
    const parts = await writeParts(root, 10);
    const { manifest } = await saveCheckpoint(store, { ...contentsAt(10), parts });
    expect(manifest.holds).toContain("CodecState");
    const extraOf = async (...shards: number[]): Promise<Record<string, Float32Array>> =>
      (await loadCheckpoint(store, 10, { shards })).state.extra;
    const own = contentsAt(10).state.extra;
    expect(await extraOf()).toEqual(own);
    expect(await extraOf(2)).toEqual({ ...own, ...memoryOf(2) });
    // A file is for several shards: the neighbour's memory comes along.
    expect(await extraOf(1, 2)).toEqual({ ...own, ...memoryOf(0), ...memoryOf(1), ...memoryOf(2) });
  });

  it("is copied at once: what happens to the vectors afterwards does not matter", async () => {
    const root = rootOf();
    const writer = new PartWriter(root);
    const memory = memoryOf(3);
    const writing = writer.write(5, partName([3]), memory);
    memory["codec.shard.3.residual.w"]!.fill(9);
    const parts = [await writing];
    await writer.close();
    const store = await openStore(root);
    await saveCheckpoint(store, { ...contentsAt(5), parts });
    expect((await loadCheckpoint(store, 5, { shards: [3] })).state.extra).toMatchObject(memoryOf(3));
  });

  it("counts when a checkpoint is verified: damage is named by file", async () => {
    const root = rootOf();
    const store = await openStore(root);
    await saveCheckpoint(store, { ...contentsAt(10), parts: await writeParts(root, 10) });
    await writeFile(join(root, "step-000000010", partName([2])), "spoilt");
    await expect(verifyCheckpoint(store, 10)).rejects.toThrow(/codec-2-2\.safetensors/);
  });

  it("says which disk it could not be written to", async () => {
    const root = join(home, "a-file");
    await writeFile(root, "");
    const writer = new PartWriter(root);
    await expect(writer.write(1, partName([0]), memoryOf(0))).rejects.toMatchObject({
      code: "E_STORE_UNAVAILABLE",
    });
    await writer.close();
  });
});

describe("the checkpoint writer", () => {
  it("commits when the parts of the others have been written, and not before", async () => {
    const root = rootOf();
    const store = await openStore(root);
    const writer = new CheckpointWriter({ storeUri: root, keepLast: 2, forkSteps: [10] });
    const parts = Promise.withResolvers<ManifestFile[]>();
    await writer.submit(contentsAt(10), true, parts.promise);
    const files = await writeParts(root, 10);
    expect(await listCheckpoints(store)).toEqual([]);
    parts.resolve(files);
    await writer.flush();
    expect((await verifyCheckpoint(store, 10)).manifest.files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["codec-0-1.safetensors", "codec-2-2.safetensors"]),
    );
    await writer.close();
  });

  it("gives a checkpoint up whose parts are lost with a rank, fork point or not, and goes on", async () => {
    const root = rootOf();
    const writer = new CheckpointWriter({ storeUri: root, keepLast: 2, forkSteps: [10, 20] });
    const told: string[] = [];
    writer.on("dropped", ({ step, fork }) => told.push(`dropped ${step} ${fork}`));
    const lost = Object.assign(new Error("rank 1 was lost"), { code: "E_PEER_LOST" });
    await writer.submit(contentsAt(10), true, Promise.reject(lost));
    await writer.flush();
    await writer.submit(contentsAt(20), true);
    await writer.flush();
    await writer.close();
    expect(told).toEqual(["dropped 10 true"]);
    expect((await listCheckpoints(await openStore(root))).map(({ step }) => step)).toEqual([20]);
  });
});

describe("two groups of a divided run that commit the same step", () => {
  it("leave one manifest, the first, and both get its reference", async () => {
    const root = rootOf();
    const store = await openStore(root);
    const times = [1, 2, 3, 4].map((day) => new Date(2026, 0, day));
    const committed = await Promise.all(times.map((time) => saveCheckpoint(store, contentsAt(7), time)));
    expect(new Set(committed.map(({ ref }) => ref.sha256)).size).toBe(1);
    expect((await verifyCheckpoint(store, 7)).ref).toEqual(committed[0]!.ref);
  });

  it("do not remove each other's files that are not committed yet", async () => {
    const root = rootOf();
    const store = await openStore(root);
    const parts = await writeParts(root, 7);
    await saveCheckpoint(store, { ...contentsAt(7), parts });
    expect((await verifyCheckpoint(store, 7)).manifest.files).toHaveLength(6);
  });
});
