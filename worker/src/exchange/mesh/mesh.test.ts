import { afterEach, describe, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { normal } from "@plateau/scaling";
import { PeerLostError } from "../errors.ts";
import { createChannel } from "../channels/index.ts";
import { averageLosses } from "../sum.ts";
import { linkPath, meshService, type Frame } from "./frames.ts";
import { maxValueBytes } from "./gatherings.ts";
import { plainCall } from "./mesh.fixtures.ts";
import { Mesh, type MeshExchange, type MeshOptions } from "./mesh.ts";

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
    identity: { runUid: "run-1", rank },
    expected: Array.from({ length: options.worldSize }, (_, each) => each),
    min: options.worldSize,
    rejoinTimeoutMs: 60_000,
    key,
    timeoutMs: 2000,
    addressOf: (peer) => `unix:${join(folder, `${peer}.sock`)}`,
    shards,
    length,
    channel: createChannel({ name: "noiseless" }, { seed: 0, shards }),
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

const reduce = (exchange: MeshExchange, step: number, mean: Float32Array = new Float32Array(length)) =>
  exchange.reducePayloads(
    plainCall(step, {
      losses: exchange.membership.shards.map((shard) => shard + 0.1),
      payloads: exchange.membership.shards.map((shard) => gradients[shard]!),
      mean,
    }),
  );

/** Forms a group and reduces once on every rank. */
async function reduceOnce(
  meshes: Mesh[],
  step = 0,
): Promise<{ means: Float32Array[]; losses: number[]; sent: number[] }> {
  const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
  const means = meshes.map(() => new Float32Array(new SharedArrayBuffer(4 * length)));
  const results = await Promise.all(groups.map((exchange, i) => reduce(exchange, step, means[i]!)));
  return {
    means,
    losses: results.map(({ losses }) => averageLosses(losses)),
    sent: results.map(({ sentBytes }) => sentBytes),
  };
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
      // Each rank sends its shards' slices to their owners and its own mean slice to all others; headers and numbers are little.
      const hosted = shards / worldSize;
      const expected = (4 * length * (worldSize - 1) * (hosted + 1)) / worldSize;
      if (Number.isInteger(hosted))
        for (const bytes of sent) expect(Math.abs(bytes - expected)).toBeLessThan(1000);
    }
  });

  it("counts the membership version up, the same on all ranks", async () => {
    const meshes = await openAll(socketFolder(), 2);
    const versions = async (): Promise<number[]> =>
      (await Promise.all(meshes.map((mesh) => mesh.join()))).map(({ membership }) => membership.version);
    const [first, same] = await versions();
    expect(same).toBe(first);
    meshes[1]!.break("wants a new group");
    const [second, again] = await versions();
    expect(again).toBe(second);
    expect(second).toBeGreaterThan(first!);
  });

  it("ends a group for all after the same step when one asks, and nobody's step fails", async () => {
    const meshes = await openAll(socketFolder(), 3);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
    const reduceAll = (step: number): Promise<unknown> =>
      Promise.all(groups.map((exchange) => reduce(exchange, step)));
    await reduceAll(0);
    expect(groups.map(({ isOver }) => isOver)).toEqual([false, false, false]);
    groups[2]!.requestEnd();
    await reduceAll(1);
    expect(groups.map(({ isOver }) => isOver)).toEqual([true, true, true]);
    const leaving = meshes[2]!.leave(false);
    const [left, right] = await Promise.all([meshes[0]!.join(), meshes[1]!.join()]);
    await leaving;
    expect(left.membership.ranks).toEqual([0, 1]);
    expect(right.membership.version).toBe(left.membership.version);
  });

  it("takes over the shards of a lost rank when its time is over, and welcomes its replacement", async () => {
    const folder = socketFolder();
    const options = { worldSize: 3, min: 2, rejoinTimeoutMs: 300 };
    const meshes = await Promise.all([0, 1, 2].map((rank) => openRank(folder, rank, options)));
    await Promise.all(meshes.map((mesh) => mesh.join()));
    await meshes[0]!.close();
    const survivors = await Promise.all([meshes[1]!.join(), meshes[2]!.join()]);
    expect(survivors.map(({ membership }) => membership.ranks)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(survivors.flatMap(({ membership }) => membership.shards)).toEqual([0, 1, 2, 3]);
    const replacement = await openRank(folder, 0, options);
    const whole = replacement.join();
    // Steps go on until the survivors are told that one is the last.
    for (let step = 0; !survivors[0]!.isOver; step++) {
      await Promise.all(survivors.map((exchange) => reduce(exchange, step)));
    }
    const again = await Promise.all([whole, meshes[1]!.join(), meshes[2]!.join()]);
    for (const { membership } of again) expect(membership.ranks).toEqual([0, 1, 2]);
  });

  it("streams the state of one rank to those that ask, to the bit", async () => {
    const meshes = await openAll(socketFolder(), 3);
    await Promise.all(meshes.map((mesh) => mesh.join()));
    const state = { head: "{}", vectors: [gradients[0]!, new Float32Array(0), gradients[1]!.subarray(0, 7)] };
    const [, ...received] = await Promise.all([
      meshes[1]!.serveState([0, 2], state),
      meshes[0]!.fetchState(1),
      meshes[2]!.fetchState(1),
    ]);
    for (const each of received) expect(each).toEqual(state);
  });

  it("fails a transfer whose sender dies", async () => {
    const meshes = await openAll(socketFolder(), 2);
    await Promise.all(meshes.map((mesh) => mesh.join()));
    const fetching = meshes[0]!.fetchState(1);
    await meshes[1]!.close();
    await expect(fetching).rejects.toThrow(PeerLostError);
  });

  it("fails the step of the survivors when a rank dies, and forms anew with its replacement", async () => {
    const folder = socketFolder();
    const meshes = await openAll(folder, 3);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
    const survivors = [0, 1].map((rank) => reduce(groups[rank]!, 5));
    await meshes[2]!.close();
    for (const survivor of survivors) await expect(survivor).rejects.toThrow(PeerLostError);
    const replacement = await openRank(folder, 2, { worldSize: 3 });
    const { means } = await reduceOnce([meshes[0]!, meshes[1]!, replacement]);
    expect(Buffer.compare(Buffer.from(means[0]!.buffer), Buffer.from(means[2]!.buffer))).toBe(0);
  });

  it("also when it is rank 0 that dies", async () => {
    const folder = socketFolder();
    const meshes = await openAll(folder, 2);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
    const waiting = groups[1]!.barrier("end");
    await meshes[0]!.close();
    await expect(waiting).rejects.toThrow(/rank 0 was lost/);
    const replacement = await openRank(folder, 0, { worldSize: 2 });
    const [first, second] = await Promise.all([replacement, meshes[1]!].map((mesh) => mesh.join()));
    expect(first!.membership.version).toBe(second!.membership.version);
    expect(first!.membership.version).toBeGreaterThan(groups[0]!.membership.version);
  });

  it("gathers values that are longer than a frame, several at a time", async () => {
    const meshes = await openAll(socketFolder(), 2);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
    const valueOf = (rank: number, label: string): Buffer =>
      Buffer.alloc(3 * 1024 * 1024 + rank, `${label} of rank ${rank}`);
    const gather = async (label: string): Promise<void> => {
      const gathered = await Promise.all(
        groups.map((exchange, rank) => exchange.gather(label, valueOf(rank, label))),
      );
      for (const values of gathered)
        values.forEach((value, rank) => expect(valueOf(rank, label).equals(value)).toBe(true));
    };
    await Promise.all(["a", "b"].map(gather));
    const long = new Uint8Array(maxValueBytes + 1);
    await expect(groups[0]!.gather("c", long)).rejects.toMatchObject({ code: "E_MESH" });
  });

  it("gathers a value of every rank, in rank order", async () => {
    const meshes = await openAll(socketFolder(), 3);
    const groups = await Promise.all(meshes.map((mesh) => mesh.join()));
    const gathered = await Promise.all(
      groups.map((exchange, rank) => exchange.gather("g", Uint8Array.of(rank, 40 + rank))),
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
    ["another run", { identity: { runUid: "run-2", rank: 1 } }, /belongs to run run-2/],
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

  it("hangs up on somebody who speaks of a step before proving anything", async () => {
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
    stream.write({ numbers: { version: 1, step: 0 } });
    await ended;
    client.close();
  });

  it("takes a peer for dead that falls silent", async () => {
    const folder = socketFolder();
    const rank0 = await openRank(folder, 0, { worldSize: 2, timeoutMs: 300 });
    // Speaks once a minute at most: its heartbeats follow a timeout of its own.
    const rank1 = await openRank(folder, 1, { worldSize: 2, timeoutMs: 600_000 });
    const [group] = await Promise.all([rank0, rank1].map((mesh) => mesh.join()));
    await expect(group!.barrier("never")).rejects.toThrow(/silent for/);
  });
});
