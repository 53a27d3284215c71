import { describe, expect, it } from "@jest/globals";
import { fitIsoFlop } from "./iso-flop.ts";
import { gridPoints, paperPoints, withLosses } from "./paper.fixture.ts";

const cost = (N: number, D: number): number => 6 * N * D;
/** α = β: the one case in which approach 2 is unbiased on centred slices. */
const symmetric = { E: 1.8, A: 500, B: 800, alpha: 0.35, beta: 0.35 };

/** Sizes around the optimum of each budget. */
function slices(law: typeof symmetric) {
  const G = ((law.alpha * law.A) / (law.beta * law.B)) ** (1 / (law.alpha + law.beta));
  const a = law.beta / (law.alpha + law.beta);
  return [1e18, 1e19, 1e20, 1e21].flatMap((C) => {
    const best = G * (C / 6) ** a;
    return [0.25, 0.5, 1, 2, 4].map((k) => ({ N: best * k, D: C / 6 / (best * k) }));
  });
}

describe("fitIsoFlop", () => {
  it("finds the exponent of a symmetric law on a dense grid", () => {
    const sizes = Array.from({ length: 13 }, (_, i) => 1e7 * 2 ** (i / 2));
    const ratios = Array.from({ length: 15 }, (_, i) => 0.5 * 2 ** (i * 0.75));
    const { a, budgets } = fitIsoFlop(gridPoints(sizes, ratios, { law: symmetric }), cost);
    expect(budgets.length).toBeGreaterThanOrEqual(5);
    // Interpolation between horizons and off-centre sizes bias it a little; it is a cross-check.
    expect(Math.abs(a! - 0.5)).toBeLessThan(0.03);
  });

  it("uses slices at fixed budgets as they are", () => {
    const { a, budgets } = fitIsoFlop(
      withLosses(slices(symmetric), { law: symmetric, noise: 0, seed: 0 }),
      cost,
    );
    expect(budgets).toHaveLength(4);
    expect(a).toBeCloseTo(0.5, 6);
  });

  it("interpolates between the horizons of a study: the paper's 24 points give its exponent", () => {
    const { a, budgets } = fitIsoFlop(paperPoints(), cost);
    expect(budgets.length).toBeGreaterThanOrEqual(5);
    // True: 0.5126. Parabolas are not the law, so two digits are luck enough.
    expect(Math.abs(a! - 0.5126)).toBeLessThan(0.01);
  });

  it("is biased when the exponents differ, which is why it is no more than a cross-check", () => {
    const law = { ...symmetric, alpha: 0.5, beta: 0.25 };
    const shifted = slices(law).map(({ N, D }) => ({ N: N * 2, D: D / 2 }));
    const { a } = fitIsoFlop(withLosses(shifted, { law, noise: 0, seed: 0 }), cost);
    expect(a).toBeGreaterThan(0.25);
    expect(a).toBeLessThan(0.45);
  });

  it("says what is missing instead of an exponent", () => {
    expect(fitIsoFlop([], cost)).toMatchObject({ budgets: [], reason: expect.stringMatching(/3 sizes/) });
    expect(fitIsoFlop(paperPoints().slice(0, 3), cost).a).toBeUndefined();
  });
});
