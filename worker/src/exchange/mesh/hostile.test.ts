/** What a stranger, or a member that has lost its mind, may send: rank 0 is the real mesh, rank 1 speaks the wire format by hand. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectPlain } from "node:net";
import { createChannel } from "../channels/index.ts";
import { averageLosses } from "../sum.ts";
import { maxFrameBytes, meshService, type Frame } from "./frames.ts";
import { plainCall } from "./mesh.fixtures.ts";
import { Mesh, type MeshExchange } from "./mesh.ts";
import { openStream, Speaker } from "./speaker.fixtures.ts";
import { pieceElements } from "./tensors/piece.ts";

const key = Buffer.alloc(32, 7);
const identity = (rank: number) => ({ runUid: "run-1", rank });
/** Two shards of one number each: rank 0 owns element 0 and hosts shard 0. */
const [shards, length] = [2, 2];
const closing: (() => Promise<void> | void)[] = [];
const { requestSerialize } = meshService["link"] as { requestSerialize: (frame: Frame) => Buffer };

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openRank0(options: { length?: number; timeoutMs?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "hostile-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const log: string[] = [];
  const mesh = await Mesh.open({
    identity: identity(0),
    key,
    timeoutMs: options.timeoutMs ?? 5000,
    addressOf: (rank) => `unix:${join(folder, `${rank}.sock`)}`,
    expected: [0, 1],
    min: 2,
    rejoinTimeoutMs: 60_000,
    shards,
    length: options.length ?? length,
    channel: createChannel({ name: "noiseless" }, { seed: 0, shards }),
    log: (message, fields) => log.push(`${message} ${JSON.stringify(fields)}`),
  });
  closing.push(() => mesh.close());
  return { mesh, log, folder, address: `unix:${join(folder, "0.sock")}` };
}

function connect(address: string, serialize?: (value: Frame) => Buffer) {
  const { stream, close } = openStream(address, serialize);
  closing.push(close);
  return stream;
}

async function openRogue(folder: string, options: { timeoutMs?: number; reads?: boolean } = {}) {
  const [peer, own] = [0, 1].map((rank) => `unix:${join(folder, `${rank}.sock`)}`) as [string, string];
  const rogue = await Speaker.open({
    identity: identity(1),
    key,
    own,
    peer,
    peerRank: 0,
    timeoutMs: 5000,
    ...options,
  });
  closing.push(() => rogue.close());
  await rogue.say({ seeks: true });
  return rogue;
}

async function formGroup(options: { length?: number } = {}) {
  const rank0 = await openRank0(options);
  const joined = rank0.mesh.join();
  const rogue = await openRogue(rank0.folder);
  const exchange = await joined;
  return { ...rank0, rogue, exchange, version: exchange.membership.version };
}

type Part = Parameters<Speaker["sendPiece"]>[0];
/** Its shard's part of what rank 0 owns, and its part of the mean. */
const payload = (version: number, step: number): Part => ({
  version,
  step,
  phase: "reduce",
  shard: 1,
  length,
  offset: 0,
});
const mean = (version: number, step: number): Part => ({ version, step, phase: "gather", length, offset: 1 });
const numbers = (version: number, step: number, shard = 1): Frame => ({
  numbers: { version, step, shards: [{ shard, loss: 3, norms: [1] }] },
});

/** What an honest rank 1 sends for a step: its shard's part of rank 0's slice, its numbers, its slice of the mean. */
async function honest(rogue: Speaker, version: number, step: number): Promise<void> {
  await rogue.send(numbers(version, step));
  await rogue.sendPiece(payload(version, step), Float32Array.of(4));
  await rogue.sendPiece(mean(version, step), Float32Array.of(6));
}

async function reduce(
  exchange: MeshExchange,
  step: number,
  mean: Float32Array = new Float32Array(length),
): Promise<{ loss: number }> {
  const payloads = [new Float32Array(mean.length).fill(2)];
  const { losses } = await exchange.reducePayloads(plainCall(step, { losses: [1], payloads, mean }));
  return { loss: averageLosses(losses) };
}

describe("a member that sends nonsense", () => {
  type Nonsense = (rogue: Speaker, version: number) => Promise<void>;
  const one = Float32Array.of(5);
  it.each<[string, Nonsense, RegExp]>([
    [
      "more than the slice",
      (rogue, version) => rogue.sendPiece(payload(version, 0), Float32Array.of(1, 2)),
      /rank 1 sent a piece of 2 elements at element 0, where \[0, 1\) was left, of shard 1/,
    ],
    [
      "another rank's slice",
      (rogue, version) => rogue.sendPiece({ ...payload(version, 0), offset: 1 }, one),
      /rank 1 sent a piece of 1 elements at element 1/,
    ],
    [
      "a payload of a shard that lives elsewhere",
      (rogue, version) => rogue.sendPiece({ ...payload(version, 0), shard: 0 }, one),
      /a payload of shard 0, which it does not host/,
    ],
    [
      "a payload of a shard that does not exist",
      (rogue, version) => rogue.sendPiece({ ...payload(version, 0), shard: 4_000_000_000 }, one),
      /a payload of shard 4000000000, which it does not host/,
    ],
    [
      "a payload of another length",
      (rogue, version) => rogue.sendPiece({ ...payload(version, 0), length: 1 }, one),
      /a payload of 1 elements, where 2 were due/,
    ],
    [
      "a payload that no memory would hold",
      (rogue, version) => rogue.sendPiece({ ...payload(version, 1), length: 4_000_000_000 }, one),
      /a payload of 4000000000 elements, where the gradient has 2/,
    ],
    [
      "a mean of a slice that it does not own",
      (rogue, version) => rogue.sendPiece({ ...mean(version, 0), offset: 0 }, one),
      /a piece of 1 elements at element 0, where \[1, 2\) was left, of the mean/,
    ],
    [
      "a piece of a step that is far ahead",
      (rogue, version) => rogue.sendPiece(payload(version, 7), one),
      /something of step 7, round 0, while this rank is at step 0/,
    ],
    [
      "numbers of a step that is far ahead",
      (rogue, version) => rogue.send(numbers(version, 7)),
      /something of step 7, round 0, while this rank is at step 0/,
    ],
    [
      "numbers of a shard that lives elsewhere",
      (rogue, version) => rogue.send(numbers(version, 0, 0)),
      /numbers of shard 0, which it does not host/,
    ],
    [
      "numbers of no shard",
      (rogue, version) => rogue.send({ numbers: { version, step: 0 } }),
      /no numbers of shard 1/,
    ],
    [
      "norms of another number of segments",
      (rogue, version) =>
        rogue.send({ numbers: { version, step: 0, shards: [{ shard: 1, loss: 1, norms: [1, 2] }] } }),
      /2 norms of shard 1, where 1 were due/,
    ],
  ])("(%s) breaks the step, by name, and nothing is summed", async (_name, send, complaint) => {
    const { rogue, exchange, version, log } = await formGroup();
    const result = new Float32Array(length);
    const step = reduce(exchange, 0, result);
    step.catch(() => {});
    await send(rogue, version);
    await expect(step).rejects.toThrow(complaint);
    expect(result[0]).toBe(0);
    expect(log.some((line) => line.startsWith("a peer sent what cannot be right"))).toBe(true);
    const told = await rogue.until(({ presence }) => presence?.version === 0 && Boolean(presence.reason));
    expect(told.presence?.reason).toMatch(complaint);
    expect(told.presence?.lastVersion).toBe(version);
  });

  it("(a piece twice) breaks the step: nothing counts twice", async () => {
    const { rogue, exchange, version } = await formGroup();
    const step = reduce(exchange, 0);
    step.catch(() => {});
    for (const _time of [1, 2]) await rogue.sendPiece(payload(version, 0), one);
    await expect(step).rejects.toThrow(/rank 1 sent a piece .* where \[1, 1\) was left/);
  });

  it.each<[string, number]>([
    ["a piece of nothing", 0],
    ["a piece longer than any", pieceElements + 1],
  ])("(%s on the tensor stream) loses its link", async (_name, count) => {
    const { rogue, exchange, version } = await formGroup();
    const step = reduce(exchange, 0);
    step.catch(() => {});
    await rogue.sendPiece({ ...payload(version, 0), count }, one);
    await expect(step).rejects.toThrow(
      /rank 1 was lost \(its tensor stream failed: what came is no tensor stream\)/,
    );
  });

  it("of a past membership version is not listened to", async () => {
    const { rogue, exchange, version } = await formGroup();
    const result = new Float32Array(length);
    const step = reduce(exchange, 0, result);
    await rogue.sendPiece(payload(version - 1, 0), Float32Array.of(99));
    await rogue.send(numbers(version - 1, 0));
    await honest(rogue, version, 0);
    expect((await step).loss).toBe(2);
    expect([...result]).toEqual([3, 6]);
  });

  it("whose farewell to an earlier group comes late does not break the new one", async () => {
    const { rogue, exchange, version } = await formGroup();
    const step = reduce(exchange, 0);
    await rogue.say({ lastVersion: version - 1, reason: "lost a peer before the group was formed" });
    await honest(rogue, version, 0);
    expect((await step).loss).toBe(2);
  });

  it.each<[string, (version: number) => Frame, RegExp]>([
    [
      "a state that nobody asked for",
      (version) => ({ statePart: { version, head: "{}" } }),
      /a state that this rank has not asked for/,
    ],
    [
      "that it is past the group",
      (version) => ({ presence: { lastVersion: version } }),
      /rank 1 is not in it/,
    ],
  ])("says %s: the group breaks", async (_name, frame, complaint) => {
    const { rogue, exchange, version } = await formGroup();
    const step = reduce(exchange, 0);
    await rogue.send(frame(version));
    await expect(step).rejects.toThrow(complaint);
  });

  it.each<[string, (version: number) => Frame[], RegExp]>([
    ["no JSON", (version) => [{ statePart: { version, head: "{" } }], /no JSON/],
    [
      "a vector of impossible length",
      (version) => [{ statePart: { version, head: '{"head":"","lengths":[1e15]}' } }],
      /names no lengths/,
    ],
    [
      "a piece beyond its end",
      (version) => [
        { statePart: { version, head: '{"head":"","lengths":[1]}' } },
        { statePart: { version, data: new Uint8Array(8) } },
      ],
      /a piece of 8 bytes at element 0 of vector 0/,
    ],
    [
      "an end before all of it",
      (version) => [
        { statePart: { version, head: '{"head":"","lengths":[1]}' } },
        { statePart: { version, sha256: new Uint8Array(32) } },
      ],
      /the end of a state before all of it/,
    ],
    [
      "other bytes than it has hashed",
      (version) => [
        { statePart: { version, head: '{"head":"","lengths":[1]}' } },
        { statePart: { version, data: new Uint8Array(4) } },
        { statePart: { version, sha256: new Uint8Array(32) } },
      ],
      /does not have its hash/,
    ],
  ])(
    "that sends a state with %s: the group breaks, nothing is taken over",
    async (_name, frames, complaint) => {
      const { mesh, rogue, exchange, version } = await formGroup();
      const step = reduce(exchange, 0);
      const state = mesh.fetchState(1);
      await rogue.until(({ stateRequest }) => Boolean(stateRequest));
      for (const frame of frames(version)) await rogue.send(frame);
      await expect(state).rejects.toThrow(complaint);
      await expect(step).rejects.toThrow(complaint);
    },
  );

  it("may be one step ahead, for it has what it needs before this rank does", async () => {
    const { rogue, exchange, version } = await formGroup();
    const first = reduce(exchange, 0);
    await honest(rogue, version, 0);
    await honest(rogue, version, 1);
    await first;
    expect((await reduce(exchange, 1)).loss).toBe(2);
    await expect(reduce(exchange, 1)).rejects.toMatchObject({ code: "E_STEP_MISMATCH" });
  });

  it("and keeps saying that it is alive, but reads nothing, counts as dead", async () => {
    const { mesh, folder } = await openRank0({ length: 8_000_000, timeoutMs: 400 });
    const joined = mesh.join();
    const rogue = await openRogue(folder, { timeoutMs: 60_000, reads: false });
    const exchange = await joined;
    const { version } = exchange.membership;
    const heartbeats = setInterval(() => void rogue.send({ heartbeat: {} }), 50);
    closing.push(() => clearInterval(heartbeats));
    const step = reduce(exchange, 0, new Float32Array(8_000_000));
    await rogue.send(numbers(version, 0));
    await expect(step).rejects.toThrow(/has read nothing for/);
  });

  it("and keeps saying that it is alive, but sends nothing of the step, counts as dead", async () => {
    const { mesh, folder } = await openRank0({ timeoutMs: 400 });
    const joined = mesh.join();
    const rogue = await openRogue(folder, { timeoutMs: 60_000 });
    const exchange = await joined;
    const heartbeats = setInterval(() => void rogue.send({ heartbeat: {} }), 50);
    closing.push(() => clearInterval(heartbeats));
    const step = reduce(exchange, 0);
    await rogue.send(numbers(exchange.membership.version, 0));
    await expect(step).rejects.toThrow(/has sent nothing of step 0 for/);
  });

  it("and opens no tensor stream is not linked", async () => {
    const { address, log } = await openRank0({ timeoutMs: 300 });
    const stream = connect(address);
    stream.on("data", () => {});
    await once(stream, "end");
    expect(log.filter((line) => line.startsWith("linked"))).toEqual([]);
  });
});

describe("a stranger", () => {
  it.each<[string, Buffer]>([
    ["bytes that are no protobuf", Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    [
      "a frame that is cut short",
      requestSerialize({ hello: { ...identity(1), nonce: Buffer.alloc(32) } }).subarray(0, 20),
    ],
    ["more than a frame may hold", Buffer.alloc(maxFrameBytes + 1)],
    ["nothing at all", Buffer.alloc(0)],
  ])("who sends %s is hung up on, and the group goes on", async (_name, bytes) => {
    const { rogue, exchange, version, address } = await formGroup();
    const step = reduce(exchange, 0);
    const stream = connect(address, () => bytes);
    const ended = new Promise((resolve) => stream.on("end", resolve).on("error", resolve));
    stream.on("data", () => {});
    stream.write({});
    await ended;
    await honest(rogue, version, 0);
    expect((await step).loss).toBe(2);
  });

  it("who says nothing is hung up on after the timeout", async () => {
    const { address } = await openRank0({ timeoutMs: 200 });
    const stream = connect(address);
    stream.on("data", () => {});
    await once(stream, "end");
  });

  it.each([
    [
      "says no token",
      Buffer.from("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
      /a tensor stream that no peer was told of/,
    ],
    ["hangs up at once", Buffer.alloc(3), /a tensor stream that/],
  ])("who %s at the tensor port is turned away, and the group goes on", async (_name, bytes, refusal) => {
    const { rogue, exchange, version, folder, log } = await formGroup();
    const step = reduce(exchange, 0);
    const socket = connectPlain(join(folder, "0.sock.t"));
    socket.on("error", () => {});
    socket.end(bytes);
    await once(socket, "close");
    expect(log.some((line) => refusal.test(line))).toBe(true);
    await honest(rogue, version, 0);
    expect((await step).loss).toBe(2);
  });
});
