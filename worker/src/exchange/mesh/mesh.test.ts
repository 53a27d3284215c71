import { afterEach, describe, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { normal } from "@plateau/scaling";
import { PeerLostError } from "../errors.ts";
import { linkPath, meshService, type Frame } from "./frames.ts";
import { Mesh, type MeshOptions } from "./mesh.ts";

const key = Buffer.alloc(32, 7);
const length = 150_001;
const shards = 4;
const open: { close(): Promise<void> }[] = [];
const directories: string[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function socketFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), "mesh-"));
  directories.push(directory);
  return directory;
}

async function openRank(
  folder: string,
  rank: number,
  options: Partial<MeshOptions> & { worldSize: number },
): Promise<Mesh> {
  const mesh = await Mesh.open({
    identity: { runUid: "run-1", rank, worldSize: options.worldSize },
    key,
    timeoutMs: 2000,
    addressOf: (peer) => `unix:${join(folder, `${peer}.sock`)}`,
    shards,
    length,
    log: () => {},
    ...options,
  });
  open.push(mesh);
  return mesh;
}

const openAll = (folder: string, worldSize: number): Promise<Mesh[]> =>
  Promise.all(Array.from({ length: worldSize }, (_, rank) => openRank(folder, rank, { worldSize })));

const gradients = Array.from({ length: shards }, (_, shard) =>
  Float32Array.from({ length }, (__, i) => normal(shard + 1, i) * 10 ** ((i % 7) - 3)),
);

/** Forms a group and reduces once on every rank. */
async function reduceOnce(
  meshes: Mesh[],
  step = 0,
): Promise<{ means: Float32Array[]; losses: number[]; sent: number[] }> {
  const groups = await Promise.all(meshes.map((mesh) => mesh.join(() => Promise.resolve("start"))));
  const means = meshes.map(() => new Float32Array(new SharedArrayBuffer(4 * length)));
  const results = await Promise.all(
    groups.map(({ exchange }, i) =>
      exchange.reduce(
        step,
        exchange.membership.shards.map((shard) => ({ loss: shard + 0.1, gradient: gradients[shard]! })),
        means[i]!,
      ),
    ),
  );
  return { means, losses: results.map(({ loss }) => loss), sent: results.map(({ sentBytes }) => sentBytes) };
}

