import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Limiter } from "./limiter.ts";

describe("the limiter of requests", () => {
  it("lets a burst through at once and then one every 1/qps seconds", () => {
    const limiter = new Limiter({ qps: 10, burst: 3, now: () => 5 });
    expect(Array.from({ length: 6 }, () => limiter.reserve())).toEqual([0, 0, 0, 100, 200, 300]);
  });

  it("never lets more than burst + qps · t out in any stretch of t seconds, whenever they are asked for", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 2_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        (gaps, qps, burst) => {
          let nowMs = 0;
          const limiter = new Limiter({ qps, burst, now: () => nowMs });
          const out = gaps.map((gap) => {
            nowMs += gap;
            return nowMs + limiter.reserve();
          });
          for (let first = 0; first < out.length; first += 1) {
            for (let last = first; last < out.length; last += 1) {
              const seconds = (out[last]! - out[first]!) / 1_000;
              expect(last - first + 1).toBeLessThanOrEqual(burst + qps * seconds + 1 + 1e-6);
            }
          }
        },
      ),
      { numRuns: 50, seed: 5 },
    );
  });
});
