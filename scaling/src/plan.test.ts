import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { trainingFlopsPerStep, type ModelShape } from "./costs.ts";
import { costRatio, planStudy, type PlanInput } from "./plan.ts";

const tiny = (width: number): ModelShape => ({
  family: "llama",
  layers: 2,
  width,
  heads: 2,
  feedForward: 4 * width,
  vocabulary: 256,
  tieEmbeddings: true,
  context: 64,
});
const batch = { sequences: 8, sequenceLength: 64 };

describe("costRatio", () => {
  it.each([
    ["the Chinchilla suite, horizons 10 15 20 25 and c = 0.1", [10, 15, 20, 25], 0.1, 0.421],
    ["33M of the paper, 3 7 10 and c = 0.2", [3, 7, 10], 0.2, 0.6],
    ["four doublings, c = 0.2", [1, 2, 4, 8], 0.2, 0.627],
    ["one horizon: nothing is shared", [5], 0.2, 1],
  ])("of %s", (_name, horizons, fraction, ratio) => {
    expect(costRatio(horizons, fraction)).toBeCloseTo(ratio, 3);
  });

  it("charges the last cooldown on top when the plateau runs on to the end", () => {
    expect(costRatio([3, 7, 10], 0.2, true) - costRatio([3, 7, 10], 0.2)).toBeCloseTo((0.2 * 10) / 20, 12);
  });
});

describe("the whole table of the paper, c = 0.2", () => {
  /** layers, width, feed-forward, sequences of 512 tokens a step, and horizons in thousands of steps. */
  const table: [number, number, number, number, number[]][] = [
    [8, 384, 1024, 200, [3, 7, 10]],
    [8, 512, 1536, 200, [3.75, 7.5, 11.25]],
    [10, 512, 1536, 200, [7.5, 12.5, 17.5]],
    [12, 640, 1792, 200, [10, 17.5, 25]],
    [12, 768, 2048, 200, [15, 25, 35]],
    [16, 768, 2048, 200, [25, 37.5, 50]],
    [24, 768, 2048, 200, [37.5, 50, 62.5]],
    [24, 1024, 2816, 400, [25, 37.5, 50]],
  ];
  const rows = table.map(([layers, width, feedForward, sequences, kiloSteps]) => {
    const shape: ModelShape = {
      family: "llama",
      layers,
      width,
      heads: width / 64,
      feedForward,
      vocabulary: 50304,
      tieEmbeddings: true,
      context: 512,
    };
    const perStep = trainingFlopsPerStep(shape, { sequences, sequenceLength: 512 });
    return { kiloSteps, alone: 1e3 * perStep * kiloSteps.reduce((a, b) => a + b, 0) };
  });
  const total = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0);

  it("costs 1.151e20 FLOPs as independent runs and 0.554 of it with shared plateaus", () => {
    expect(total(({ alone }) => alone) / 1.151e20).toBeCloseTo(1, 3);
    const shared = total(({ kiloSteps, alone }) => alone * costRatio(kiloSteps, 0.2));
    expect(shared / 6.38e19).toBeCloseTo(1, 2);
    expect(shared / total(({ alone }) => alone)).toBeCloseTo(0.554, 3);
  });

  it("costs 0.643 of it when the plateaus run on to the longest horizon, as the README's bars show", () => {
    const toEnd = total(({ kiloSteps, alone }) => alone * costRatio(kiloSteps, 0.2, true));
    expect(toEnd / total(({ alone }) => alone)).toBeCloseTo(0.643, 3);
  });
});

describe("planStudy", () => {
  const input: PlanInput = {
    sizes: [
      { name: "s", shape: tiny(32) },
      { name: "m", shape: tiny(64) },
    ],
    horizons: { tokens: [512e2, 1024e2, 2048e2] },
    batch,
    cooldownFraction: 0.2,
  };

  it("forks each horizon where its cooldown begins and stops the plateau at the last fork", () => {
    const [size] = planStudy(input).sizes;
    expect(
      size?.horizons.map(({ totalSteps, cooldownSteps, forkStep }) => [totalSteps, cooldownSteps, forkStep]),
    ).toEqual([
      [100, 20, 80],
      [200, 40, 160],
      [400, 80, 320],
    ]);
    expect(size?.trunkSteps).toBe(320);
  });

  it("accounts for exactly the steps that will run", () => {
    const { steps, flops, sizes } = planStudy(input);
    expect(steps).toEqual({ planned: 2 * (320 + 140), independentRuns: 2 * 700 });
    expect(flops.ratio).toBeCloseTo(460 / 700, 12);
    expect(flops.planned).toBe(sizes.reduce((sum, size) => sum + 460 * size.flopsPerStep, 0));
  });

  it("drops the costliest horizons until the budget suffices, and says which", () => {
    const full = planStudy(input);
    const plan = planStudy({ ...input, flopsBudget: full.flops.planned * 0.6 });
    expect(plan.flops.planned).toBeLessThanOrEqual(full.flops.planned * 0.6);
    expect(plan.leftOut[0]).toEqual({ size: "m", tokens: 2048e2 });
  });

  it.each([
    [
      "a horizon too short for a cooldown",
      { ...input, horizons: { tokens: [1000] } },
      /too short for a cooldown/,
    ],
    [
      "horizons that round to the same steps",
      { ...input, horizons: { tokens: [51200, 51300] } },
      /same 100 steps/,
    ],
    ["a budget that pays for nothing", { ...input, flopsBudget: 1 }, /does not pay/],
    ["an absurd fraction", { ...input, cooldownFraction: 1 }, /between 0 and 1/],
  ])("refuses %s", (_name, bad, message) => {
    expect(() => planStudy(bad)).toThrow(message);
  });

  it("never costs more than independent runs, and horizons stay within a step of what was asked", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 40, max: 4000 }), { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0.05, max: 0.5, noNaN: true }),
        (steps, cooldownFraction) => {
          const plan = planStudy({
            ...input,
            horizons: { tokens: steps.map((n) => n * 512 + 3) },
            cooldownFraction,
          });
          expect(plan.flops.ratio).toBeLessThanOrEqual(1 + 1e-12);
          for (const { horizons, trunkSteps } of plan.sizes) {
            expect(trunkSteps).toBe(Math.max(...horizons.map(({ forkStep }) => forkStep)));
            for (const each of horizons) {
              expect(Math.abs(each.tokens - each.askedTokens)).toBeLessThanOrEqual(256);
              expect(each.forkStep + each.cooldownSteps).toBe(each.totalSteps);
            }
          }
        },
      ),
    );
  });
});
