import { describe, expect, it } from "@jest/globals";
import { fitScalingLaw } from "./fit-law.ts";
import { besiroglu, gridPoints, paperPoints, withLosses } from "./paper.fixture.ts";
import type { Point } from "./types.ts";

const fit = (points: readonly Point[]) => fitScalingLaw(points, { starts: "coarse" });
const sizes = [1e5, 4e5, 1.6e6, 6.4e6];
const flat = { law: besiroglu, noise: 0, seed: 0 };

describe("a fit that the points cannot support", () => {
  it.each<[string, Point[], RegExp]>([
    ["no point", [], /0 different points/],
    ["one point", gridPoints([1e6], [20]), /1 different points/],
    ["five points", gridPoints(sizes, [10, 20]).slice(0, 5), /5 different points.*add 1/],
    [
      "five points, each given four times",
      Array.from({ length: 4 }, () => gridPoints(sizes, [10, 20]).slice(0, 5)).flat(),
      /5 different points \(20 rows, the rest are repeats\)/,
    ],
    ["one size", gridPoints([1e6], [1, 2, 4, 8, 16, 32, 64]), /1 model size;.*Add 2 more/],
    ["two sizes", gridPoints([1e6, 1e7], [1, 4, 16, 64]), /2 model sizes;.*Add 1 more/],
    [
      "one token count",
      withLosses(
        [1, 2, 4, 8, 16, 32].map((k) => ({ N: k * 1e5, D: 1e7 })),
        flat,
      ),
      /1 token count; B and beta need at least 3/,
    ],
    [
      "20 tokens per parameter everywhere",
      gridPoints([1e5, 2e5, 4e5, 8e5, 1.6e6, 3.2e6], [20]),
      /one line, D proportional to N\^1.00/,
    ],
    [
      "losses that do not depend on the size",
      gridPoints(sizes, [2, 10, 50], { law: { ...besiroglu, A: 1e-9 } }),
      /alpha/,
    ],
    [
      "losses that do not depend on the data",
      gridPoints(sizes, [2, 10, 50], { law: { ...besiroglu, B: 1e-9 } }),
      /beta/,
    ],
    [
      "losses that are all the same",
      gridPoints(sizes, [2, 10, 50]).map((point) => ({ ...point, loss: 2 })),
      /./,
    ],
  ])("is not given for %s; instead it says what to add", (_name, points, reason) => {
    const result = fit(points);
    expect(result.identified).toBe(false);
    expect(result.reason).toMatch(reason);
    expect(result.reason).toMatch(/[Aa]dd/);
  });
});

describe("a fit that the points support", () => {
  it.each([
    ["the paper's design", paperPoints({ noise: 0.003, seed: 1 })],
    ["4 sizes × 3 horizons", gridPoints(sizes, [2, 10, 50], { noise: 0.003, seed: 1 })],
    [
      "isoFLOP slices",
      withLosses(
        [1e14, 1e15].flatMap((C) => sizes.map((N) => ({ N, D: C / 6 / N }))),
        flat,
      ),
    ],
  ])("is given for %s", (_name, points) => {
    expect(fit(points)).toMatchObject({ identified: true, warnings: [] });
  });

  it("warns when the losses bend towards no floor, and still gives the exponents", () => {
    const law = { ...besiroglu, E: 1e-12 };
    const result = fit(gridPoints(sizes, [2, 10, 50], { law }));
    expect(result.identified).toBe(true);
    expect(result.warnings[0]).toMatch(/E ran to 0/);
    expect(result.law.alpha).toBeCloseTo(law.alpha, 3);
    expect(result.law.beta).toBeCloseTo(law.beta, 3);
  });

  it("warns when the law misses its points widely, as when losses of different kinds are mixed", () => {
    const mixed = gridPoints(sizes, [2, 10, 50]).map((point, i) => ({
      ...point,
      loss: point.loss * (i % 2 ? 1.4 : 1),
    }));
    const result = fit(mixed);
    expect(result.identified).toBe(true);
    expect(result.warnings.join()).toMatch(/misses half of the points by more than 2\d %/);
  });
});