describe("the mesh", () => {
  it("gives every rank of 1, 2, 3 and 4 the same bits", async () => {
    const single = await reduceOnce(await openAll(socketFolder(), 1));
    expect(single.sent).toEqual([0]);
    for (const worldSize of [2, 3, 4]) {
      const { means, losses, sent } = await reduceOnce(await openAll(socketFolder(), worldSize));
      for (const mean of means)
        expect(Buffer.compare(Buffer.from(mean.buffer), Buffer.from(single.means[0]!.buffer))).toBe(0);
      expect(new Set(losses)).toEqual(new Set(single.losses));
      // Each rank sends its shards' slices to their owners and its own mean slice to all others.
      const hosted = shards / worldSize;
      const expected = (4 * length * (worldSize - 1) * (hosted + 1)) / worldSize;
      if (Number.isInteger(hosted))
        for (const bytes of sent) expect(Math.abs(bytes - expected)).toBeLessThan(64);
    }
  });

  it("takes the start from rank 0 alone and counts the membership version up", async () => {
    const folder = socketFolder();
    const meshes = await openAll(folder, 2);
    const join = (): Promise<{ start: string; exchange: { membership: { version: number } } }[]> =>
      Promise.all(meshes.map((mesh, rank) => mesh.join(() => Promise.resolve(`chosen by ${rank}`))));
    const first = await join();
    expect(first.map(({ start }) => start)).toEqual(["chosen by 0", "chosen by 0"]);
    meshes[1]!.leave("wants a new group");
    const second = await join();
    expect(second.map(({ exchange }) => exchange.membership.version)).toEqual([2, 2]);
  });

  it("fails the step of the survivors when a rank dies, and forms anew with its replacement", async () => {
    const folder = socketFolder();
    const meshes = await openAll(folder, 3);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join(() => Promise.resolve(""))));
    const survivors = [0, 1].map((rank) =>
      groups[rank]!.exchange.reduce(
        5,
        groups[rank]!.exchange.membership.shards.map((shard) => ({ loss: 0, gradient: gradients[shard]! })),
        new Float32Array(length),
      ),
    );
    await meshes[2]!.close();
    for (const survivor of survivors) await expect(survivor).rejects.toThrow(PeerLostError);
    const replacement = await openRank(folder, 2, { worldSize: 3 });
    const { means } = await reduceOnce([meshes[0]!, meshes[1]!, replacement]);
    expect(Buffer.compare(Buffer.from(means[0]!.buffer), Buffer.from(means[2]!.buffer))).toBe(0);
  });

  it("also when it is rank 0 that dies", async () => {
    const folder = socketFolder();
    const meshes = await openAll(folder, 2);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join(() => Promise.resolve("a"))));
    const waiting = groups[1]!.exchange.barrier("end");
    await meshes[0]!.close();
    await expect(waiting).rejects.toThrow(/rank 0 was lost/);
    const replacement = await openRank(folder, 0, { worldSize: 2 });
    const again = await Promise.all(
      [replacement, meshes[1]!].map((mesh) => mesh.join(() => Promise.resolve("b"))),
    );
    expect(again.map(({ start }) => start)).toEqual(["b", "b"]);
    expect(again[0]!.exchange.membership.version).toBe(again[1]!.exchange.membership.version);
    expect(again[1]!.exchange.membership.version).toBeGreaterThan(1);
  });

  it("gathers a value of every rank, in rank order", async () => {
    const meshes = await openAll(socketFolder(), 3);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join(() => Promise.resolve(""))));
    const gathered = await Promise.all(
      groups.map(({ exchange }, rank) => exchange.gather("g", Uint8Array.of(rank, 40 + rank))),
    );
    for (const values of gathered)
      expect(values.map((value) => [...value])).toEqual([
        [0, 40],
        [1, 41],
        [2, 42],
      ]);
  });

  it.each([
    ["another key", { key: Buffer.alloc(32, 8) }, /does not hold this run's key/],
    ["another run", { identity: { runUid: "run-2", rank: 1, worldSize: 2 } }, /belongs to run run-2/],
    ["another number of ranks", { identity: { runUid: "run-1", rank: 1, worldSize: 3 } }, /counts 3 ranks/],
  ])("turns away a rank with %s and goes on without harm", async (_name, wrong, complaint) => {
    const folder = socketFolder();
    const log: string[] = [];
    const told = Promise.withResolvers<void>();
    const rank0 = await openRank(folder, 0, {
      worldSize: 2,
      log: (message, fields) => {
        log.push(`${message} ${JSON.stringify(fields)}`);
        if (complaint.test(log.at(-1) ?? "")) told.resolve();
      },
    });
    // Its own socket is elsewhere, so that the true rank 1 can still listen.
    const stranger = await openRank(folder, 1, { worldSize: 2, ...wrong });
    await told.promise;
    await stranger.close();
    const rank1 = await openRank(folder, 1, { worldSize: 2 });
    const { means } = await reduceOnce([rank0, rank1]);
    expect(Buffer.compare(Buffer.from(means[0]!.buffer), Buffer.from(means[1]!.buffer))).toBe(0);
  });

  it("hangs up on somebody who sends tensors before proving anything", async () => {
    const folder = socketFolder();
    await openRank(folder, 0, { worldSize: 2 });
    const client = new Client(`unix:${join(folder, "0.sock")}`, credentials.createInsecure());
    const { requestSerialize, responseDeserialize } = meshService["link"] as {
      requestSerialize: (frame: Frame) => Buffer;
      responseDeserialize: (bytes: Buffer) => Frame;
    };
    const stream = client.makeBidiStreamRequest(linkPath, requestSerialize, responseDeserialize);
    stream.on("error", () => {});
    stream.on("data", () => {});
    const ended = new Promise<void>((resolve) => stream.on("end", resolve));
    stream.write({ chunk: { version: 1, step: 0, offset: 0, data: new Uint8Array(16) } });
    await ended;
    client.close();
  });

  it("takes a peer for dead that falls silent", async () => {
    const folder = socketFolder();
    const rank0 = await openRank(folder, 0, { worldSize: 2, timeoutMs: 300 });
    // Speaks once a minute at most: its heartbeats follow a timeout of its own.
    const rank1 = await openRank(folder, 1, { worldSize: 2, timeoutMs: 600_000 });
    const [group] = await Promise.all([rank0, rank1].map((mesh) => mesh.join(() => Promise.resolve(""))));
    await expect(group!.exchange.barrier("never")).rejects.toThrow(/silent for/);
  });
});
