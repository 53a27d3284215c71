/** What a stranger, or a member that has lost its mind, may send: rank 0 is the real mesh, rank 1 speaks the wire format by hand. */
import { afterEach, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import { chunkPhase, floatBytes, linkPath, maxFrameBytes, meshService, type Frame } from "./frames.ts";
import { Link, type Duplex } from "./link.ts";
import { Mesh, type MeshExchange } from "./mesh.ts";

const key = Buffer.alloc(32, 7);
const identity = (rank: number) => ({ runUid: "run-1", rank });
/** Two shards of one number each: rank 0 owns element 0 and hosts shard 0. */
const [shards, length] = [2, 2];
const closing: (() => Promise<void> | void)[] = [];
const { requestSerialize, responseDeserialize } = meshService["link"] as {
  requestSerialize: (frame: Frame) => Buffer;
  responseDeserialize: (bytes: Buffer) => Frame;
};

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
    log: (message, fields) => log.push(`${message} ${JSON.stringify(fields)}`),
  });
  closing.push(() => mesh.close());
  return { mesh, log, address: `unix:${join(folder, "0.sock")}` };
}

function connect(address: string, serialize: (value: Frame) => Buffer = requestSerialize) {
  const client = new Client(address, credentials.createInsecure());
  closing.push(() => client.close());
  const stream = client.makeBidiStreamRequest(linkPath, serialize, responseDeserialize);
  stream.on("error", () => {});
  return stream;
}

/** Rank 1: a true member as far as the handshake goes. */
class Rogue {
  readonly link: Link;
  readonly stream: ReturnType<typeof connect>;
  readonly received: Frame[] = [];
  #arrived = Promise.withResolvers<void>();
  readonly down = Promise.withResolvers<string>();

  constructor(address: string, { timeoutMs = 5000 } = {}) {
    const up = Promise.withResolvers<void>();
    this.stream = connect(address);
    this.link = new Link(
      this.stream as Duplex,
      { identity: identity(1), key, timeoutMs, expectedRank: 0 },
      {
        up: () => up.resolve(),
        frame: (_link, frame) => {
          this.received.push(frame);
          this.#arrived.resolve();
          this.#arrived = Promise.withResolvers();
        },
        down: (_link, reason) => this.down.resolve(reason),
      },
    );
    closing.push(() => this.link.close("the test is over"));
    void up.promise.then(() => this.say({ seeks: true }));
  }

  send(frame: Frame): Promise<void> {
    return this.link.send(frame);
  }

  /** Where it claims to stand. */
  say(presence: NonNullable<Frame["presence"]>): Promise<void> {
    return this.send({ presence: { linked: [0], ...presence } });
  }

  async until(find: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.received.find(find);
      if (found) return found;
      await this.#arrived.promise;
    }
  }
}

async function formGroup(options: { length?: number } = {}) {
  const rank0 = await openRank0(options);
  const rogue = new Rogue(rank0.address);
  const exchange = await rank0.mesh.join();
  return { ...rank0, rogue, exchange, version: exchange.membership.version };
}

/** What an honest rank 1 sends for a step: its shard's part of rank 0's slice, its loss, its slice of the mean. */
async function honest(rogue: Rogue, version: number, step: number): Promise<void> {
  const values = Float32Array.of(4, 6);
  const part = (phase: number, at: number, rest = {}): Frame => ({
    chunk: { version, step, phase, offset: at, data: floatBytes(values, at, at + 1), ...rest },
  });
  await rogue.send({ losses: { version, step, shards: [1], losses: [3] } });
  await rogue.send(part(chunkPhase.REDUCE, 0, { shard: 1 }));
  await rogue.send(part(chunkPhase.GATHER, 1));
}

function reduce(exchange: MeshExchange, step: number, mean = new Float32Array(length)) {
  const gradient = new Float32Array(mean.length).fill(2);
  return exchange.reduce(step, [{ loss: 1, gradient }], mean);
}

describe("a member that sends nonsense", () => {
  it.each<[string, (version: number) => Frame, RegExp]>([
    [
      "a piece of half a number",
      (version) => ({ chunk: { version, step: 0, shard: 1, offset: 0, data: new Uint8Array(2) } }),
      /rank 1 sent a piece with 2 bytes at element 0, where \[0, 1\) was left, of shard 1/,
    ],
    [
      "more than the slice",
      (version) => ({ chunk: { version, step: 0, shard: 1, offset: 0, data: new Uint8Array(8) } }),
      /rank 1 sent a piece with 8 bytes/,
    ],
    [
      "a gradient of a shard that lives elsewhere",
      (version) => ({ chunk: { version, step: 0, shard: 0, offset: 0, data: new Uint8Array(4) } }),
      /a gradient of shard 0, which it does not host/,
    ],
    [
      "a step that is far ahead",
      (version) => ({ losses: { version, step: 7, shards: [1], losses: [0] } }),
      /a frame of step 7 while this rank is at step 0/,
    ],
  ])("(%s) breaks the step, by name, and nothing is summed", async (_name, frame, complaint) => {
    const { rogue, exchange, version, log } = await formGroup();
    const mean = new Float32Array(length);
    const step = reduce(exchange, 0, mean);
    await rogue.send(frame(version));
    await expect(step).rejects.toThrow(complaint);
    expect([...mean]).toEqual([0, 0]);
    expect(log.some((line) => line.startsWith("a peer sent what cannot be right"))).toBe(true);
    const told = await rogue.until(({ presence }) => presence?.version === 0 && Boolean(presence.reason));
    expect(told.presence?.reason).toMatch(complaint);
    expect(told.presence?.lastVersion).toBe(version);
  });

  it("(a piece twice) breaks the step: nothing counts twice", async () => {
    const { rogue, exchange, version } = await formGroup();
    const step = reduce(exchange, 0);
    for (const _time of [1, 2])
      await rogue.send({ chunk: { version, step: 0, shard: 1, offset: 0, data: new Uint8Array(4) } });
    await expect(step).rejects.toThrow(/rank 1 sent a piece .* where \[1, 1\) was left/);
  });

  it("of a past membership version is not listened to", async () => {
    const { rogue, exchange, version } = await formGroup();
    const mean = new Float32Array(length);
    const step = reduce(exchange, 0, mean);
    await rogue.send({
      chunk: {
        version: version - 1,
        step: 0,
        shard: 1,
        offset: 0,
        data: floatBytes(Float32Array.of(99), 0, 1),
      },
    });
    await honest(rogue, version, 0);
    expect((await step).loss).toBe(2);
    expect([...mean]).toEqual([3, 6]);
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
    const { mesh, address } = await openRank0({ length: 4_000_000, timeoutMs: 400 });
    const rogue = new Rogue(address, { timeoutMs: 60_000 });
    const exchange = await mesh.join();
    await rogue.until(({ form }) => Boolean(form));
    rogue.stream.pause();
    const heartbeats = setInterval(() => void rogue.send({ heartbeat: {} }), 50);
    closing.push(() => clearInterval(heartbeats));
    await expect(reduce(exchange, 0, new Float32Array(4_000_000))).rejects.toThrow(/has read nothing for/);
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
});
