import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { envelope } from "./envelope.ts";

const points = fc.array(
  fc.record({ flops: fc.integer({ min: 1, max: 50 }), loss: fc.integer({ min: 1, max: 50 }) }),
);

describe("the envelope", () => {
  it("has each point that no other beats at its cost or less, once for each loss, cheapest first", () => {
    fc.assert(
      fc.property(points, (all) => {
        const edge = envelope(all);
        for (const point of all) {
          const beaten = all.some(
            ({ flops, loss }) =>
              flops <= point.flops && loss <= point.loss && (flops < point.flops || loss < point.loss),
          );
          const isOn = edge.some(({ flops, loss }) => flops === point.flops && loss === point.loss);
          expect(isOn).toBe(!beaten);
        }
        for (const [i, point] of edge.slice(1).entries()) {
          expect(point.flops).toBeGreaterThan(edge[i]!.flops);
          expect(point.loss).toBeLessThan(edge[i]!.loss);
        }
      }),
    );
  });
});
