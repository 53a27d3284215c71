import { describe, expect, it } from "@jest/globals";
import { floatBytes, type Chunk } from "./frames.ts";
import { StepState } from "./step-state.ts";

// Ranks 0 and 1 of 2 share four shards of a vector of ten: rank 0 owns [0, 5) and hosts shards 0 and 1.
const shape = { rank: 0, worldSize: 2, shards: 4, length: 10 };
const values = Float32Array.from({ length: 10 }, (_, i) => i + 0.5);
const piece = (from: number, to: number, shard?: number): Chunk => ({
  ...(shard === undefined ? {} : { shard }),
  offset: from,
  data: floatBytes(values, from, to),
});

describe("the state of a step", () => {
  it("is reduced when the own slice of every foreign shard has come, in pieces", () => {
    const state = new StepState(shape, []);
    expect(state.addReduce(1, piece(0, 3, 2))).toBeUndefined();
    expect(state.addReduce(1, piece(0, 5, 3))).toBeUndefined();
    expect(state.isReduced).toBe(false);
    expect(state.addReduce(1, piece(3, 5, 2))).toBeUndefined();
    expect(state.isReduced).toBe(true);
    expect(state.slice(2)).toEqual(values.subarray(0, 5));
  });

  it("is gathered when the others' mean and all losses have come, wherever the mean goes to", () => {
    const state = new StepState(shape, []);
    state.addLosses(0, [0, 1], [1, 2]);
    expect(state.addGather(1, piece(5, 10))).toBeUndefined();
    expect(state.isGathered).toBe(false);
    state.addLosses(1, [2, 3], [3, 4]);
    expect(state.isGathered).toBe(true);
    const mean = new Float32Array(10);
    state.receiveInto(mean);
    expect([...mean]).toEqual([0, 0, 0, 0, 0, 5.5, 6.5, 7.5, 8.5, 9.5]);
  });

  it.each([
    ["a repeated piece", [piece(0, 3, 2), piece(0, 3, 2)]],
    ["a gap", [piece(0, 2, 2), piece(3, 5, 2)]],
    ["more than the slice", [piece(0, 6, 2)]],
    ["another rank's slice", [piece(5, 10, 2)]],
    ["half a number", [{ shard: 2, offset: 0, data: new Uint8Array(6) }]],
    ["nothing", [{ shard: 2, offset: 0 }]],
    ["a shard that the sender does not host", [piece(0, 5, 1)]],
    ["a shard that does not exist", [piece(0, 5, 4)]],
  ])("refuses %s of a gradient", (_name, chunks) => {
    const state = new StepState(shape, []);
    const complaints = chunks.map((chunk) => state.addReduce(1, chunk));
    expect(complaints.at(-1)).toMatch(
      /^a piece with .* was left|^a gradient of shard \d, which it does not host/,
    );
    expect(state.isReduced).toBe(false);
  });

  it.each([
    ["this rank's own slice", piece(0, 5)],
    ["beyond the end", { offset: 5, data: new Uint8Array(24) }],
    ["half a number", { offset: 5, data: new Uint8Array(3) }],
  ])("refuses a mean of %s", (_name, chunk) => {
    const state = new StepState(shape, []);
    const mean = new Float32Array(10);
    state.receiveInto(mean);
    expect(state.addGather(1, chunk)).toMatch(/^a piece with .* of the mean/);
    expect(mean.every((value) => value === 0)).toBe(true);
  });

  it("refuses losses of shards that the sender does not host, and lists of unequal length", () => {
    const state = new StepState(shape, []);
    expect(state.addLosses(1, [1], [0])).toMatch(/loss of shard 1/);
    expect(state.addLosses(1, [2, 3], [0])).toMatch(/1 losses for 2 shards/);
    expect(state.losses).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("uses the buffers of an earlier step again", () => {
    const spare: Float32Array[] = [];
    const first = new StepState(shape, spare);
    first.addReduce(1, piece(0, 5, 2));
    const buffer = first.slice(2);
    first.release();
    const second = new StepState(shape, spare);
    second.addReduce(1, piece(0, 5, 3));
    expect(second.slice(3)).toBe(buffer);
    expect(spare).toEqual([]);
  });
});
