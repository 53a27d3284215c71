import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { interpolateCost, optimumAt, optimumAt6ND, predictAtBudget, sixN } from "./optimum.ts";
import { besiroglu } from "./paper.fixture.ts";
import { predictLoss } from "./predict.ts";
import type { Law } from "./types.ts";

const hoffmann: Law = { E: 1.6934, A: 406.4, B: 410.7, alpha: 0.3392, beta: 0.2849 };
const laws = fc.record({
  E: fc.double({ min: 0.1, max: 3, noNaN: true }),
  A: fc.double({ min: 10, max: 1e4, noNaN: true }),
  B: fc.double({ min: 10, max: 1e4, noNaN: true }),
  alpha: fc.double({ min: 0.1, max: 1, noNaN: true }),
  beta: fc.double({ min: 0.1, max: 1, noNaN: true }),
});

describe("optimumAt6ND", () => {
  it("moves D/N at Chinchilla's compute from about 93 to about 18, as the replication found", () => {
    const ratio = (law: Law): number => {
      const { N, D } = optimumAt6ND(law, 5.76e23);
      return D / N;
    };
    // The notes' 93 and 18 are rounded, and so are the printed constants; a power of 10 of the budget moves either by a factor.
    expect(ratio(hoffmann) / 93).toBeGreaterThan(0.6);
    expect(ratio(hoffmann) / 93).toBeLessThan(1.6);
    expect(ratio(besiroglu) / 18).toBeGreaterThan(0.8);
    expect(ratio(besiroglu) / 18).toBeLessThan(1.25);
  });

  it("spends the budget, and no other split of it is better", () => {
    fc.assert(
      fc.property(laws, fc.double({ min: -3, max: 3, noNaN: true }), (law, shift) => {
        const flops = 1e21;
        const best = optimumAt6ND(law, flops);
        expect((6 * best.N * best.D) / flops).toBeCloseTo(1, 9);
        const N = best.N * Math.exp(shift);
        expect(predictLoss(law, { N, D: flops / 6 / N })).toBeGreaterThanOrEqual(best.loss * (1 - 1e-12));
      }),
    );
  });

  it("grows N as C to the power a", () => {
    fc.assert(
      fc.property(laws, (law) => {
        const growth = Math.log10(optimumAt6ND(law, 1e22).N / optimumAt6ND(law, 1e21).N);
        expect(growth).toBeCloseTo(law.beta / (law.alpha + law.beta), 9);
      }),
    );
  });
});

describe("optimumAt", () => {
  it("finds the closed form again when tokens cost 6N", () => {
    fc.assert(
      fc.property(laws, (law) => {
        const exact = optimumAt6ND(law, 1e21);
        const found = optimumAt(law, 1e21, sixN, { low: exact.N / 1e4, high: exact.N * 1e4 });
        // The loss is flat at its minimum, so N is known only to the root of rounding over its curvature.
        expect(found.N / exact.N).toBeCloseTo(1, 2);
        expect(found.loss).toBeCloseTo(exact.loss, 10);
      }),
    );
  });

  it("prefers larger models when small ones are relatively dearer", () => {
    const dear = (N: number): number => 6 * N + 1e9;
    const { N } = optimumAt(besiroglu, 1e20, dear, { low: 1e5, high: 1e13 });
    expect(N).toBeGreaterThan(optimumAt6ND(besiroglu, 1e20).N);
  });
});

describe("interpolateCost", () => {
  it("passes through the table, is exact for powers, and goes on beyond its ends", () => {
    const cost = interpolateCost([
      { N: 1e6, flopsPerToken: 6e6 },
      { N: 1e4, flopsPerToken: 6e4 },
      { N: 1e5, flopsPerToken: 6e5 },
    ]);
    for (const N of [1e3, 1e4, 3e4, 1e5, 7e5, 1e6, 1e9]) expect(cost(N) / (6 * N)).toBeCloseTo(1, 9);
  });

  it("takes one row as FLOPs proportional to N", () => {
    expect(interpolateCost([{ N: 1e6, flopsPerToken: 9e6 }])(2e6)).toBeCloseTo(18e6, 0);
  });
});

describe("predictAtBudget", () => {
  const fitted = {
    law: besiroglu,
    laws: [0.34, 0.345, 0.35, 0.355].map((alpha) => ({ ...besiroglu, alpha })),
    confidence: 0.5,
  };

  it("gives every number an interval over the resamples, and says how FLOPs were counted", () => {
    const { N, loss, cost } = predictAtBudget(fitted, 1e21);
    expect(cost).toBe("6ND");
    for (const { value, low, high } of [N, loss]) {
      expect(low).toBeLessThan(value);
      expect(value).toBeLessThan(high);
    }
  });

  it("agrees with 6ND when the detailed table says 6N", () => {
    const detailed = predictAtBudget(fitted, 1e21, [{ N: 1e8, flopsPerToken: 6e8 }]);
    const plain = predictAtBudget(fitted, 1e21);
    expect(detailed.cost).toBe("detailed");
    expect(detailed.N.value / plain.N.value).toBeCloseTo(1, 4);
    expect(detailed.loss.high).toBeCloseTo(plain.loss.high, 9);
  });
});
