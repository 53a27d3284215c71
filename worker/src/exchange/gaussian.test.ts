import { describe, expect, it } from "@jest/globals";
import { streamKey } from "@plateau/scaling";
import { addGaussian, gaussian } from "./gaussian.ts";

const length = 400_000;
const draw = (key: number): Float32Array => {
  const block = new Float32Array(length);
  addGaussian(block, { from: 0, to: length }, { key, position: 0, std: 1 });
  return block;
};
const sum = (values: Float32Array, of: (value: number, i: number) => number): number =>
  values.reduce((total, value, i) => total + of(value, i), 0);

describe("normal numbers by position", () => {
  const values = draw(streamKey(1, 2));

  // Bounds of four standard errors, 1/√n times: 1 for the mean, √2 for the variance, √15 and √96 for the third and fourth moment.
  it.each([
    ["mean 0", 1, 0, 1],
    ["variance 1", 2, 1, Math.SQRT2],
    ["no skew", 3, 0, Math.sqrt(15)],
    ["the fourth moment 3", 4, 3, Math.sqrt(96)],
  ])("have %s", (_name, exponent, expected, spread) => {
    const moment = sum(values, (value) => value ** exponent) / length;
    expect(Math.abs(moment - expected)).toBeLessThan((4 * spread) / Math.sqrt(length));
  });

  // P(|Z| > x) = erfc(x/√2)
  it.each([
    [0.25, 0.802587],
    [1, 0.3173105],
    [2, 0.0455003],
    [3, 0.0026998],
    // Where the tail of the ziggurat begins.
    [3.6541528853610088, 0.000258],
    [4, 0.0000633],
  ])("lie beyond ±%p as often as they should", (x, share) => {
    const found = sum(values, (value) => (Math.abs(value) > x ? 1 : 0));
    expect(Math.abs(found - share * length)).toBeLessThan(4 * Math.sqrt(share * length) + 1);
  });

  it("have nothing to do with their neighbours or with another stream", () => {
    const other = draw(streamKey(1, 3));
    const shifted = sum(values, (value, i) => value * (values[i + 1] ?? 0));
    expect(Math.abs(shifted)).toBeLessThan(4 * Math.sqrt(length));
    expect(Math.abs(sum(values, (value, i) => value * other[i]!))).toBeLessThan(4 * Math.sqrt(length));
  });

  it("are the same one by one", () => {
    for (let i = 0; i < 2000; i++) expect(gaussian(streamKey(1, 2), i)).toBe(values[i]);
  });

  it("are added in the asked size to the asked part of a block", () => {
    const block = new Float32Array(10).fill(1);
    addGaussian(block, { from: 3, to: 5 }, { key: streamKey(1, 2), position: 100, std: 2 });
    const expected = [3, 4].map((i) => Math.fround(1 + 2 * values[100 + i]!));
    expect([...block].map((value) => (value === 1 ? 0 : 1)).join("")).toBe("0001100000");
    expect(block[3]).toBeCloseTo(expected[0]!, 6);
    expect(block[4]).toBeCloseTo(expected[1]!, 6);
  });
});
