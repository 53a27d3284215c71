import { afterEach, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { normal } from "@plateau/scaling";
import { createChannel } from "../channels/index.ts";
import type { PayloadCall, PayloadExchange, PayloadResult } from "../exchange.ts";
import { LocalExchange } from "../local.ts";
import { sharedVector } from "../shared-vector.ts";
import { Mesh, type MeshExchange } from "./mesh.ts";

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

async function openGroup(worldSize: number, noisy: boolean): Promise<MeshExchange[]> {
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
        channel: channelOf(noisy),
        log: () => {},
      }),
    ),
  );
  for (const mesh of meshes) closing.push(() => mesh.close());
  return Promise.all(meshes.map((mesh) => mesh.join()));
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

it("what one rank sends is what the other receives, however late it comes", async () => {
  const group = await openGroup(2, false);
  const first = group[0]!.reducePayloads(callOf(group[0]!, false));
  // Rank 1 comes when half of what rank 0 has for it is on its way.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const results = [await group[1]!.reducePayloads(callOf(group[1]!, false)), await first];
  const [late, early] = results as [PayloadResult, PayloadResult];
  expect(late.sentBytes).toBe(early.receivedBytes);
  expect(early.sentBytes).toBe(late.receivedBytes);
  expect(early.waitMs).toBeGreaterThan(40);
  expect(late.waitMs).toBeLessThan(40);
  // Rank 0 hosts two shards of five and owns half: payloads for the other half, and its half of the mean.
  const expected = 4 * (length / 2) * (2 + 1);
  expect(early.sentBytes).toBeGreaterThan(expected);
  expect(early.sentBytes).toBeLessThan(expected + 1000);
});

it.each([
  ["payloads of another length", 10, 2, /rank 0 sent a payload of 10 elements, where 200000 were due/i],
  ["another number of segments", length, 1, /rank 0 sent 1 norms of shard 0, where 2 were due/i],
])("a rank whose codec has %s is named", async (_title, odd, count, complaint) => {
  const group = await openGroup(2, false);
  const call = callOf(group[0]!, false);
  const outcomes = await Promise.allSettled([
    group[0]!.reducePayloads({
      ...call,
      segments: segments.slice(0, count),
      payloads: call.payloads.map((values) => values.slice(0, odd)),
      norms: call.norms.map((each) => each.slice(0, count)),
      mean: sharedVector(odd),
    }),
    group[1]!.reducePayloads(callOf(group[1]!, false)),
  ]);
  const reasons = outcomes.map((each) => (each.status === "rejected" ? String(each.reason) : "fine"));
  expect(reasons.join()).toMatch(complaint);
});

it.each([
  ["payloads that are too short", { payloads: [new Float32Array(10), new Float32Array(10)] }],
  ["one payload too few", { payloads: [new Float32Array(length)] }],
  ["norms of another number of segments", { norms: [Float64Array.of(1), Float64Array.of(1)] }],
])("a call with %s is refused before anything is sent", async (_title, wrong) => {
  const group = await openGroup(2, false);
  await expect(group[0]!.reducePayloads({ ...callOf(group[0]!, false), ...wrong })).rejects.toMatchObject({
    code: "E_MESH",
  });
});

it("several rounds of a step follow each other, of different lengths, and the next step follows them", async () => {
  const group = await openGroup(3, true);
  const local = new LocalExchange({ shards, channel: channelOf(true) });
  for (const at of [
    { step: 4, round: 0, rounds: 2 },
    { step: 4, round: 1, rounds: 2 },
    { step: 5, round: 0, rounds: 1 },
  ]) {
    const [from, to] = at.round === 0 ? [0, length] : [7, 140_000];
    const cut = (exchange: PayloadExchange): PayloadCall => {
      const call = callOf(exchange, false);
      return {
        ...call,
        ...at,
        segments: [{ name: "a", from: 0, to: to - from, raw: false }],
        payloads: call.payloads.map((values) => values.slice(from, to)),
        norms: call.norms.map(() => Float64Array.of(3)),
        mean: sharedVector(to - from),
      };
    };
    const expected = cut(local);
    await local.reducePayloads(expected);
    const calls = group.map(cut);
    await Promise.all(group.map((exchange, i) => exchange.reducePayloads(calls[i]!)));
    for (const { mean } of calls)
      expect(Buffer.compare(Buffer.from(mean.buffer), Buffer.from(expected.mean.buffer))).toBe(0);
  }
  await expect(group[0]!.reducePayloads(callOf(group[0]!, false))).rejects.toMatchObject({
    code: "E_STEP_MISMATCH",
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
