import { describe, expect, it } from "@jest/globals";
import { hideLargest } from "./extrapolate.ts";
import { besiroglu, gridPoints, paperPoints } from "./paper.fixture.ts";
import { fitStudy } from "./study.ts";
import { fitStudyInThread } from "./in-thread.ts";
import type { FitProgress, StudyFitInput } from "./types.ts";

const input: StudyFitInput = {
  points: gridPoints([1e5, 4e5, 1.6e6, 6.4e6], [4, 16, 64], { noise: 0.002, seed: 1 }),
  huberDelta: 1e-3,
  resamples: 200,
  confidence: 0.9,
  seed: 7,
};

describe("fitStudy", () => {
  const fit = fitStudy({ ...input, budgetFlops: 1e16, keepLaws: true });

  it("gives each constant and a with an interval around it", () => {
    expect(fit.parameters.map(({ name }) => name)).toEqual(["E", "A", "B", "alpha", "beta", "a"]);
    for (const { name, value, low, high } of fit.parameters) {
      expect(low).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(high);
      if (name !== "a") {
        expect(low).toBeLessThan(besiroglu[name]);
        expect(besiroglu[name]).toBeLessThan(high);
      }
    }
  });

  it("gives optimum, prediction, next point, checks and convergence", () => {
    expect(fit).toMatchObject({ identified: true, warnings: [] });
    expect(fit.optimum!.flops).toBe(1e16);
    expect((6 * fit.optimum!.N.value * fit.optimum!.D.value) / 1e16).toBeCloseTo(1, 9);
    expect(fit.prediction!.loss).toEqual(fit.optimum!.loss);
    expect(fit.next!.target).toBe("loss at the budget");
    expect(fit.next!.halfWidth.after).toBeLessThan(fit.next!.halfWidth.now);
    expect(fit.convergence!.startsAtOptimum).toBeGreaterThan(0);
    expect(fit.extrapolation.hiddenN).toBe(6.4e6);
    expect(fit.residuals).toHaveLength(12);
    expect(fit.laws).toHaveLength(200);
  });

  it("survives JSON unchanged", () => {
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
  });

  it("gives no number when the points are too few, and says what to add", () => {
    const few = fitStudy({ ...input, points: input.points.slice(0, 4) });
    expect(few).toMatchObject({ identified: false, parameters: [], residuals: [] });
    expect(few.reason).toMatch(/4 different points.*add 2/);
    expect(few).not.toHaveProperty("law");
    expect(few).not.toHaveProperty("next");
  });

  it.each([
    ["resamples", 3],
    ["resamples", 1.5],
    ["confidence", 1],
    ["seed", -1],
    ["huberDelta", NaN],
    ["budgetFlops", -1e20],
    ["cost", [{ N: 1, flopsPerToken: 0 }]],
    ["cost", []],
  ] as const)("refuses %s = %j by name", (field, value) => {
    expect(() => fitStudy({ ...input, [field]: value })).toThrow(
      expect.objectContaining({ code: "E_FIT_OPTIONS", message: expect.stringContaining(field) }),
    );
  });
});

describe("hideLargest", () => {
  it("predicts the hidden size within 1 % on synthetic data", () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { hiddenN, worst, points } = hideLargest(paperPoints({ noise: 0.001, seed }), 1e-3);
      expect(hiddenN).toBe(359.7e6);
      expect(points).toHaveLength(3);
      expect(worst).toBeLessThan(0.01);
    }
  });

  it("says so when too little is left", () => {
    expect(hideLargest(gridPoints([1e5, 4e5, 1.6e6], [4, 16, 64]), 1e-3)).toMatchObject({
      points: [],
      reason: expect.stringMatching(/2 model sizes/),
    });
  });
});

describe("fitStudyInThread", () => {
  const small = { ...input, resamples: 20 };

  it("gives what fitStudy gives, to the bit, with progress, while this thread's timers go on", async () => {
    const seen: FitProgress[] = [];
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const fit = await fitStudyInThread(small, { onProgress: (progress) => seen.push(progress) });
    clearInterval(timer);
    expect(fit).toEqual(fitStudy(small));
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(["starts", "resamples", "checks"]);
    expect(seen.filter(({ stage }) => stage === "starts").at(-1)).toEqual({
      stage: "starts",
      done: 4500,
      total: 4500,
    });
    expect(ticks).toBeGreaterThan(3);
  });

  it("stops at once when the signal fires, before or during the fit", async () => {
    const aborted = expect.objectContaining({ code: "E_FIT_ABORTED" });
    await expect(fitStudyInThread(small, { signal: AbortSignal.abort() })).rejects.toEqual(aborted);
    const stop = new AbortController();
    const fit = fitStudyInThread(
      { ...input, resamples: 1_000_000 },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    await expect(fit).rejects.toEqual(aborted);
  });

  it("passes on what is wrong with the points", async () => {
    const points = input.points.with(0, { N: 1, D: NaN, loss: 2 });
    await expect(fitStudyInThread({ ...small, points })).rejects.toMatchObject({
      code: "E_POINTS",
      message: expect.stringMatching(/Point 1: D is NaN/),
    });
  });
});
