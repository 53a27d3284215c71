import { describe, expect, it } from "@jest/globals";
import type { AveragingConfig } from "@plateau/proto";
import fc from "fast-check";
import { createAverages, type Averages, type AverageState } from "./averages.ts";
import { savedKinds, savedWeights } from "./saved.ts";

const size = 3;
const warmup = 4;
const both: AveragingConfig = {
  swa: { intervalSteps: 2, windowSteps: 6, keepWindows: 3 },
  ema: { intervalSteps: 3, decay: 0.5, startStep: 5 },
};

/** Parameters after `step` updates: small whole numbers, so that means are exact. */
const parametersAt = (step: number): Float32Array => Float32Array.of(step, 2 * step, -step);

function observe(averages: Averages, from: number, to: number): Averages {
  for (let step = from; step <= to; step++) averages.observe(step, parametersAt(step));
  return averages;
}

/** As a checkpoint would: copied and stored. */
const saved = (state: AverageState): AverageState => structuredClone(state);

const results = (averages: Averages): unknown => ({
  swa: [1, 2, 3].map((windows) => averages.weights("swa", windows)),
  ema: averages.weights("ema"),
});

describe("swa", () => {
  it("gives the mean over the last completed window, which holds no warm-up step", () => {
    const averages = observe(createAverages(both, size, warmup), 1, 9);
    // The first window is steps 5 … 10, of which 6, 8 and 10 are taken.
    expect(averages.weights("swa")).toBeUndefined();
    observe(averages, 10, 10);
    expect(averages.weights("swa")).toEqual(parametersAt(8));
    observe(averages, 11, 15);
    expect(averages.weights("swa")).toEqual(parametersAt(8));
    observe(averages, 16, 16);
    expect(averages.weights("swa")).toEqual(parametersAt(14));
  });

  it("merges the latest windows, at most as many as it keeps", () => {
    const averages = observe(createAverages(both, size, warmup), 1, 34);
    // Windows with means 8, 14, 20, 26, 32.
    const first = (windows: number): number => averages.weights("swa", windows)![0]!;
    expect(first(1)).toBe(32);
    expect(first(2)).toBe(29);
    expect(first(3)).toBeCloseTo(26, 5);
    expect(first(5)).toBe(first(3));
  });

  it("begins with the next whole window when switched on in the middle of one", () => {
    const averages = createAverages(both, size, warmup, 7);
    observe(averages, 8, 15);
    expect(averages.weights("swa")).toBeUndefined();
    expect(observe(averages, 16, 16).weights("swa")).toEqual(parametersAt(14));
  });

  it("refuses an interval longer than its window", () => {
    expect(() =>
      createAverages({ swa: { intervalSteps: 7, windowSteps: 6, keepWindows: 1 } }, size, 0),
    ).toThrow(/intervalSteps is 7/);
  });
});

describe("ema", () => {
  it("copies the weights at its first step and halves the distance at each later one", () => {
    const averages = observe(createAverages(both, size, warmup), 1, 4);
    expect(averages.weights("ema")).toBeUndefined();
    expect(observe(averages, 5, 7).weights("ema")).toEqual(parametersAt(5));
    expect(observe(averages, 8, 8).weights("ema")![0]).toBe(6.5);
    expect(observe(averages, 9, 11).weights("ema")![0]).toBe(8.75);
  });

  it("keeps changes that eight bits of mantissa would swallow", () => {
    const averages = createAverages({ ema: { intervalSteps: 1, decay: 0.95, startStep: 1 } }, 1, 0);
    averages.observe(1, Float32Array.of(1));
    for (let step = 2; step <= 400; step++) averages.observe(step, Float32Array.of(1.001));
    expect(averages.weights("ema")![0]).toBeCloseTo(1.001, 5);
  });

  it("refuses a decay of 1", () => {
    expect(() => createAverages({ ema: { intervalSteps: 1, decay: 1, startStep: 0 } }, size, 0)).toThrow(
      /decay is 1/,
    );
  });
});

describe("averages", () => {
  it("go on exactly from a state saved at any step", () => {
    const last = 30;
    const straight = observe(createAverages(both, size, warmup), 1, last);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: last }), (at) => {
        const state = saved(observe(createAverages(both, size, warmup), 1, at).state());
        const resumed = createAverages(both, size, warmup);
        resumed.restore(state);
        observe(resumed, at + 1, last);
        expect(results(resumed)).toEqual(results(straight));
        expect(resumed.state()).toEqual(straight.state());
      }),
      { seed: 3, numRuns: 31 },
    );
  });

  it("return vectors of their own, which later steps leave alone", () => {
    const averages = observe(createAverages(both, size, warmup), 1, 10);
    const [swa, ema] = [averages.weights("swa")!, averages.weights("ema")!];
    const copies = [swa.slice(), ema.slice()];
    observe(averages, 11, 40);
    expect([swa, ema]).toEqual(copies);
  });

  it("refuse a step left out or repeated", () => {
    const averages = observe(createAverages(both, size, warmup), 1, 3);
    for (const step of [3, 5]) {
      expect(() => averages.observe(step, parametersAt(step))).toThrow(
        expect.objectContaining({ code: "E_AVERAGING_STEP" }) as unknown as Error,
      );
    }
  });

  it("refuse a state of other settings, of another size, or without a part, and stay as they were", () => {
    const state = saved(observe(createAverages(both, size, warmup), 1, 12).state());
    const fresh = createAverages(both, size, warmup);
    const before = saved(fresh.state());
    const other = createAverages({ swa: { intervalSteps: 3, windowSteps: 6, keepWindows: 1 } }, size, warmup);
    expect(() => other.restore(state)).toThrow(/swa\.intervalSteps 2 but averaging now says 3/);
    expect(() => createAverages(both, 5, warmup).restore(state)).toThrow(/3 numbers for "swa\.open"/);
    const { "swa.completed.0": _, ...vectors } = state.vectors;
    expect(() => fresh.restore({ ...state, vectors })).toThrow(/no numbers for "swa\.completed\.0"/);
    expect(fresh.state()).toEqual(before);
  });

  it("cost nothing and hold nothing when the configuration asks for none", () => {
    const none = createAverages({}, size, warmup);
    none.observe(17, parametersAt(17));
    expect(none.kinds).toEqual([]);
    expect(none.state()).toEqual({ vectors: {}, counters: {} });
    expect(none.weights("swa")).toBeUndefined();
  });
});

it("weights out of a saved state are those that the averages give, after any number of steps", () => {
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.constantFrom(both, { swa: both.swa }, { ema: both.ema }, {}),
      (steps, config) => {
        const averages = observe(createAverages(config, size, warmup), 1, steps);
        const state = saved(averages.state());
        const given = (["swa", "ema"] as const).filter((kind) => averages.weights(kind) !== undefined);
        expect(savedKinds(state)).toEqual(given);
        for (const kind of ["swa", "ema"] as const)
          expect(savedWeights(state, kind)).toEqual(averages.weights(kind));
      },
    ),
  );
});
