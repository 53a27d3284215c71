import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { evenRange, hostedShards, ownedSlice } from "./shards.ts";

const group = fc.record({
  length: fc.integer({ min: 0, max: 5000 }),
  shards: fc.integer({ min: 1, max: 64 }),
  worldSize: fc.integer({ min: 1, max: 16 }),
});
const ranks = (worldSize: number): number[] => Array.from({ length: worldSize }, (_, rank) => rank);

describe("the assignment", () => {
  it("hosts every shard on exactly one rank, in rank order", () => {
    fc.assert(
      fc.property(group, ({ shards, worldSize }) => {
        const hosted = ranks(worldSize).flatMap((rank) => hostedShards(shards, worldSize, rank));
        expect(hosted).toEqual(Array.from({ length: shards }, (_, shard) => shard));
      }),
    );
  });

  it("gives no rank more than one shard above another", () => {
    fc.assert(
      fc.property(group, ({ shards, worldSize }) => {
        const counts = ranks(worldSize).map((rank) => hostedShards(shards, worldSize, rank).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("cuts the vector into slices that follow each other without gap", () => {
    fc.assert(
      fc.property(group, ({ length, worldSize }) => {
        let at = 0;
        for (const rank of ranks(worldSize)) {
          const { from, to } = ownedSlice(length, worldSize, rank);
          expect(from).toBe(at);
          at = to;
        }
        expect(at).toBe(length);
      }),
    );
  });

  it("cuts 10 into 4 parts of 2, 3, 2 and 3", () => {
    expect([0, 1, 2, 3].map((part) => evenRange(10, 4, part))).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 5 },
      { from: 5, to: 7 },
      { from: 7, to: 10 },
    ]);
  });
});
