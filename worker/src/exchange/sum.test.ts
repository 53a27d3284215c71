import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { averageBlock, averageLosses } from "./sum.ts";

/** Any float32 but NaN and infinities, of very different sizes, so that the order of a sum shows in its bits. */
const float = fc.float({
  noNaN: true,
  noDefaultInfinity: true,
  min: Math.fround(-1e20),
  max: Math.fround(1e20),
});
const vectors = fc
  .record({ shards: fc.integer({ min: 1, max: 9 }), length: fc.integer({ min: 1, max: 40 }) })
  .chain(({ shards, length }) =>
    fc.array(fc.array(float, { minLength: length, maxLength: length }), {
      minLength: shards,
      maxLength: shards,
    }),
  )
  .map((rows) => rows.map((row) => Float32Array.from(row)));

const bits = (vector: Float32Array): number[] => [...new Uint32Array(vector.buffer)];

function whole(shards: readonly Float32Array[]): Float32Array {
  const length = shards[0]!.length;
  const mean = new Float32Array(length);
  averageBlock(
    shards.map((values) => ({ values, at: 0 })),
    mean,
    { from: 0, to: length },
  );
  return mean;
}

describe("the mean over shards", () => {
  it("has the same bits however the vector is cut and wherever a piece lies", () => {
    fc.assert(
      fc.property(vectors, fc.array(fc.nat(40), { maxLength: 5 }), (shards, cuts) => {
        const length = shards[0]!.length;
        const edges = [...new Set([0, length, ...cuts.map((cut) => cut % (length + 1))])].sort(
          (a, b) => a - b,
        );
        const mean = new Float32Array(length);
        edges.slice(1).forEach((to, i) => {
          const from = edges[i]!;
          // Every other shard has come over the wire: its slice lies at the start of a vector of its own.
          const pieces = shards.map((values, shard) =>
            shard % 2 === 0 ? { values, at: from } : { values: values.slice(from, to), at: 0 },
          );
          averageBlock(pieces, mean, { from, to });
        });
        expect(bits(mean)).toEqual(bits(whole(shards)));
      }),
    );
  });

  it("adds up in shard order, in double precision, and rounds once", () => {
    fc.assert(
      fc.property(vectors, (shards) => {
        const expected = Float32Array.from(shards[0]!, (_, i) => {
          let sum = shards[0]![i]!;
          for (const shard of shards.slice(1)) sum += shard[i]!;
          return sum / shards.length;
        });
        // Adding to zero first turns a sum of negative zeros into zero; equal as numbers.
        whole(shards).forEach((value, i) => expect(value === expected[i]).toBe(true));
      }),
    );
  });

  it("does depend on the order, which is why it is fixed", () => {
    const [big, small, less] = [1e17, 1, -1e17].map((value) => Float32Array.of(value)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    expect(whole([big, small, less])[0]).toBe(0);
    expect(whole([big, less, small])[0]).toBeCloseTo(1 / 3, 6);
  });

  it("of the losses is their sum in shard order over their number", () => {
    expect(averageLosses([0.1, 0.2, 0.3])).toBe((0.1 + 0.2 + 0.3) / 3);
  });
});
