import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { permute, sampleIndex } from "./order.ts";

const epochOf = (seed: number, sequences: number, sequencesPerStep: number, epoch: number): number[] => {
  const indices: number[] = [];
  for (let position = epoch * sequences; position < (epoch + 1) * sequences; position++) {
    const step = Math.floor(position / sequencesPerStep);
    const found = sampleIndex({
      seed,
      sequences,
      step,
      sample: position % sequencesPerStep,
      sequencesPerStep,
    });
    expect(found.epoch).toBe(epoch);
    indices.push(found.index);
  }
  return indices;
};

describe("sampleIndex", () => {
  it("reads every sequence exactly once an epoch", () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(5),
        (seed, n, b, epoch) => {
          expect(epochOf(seed, n, b, epoch).toSorted((x, y) => x - y)).toEqual(
            Array.from({ length: n }, (_, i) => i),
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it("orders epochs and seeds differently", () => {
    expect(epochOf(1, 500, 8, 0)).not.toEqual(epochOf(1, 500, 8, 1));
    expect(epochOf(1, 500, 8, 0)).not.toEqual(epochOf(2, 500, 8, 0));
  });

  it("does not depend on how a position is cut into steps and samples", () => {
    expect(epochOf(7, 360, 8, 1)).toEqual(epochOf(7, 360, 60, 1));
  });

  it("shuffles: neighbours end up far apart and no position is favoured", () => {
    const order = epochOf(3, 4096, 8, 0);
    const gaps = order.slice(1).map((index, i) => Math.abs(index - (order[i] ?? 0)));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    // Two independent uniform positions lie n/3 apart on average; the standard error here is about n/3/√n · 0.7.
    expect(mean / (4096 / 3)).toBeGreaterThan(0.93);
    expect(mean / (4096 / 3)).toBeLessThan(1.07);
  });
});

describe("permute", () => {
  it("is a bijection on large ranges", () => {
    const seen = new Set<number>();
    for (let i = 0; i < 88_001; i++) seen.add(permute(i, 88_001, 99));
    expect(seen.size).toBe(88_001);
  });
});
