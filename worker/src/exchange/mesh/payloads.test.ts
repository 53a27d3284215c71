import { afterEach, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normal } from "@plateau/scaling";
import { createChannel } from "../channels/index.ts";
import type { PayloadCall, PayloadExchange } from "../exchange.ts";
import { LocalExchange } from "../local.ts";
import { sharedVector } from "../shared-vector.ts";
import { Mesh } from "./mesh.ts";
import { SessionPayloads } from "./payloads.ts";
import type { Session } from "./session.ts";

const shards = 5;
/** More than one piece holds. */
const length = 200_000;
const segments = [
  { name: "a", from: 0, to: 1000, raw: false },
  { name: "b", from: 1000, to: length, raw: false },
];
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const payloadsOfAll = Array.from({ length: shards }, (_, shard) =>
  Float32Array.from({ length }, (__, i) => normal(shard + 1, i)),
);
const norms = (values: Float32Array): Float64Array =>
  Float64Array.from(segments, ({ from, to }) =>
    Math.hypot(...values.subarray(from, Math.min(to, from + 1000))),
  );
const channelOf = (noisy: boolean) =>
  createChannel(
    noisy
      ? {
          name: "awgn",
          budget: { kind: "power", power: 100 },
          allocation: "norm",
          schedule: { kind: "constant" },
        }
      : { name: "noiseless" },
    { seed: 3, shards },
  );

function callOf(exchange: PayloadExchange, raw: boolean, spoil?: number): PayloadCall {
  const payloads = exchange.membership.shards.map((shard) => payloadsOfAll[shard]!);
  return {
    step: 4,
    round: 0,
    rounds: 1,
    segments: segments.map((segment) => ({ ...segment, raw })),
    payloads,
    norms: payloads.map((values, i) =>
      exchange.membership.shards[i] === spoil ? new Float64Array(2).fill(Number.NaN) : norms(values),
    ),
    losses: exchange.membership.shards.map((shard) => shard + 0.25),
    mean: sharedVector(length),
  };
}

async function openGroup(worldSize: number, noisy: boolean): Promise<SessionPayloads[]> {
  const folder = mkdtempSync(join(tmpdir(), "payloads-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const meshes = await Promise.all(
    Array.from({ length: worldSize }, (_, rank) =>
      Mesh.open({
        identity: { runUid: "run-1", rank },
        key: Buffer.alloc(32, 7),
        timeoutMs: 5000,
        addressOf: (peer) => `unix:${join(folder, `${peer}.sock`)}`,
        expected: Array.from({ length: worldSize }, (__, each) => each),
        min: worldSize,
        rejoinTimeoutMs: 60_000,
        shards,
        length,
        log: () => {},
      }),
    ),
  );
  for (const mesh of meshes) closing.push(() => mesh.close());
  const sessions = await Promise.all(meshes.map((mesh) => mesh.join()));
  return sessions.map(
    (session) => new SessionPayloads(session as Session, { channel: channelOf(noisy), shards }),
  );
}

it.each([
  ["compressed payloads without noise", false, false],
  ["compressed payloads with noise", false, true],
  ["gradients as they are", true, false],
  ["gradients as they are with noise", true, true],
])("%s have the same mean on every rank as in one process", async (_title, raw, noisy) => {
  const local = new LocalExchange({ shards, channel: channelOf(noisy) });
  const expected = callOf(local, raw);
  const { losses, noiseStd } = await local.reducePayloads(expected);
  const group = await openGroup(3, noisy);
  const calls = group.map((exchange) => callOf(exchange, raw));
  const results = await Promise.all(group.map((exchange, i) => exchange.reducePayloads(calls[i]!)));
  for (const [i, result] of results.entries()) {
    expect(Buffer.compare(Buffer.from(calls[i]!.mean.buffer), Buffer.from(expected.mean.buffer))).toBe(0);
    expect([result.losses, result.noiseStd]).toEqual([losses, noiseStd]);
  }
});

it("what one rank sends of compressed payloads is what the others receive, payloads and numbers", async () => {
  const group = await openGroup(2, false);
  const results = await Promise.all(
    group.map((exchange) => exchange.reducePayloads(callOf(exchange, false))),
  );
  // Rank 0 hosts two shards of five, rank 1 three; numbers are a few hundred bytes of JSON.
  for (const [i, hosted] of [2, 3].entries()) {
    expect(results[i]!.sentBytes).toBe(results[1 - i]!.receivedBytes);
    expect(results[i]!.sentBytes).toBeGreaterThan(4 * length * hosted);
    expect(results[i]!.sentBytes).toBeLessThan(4 * length * hosted + 2000);
  }
});

it.each([
  ["too short payloads", { payloads: [new Float32Array(10), new Float32Array(10)] }],
  ["one payload too few", { payloads: [new Float32Array(length)] }],
  ["norms of another number of segments", { norms: [Float64Array.of(1), Float64Array.of(1)] }],
  ["losses of another number of shards", { losses: [1, 2, 3, 4] }],
])("a rank that sends %s is named, and no mean is made of it", async (_title, wrong) => {
  const group = await openGroup(2, false);
  const results = await Promise.allSettled(
    group.map((exchange, i) =>
      exchange.reducePayloads({ ...callOf(exchange, false), ...(i === 0 ? wrong : {}) }),
    ),
  );
  expect(results[1]).toMatchObject({
    reason: { code: "E_MESH", message: expect.stringContaining("Rank 0 sent") },
  });
});

it("a shard that is not finite is refused by name on every rank", async () => {
  const group = await openGroup(2, false);
  const refused = await Promise.allSettled(
    group.map((exchange) => exchange.reducePayloads(callOf(exchange, false, 3))),
  );
  for (const each of refused)
    expect(each).toMatchObject({
      reason: { code: "E_NOT_FINITE", message: expect.stringContaining("gradient of shard 3 on rank 1") },
    });
});
