import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { learningRateFactor, type CooldownShape, type Schedule } from "./schedule.ts";

const shapes: CooldownShape[] = ["linear", "1-sqrt", "cosine", "mirror-cosine", "square"];

/** The paper's table: n = 1000, warm-up 50, c = 0.2. */
function branch(shape: CooldownShape, totalSteps = 1000, cooldownSteps = totalSteps / 5): Schedule {
  return { kind: "cooldown", warmupSteps: 50, totalSteps, cooldownSteps, shape, finalFactor: 0 };
}

describe("learningRateFactor", () => {
  it.each([
    ["linear", 0, 0.01],
    ["linear", 25, 0.505],
    ["linear", 50, 1],
    ["linear", 799, 1],
    ["linear", 800, 1],
    ["linear", 900, 0.5],
    ["1-sqrt", 900, 0.2929],
    ["square", 900, 0.75],
    ["cosine", 900, 0.5],
    ["mirror-cosine", 900, 0.5],
    ["cosine", 850, 0.8536],
    ["mirror-cosine", 850, 0.6464],
    ["linear", 999, 0.005],
    ["1-sqrt", 999, 0.0025],
    ["linear", 1000, 0],
    ["1-sqrt", 1000, 0],
  ] as const)("gives %s at step %i the factor %d", (shape, step, factor) => {
    expect(learningRateFactor(step, branch(shape))).toBeCloseTo(factor, 4);
  });

  it("ends the cosine baseline at a tenth of the peak and starts it at a hundredth", () => {
    const cosine: Schedule = { kind: "cosine", warmupSteps: 50, totalSteps: 1000, finalFactor: 0.1 };
    expect(learningRateFactor(0, cosine)).toBeCloseTo(0.01, 12);
    expect(learningRateFactor(25, cosine)).toBeCloseTo(0.505, 12);
    expect(learningRateFactor(50, cosine)).toBe(1);
    expect(learningRateFactor(525, cosine)).toBeCloseTo(0.55, 12);
    expect(learningRateFactor(1000, cosine)).toBe(0.1);
  });

  it("decays exponentially to the final factor", () => {
    const schedule: Schedule = {
      kind: "cooldown",
      warmupSteps: 0,
      totalSteps: 100,
      cooldownSteps: 20,
      shape: "exponential",
      finalFactor: 0.01,
    };
    expect(learningRateFactor(80, schedule)).toBe(1);
    expect(learningRateFactor(90, schedule)).toBeCloseTo(0.1, 12);
    expect(learningRateFactor(100, schedule)).toBe(0.01);
  });

  it("is the plateau's, to the bit, until a branch's fork point, whatever the branch's length", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 5000 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        fc.constantFrom(...shapes),
        fc.nat(),
        (totalSteps, fraction, shape, at) => {
          const cooldownSteps = Math.max(1, Math.floor(fraction * totalSteps));
          const step = at % (totalSteps - cooldownSteps + 1);
          const plateau: Schedule = { kind: "constant", warmupSteps: 50 };
          // A warm-up longer than the plateau part would be cut off by the cooldown in neither arm.
          const factor = learningRateFactor(step, branch(shape, totalSteps, cooldownSteps));
          expect(factor).toBe(learningRateFactor(step, plateau));
        },
      ),
    );
  });

  it("falls monotonically from 1 to the final factor and stays there", () => {
    fc.assert(
      fc.property(fc.constantFrom(...shapes), fc.integer({ min: 10, max: 300 }), (shape, cooldownSteps) => {
        const schedule = branch(shape, cooldownSteps + 60, cooldownSteps);
        let last = 1;
        for (let step = 60; step <= cooldownSteps + 70; step++) {
          const factor = learningRateFactor(step, schedule);
          expect(factor).toBeGreaterThanOrEqual(0);
          expect(factor).toBeLessThanOrEqual(last + 1e-12);
          last = factor;
        }
        expect(last).toBe(0);
      }),
    );
  });
});
