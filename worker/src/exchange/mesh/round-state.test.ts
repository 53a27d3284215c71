import { describe, expect, it } from "@jest/globals";
import type { PayloadCall } from "../exchange.ts";
import { plainCall } from "./mesh.fixtures.ts";
import { RoundState } from "./round-state.ts";
import { viewBytes, type Piece } from "./tensors/piece.ts";

// Ranks 0 and 1 of 2 share four shards of a vector of ten: rank 0 owns [0, 5) and hosts shards 0 and 1.
const shape = { place: 0, worldSize: 2, shards: 4 };
const values = Float32Array.from({ length: 10 }, (_, i) => i + 0.5);

function piece(from: number, to: number, shard?: number): Piece {
  const phase = shard === undefined ? "gather" : "reduce";
  return {
    version: 1,
    step: 0,
    round: 0,
    phase,
    shard: shard ?? 0,
    length: 10,
    offset: from,
    count: to - from,
  };
}

const callWith = (mean: Float32Array): PayloadCall =>
  plainCall(0, { losses: [1, 2], payloads: [values, values], mean });

/** As the receiver does it. @returns what `place` said */
function deliver(state: RoundState, what: Piece): string | undefined {
  const target = state.place(1, what);
  if (!(target instanceof Uint8Array)) return target;
  target.set(viewBytes(values, what.offset, what.offset + what.count));
  state.arrived(1, what);
  return undefined;
}

const told = (shards: number[], norms = [1]) => ({
  shards: shards.map((shard) => ({ shard, loss: shard, norms })),
});

describe("the state of a round", () => {
  it("is reduced, piece by piece, when the own slice of every foreign shard has come", () => {
    const state = new RoundState(shape, []);
    expect(deliver(state, piece(0, 3, 2))).toBeUndefined();
    expect(deliver(state, piece(0, 5, 3))).toBeUndefined();
    expect([state.isReduced(3), state.isReduced(4)]).toEqual([true, false]);
    expect(state.lacksPayload()).toBe(1);
    expect(deliver(state, piece(3, 5, 2))).toBeUndefined();
    expect(state.isReduced(5)).toBe(true);
    expect(state.slice(2)).toEqual(values.subarray(0, 5));
  });

  it("is gathered when the others' mean has come, straight to where it goes", () => {
    const state = new RoundState(shape, []);
    const mean = new Float32Array(10);
    expect(state.place(1, piece(5, 10))).toBeUndefined();
    state.open(callWith(mean));
    expect(deliver(state, piece(5, 7))).toBeUndefined();
    expect([state.isGathered, state.lacksMean]).toEqual([false, 1]);
    expect(deliver(state, piece(7, 10))).toBeUndefined();
    expect(state.isGathered).toBe(true);
    expect([...mean]).toEqual([0, 0, 0, 0, 0, 5.5, 6.5, 7.5, 8.5, 9.5]);
  });

  it("is told when the numbers of all shards have come, in one frame or several", () => {
    const state = new RoundState(shape, []);
    expect(state.tell(0, told([0, 1]))).toBeUndefined();
    expect(state.tell(1, { ...told([2]), more: true })).toBeUndefined();
    expect(state.isTold).toBe(false);
    expect(state.tell(1, told([3]))).toBeUndefined();
    expect(state.isTold).toBe(true);
    expect(state.told.map((each) => each?.loss)).toEqual([0, 1, 2, 3]);
    expect(state.tell(1, told([2, 3]))).toBe("numbers twice");
  });

  it.each([
    ["a repeated piece", [piece(0, 3, 2), piece(0, 3, 2)]],
    ["a gap", [piece(0, 2, 2), piece(3, 5, 2)]],
    ["more than the slice", [piece(0, 6, 2)]],
    ["another rank's slice", [piece(5, 10, 2)]],
    ["a shard that the sender does not host", [piece(0, 5, 1)]],
    ["a shard that does not exist", [piece(0, 5, 4)]],
    ["another length", [piece(0, 5, 2), { ...piece(0, 5, 3), length: 11 }]],
  ])("refuses %s of a payload", (_name, pieces) => {
    const state = new RoundState(shape, []);
    const complaints = pieces.map((each) => deliver(state, each));
    expect(complaints.at(-1)).toMatch(/^a piece of .* was left|^a payload of .*(does not host|were due)/);
    expect(state.isReduced(5)).toBe(false);
  });

  it.each([
    ["this rank's own slice", piece(0, 5)],
    ["numbers beyond the end", piece(5, 11)],
  ])("refuses a mean of %s", (_name, what) => {
    const state = new RoundState(shape, []);
    const mean = new Float32Array(10);
    state.open(callWith(mean));
    expect(state.place(1, what)).toMatch(/^a piece of .* of the mean/);
    expect(mean.every((value) => value === 0)).toBe(true);
  });

  it("refuses numbers of shards that the sender does not host, too few of them, and norms that do not fit", () => {
    const state = new RoundState(shape, []);
    expect(state.tell(1, told([1]))).toMatch(/numbers of shard 1/);
    expect(state.tell(1, told([2]))).toBe("no numbers of shard 3");
    state.open(callWith(new Float32Array(10)));
    expect(state.tell(1, told([2, 3], [1, 2]))).toMatch(/2 norms of shard 2, where 1 were due/);
  });

  it("finds out whose early word does not fit when this rank comes to the round", () => {
    const early = new RoundState(shape, []);
    deliver(early, { ...piece(0, 3, 2), length: 9 });
    expect(early.open(callWith(new Float32Array(10)))).toMatchObject({ place: 1 });
    const odd = new RoundState(shape, []);
    odd.tell(1, told([2, 3], [1, 2]));
    expect(odd.open(callWith(new Float32Array(10)))).toMatchObject({
      place: 1,
      complaint: "2 norms of shard 2, where 1 were due",
    });
  });

  it("counts what has come, and fails whoever waits when the group breaks", async () => {
    const state = new RoundState(shape, []);
    deliver(state, piece(0, 5, 2));
    expect(state.receivedBytes).toBe(32 + 20);
    const waiting = state.until(() => state.isReduced(5));
    state.break("rank 1 was lost");
    await expect(waiting).rejects.toMatchObject({ code: "E_PEER_LOST" });
  });

  it("uses the buffers of an earlier round again", () => {
    const spare: Float32Array[] = [];
    const first = new RoundState(shape, spare);
    deliver(first, piece(0, 5, 2));
    const buffer = first.slice(2);
    first.release();
    const second = new RoundState(shape, spare);
    deliver(second, piece(0, 5, 3));
    expect(second.slice(3)).toBe(buffer);
    expect(spare).toEqual([]);
  });
});
