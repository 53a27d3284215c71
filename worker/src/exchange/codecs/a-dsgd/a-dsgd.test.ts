import { describe, expect, it } from "@jest/globals";
import { codecConfig } from "@plateau/proto";
import { normal } from "@plateau/scaling";
import fc from "fast-check";
import { energy } from "../../finite.ts";
import type { Codec } from "../codec.ts";
import { createCodec } from "../index.ts";
import { Projection } from "./projection.ts";
import { topK } from "./top-k.ts";

const n = 400;
const tensors = [
  { name: "a", shape: [20, 20], from: 0 },
  { name: "b", shape: [3], from: n },
];
const create = (fraction: number, size = n + 3): Codec =>
  createCodec(codecConfig.parse({ name: "a-dsgd", fraction }), { tensors, size, shards: 1, seed: 2 });

describe("a-dsgd", () => {
  it("loses nothing: the largest elements are sent, the others wait as they are", () => {
    const codec = create(0.1);
    const memory = codec.createMemory();
    for (let step = 0; step < 3; step++) {
      const gradient = Float32Array.from({ length: n + 3 }, (_, i) => normal(step, i));
      const before = memory["residual"]!.slice();
      const whole = gradient.map((value, i) => value + before[i]!);
      const shard = { gradient, memory };
      const payload = new Float32Array(40 + 1);
      codec.encode({ step, round: 0 }, shard, {}, payload);
      const squares = codec.remember(step, shard, {}, [payload]);
      const residual = memory["residual"]!;
      expect(squares).toBeCloseTo(energy(residual), 3);
      const sent = [...whole.keys()].filter((i) => residual[i] !== whole[i]);
      // ⌊0.1·400/2⌋ of the matrix, one of the vector.
      expect(sent.filter((i) => i < n)).toHaveLength(20);
      expect(sent.filter((i) => i >= n)).toHaveLength(1);
      const smallestSent = Math.min(...sent.filter((i) => i < n).map((i) => Math.abs(whole[i]!)));
      expect(Math.max(...residual.subarray(0, n).map(Math.abs))).toBeLessThanOrEqual(smallestSent);
      // What was sent is what was projected: without a residual those elements alone give the same payload.
      const alone = whole.map((value, i) => (sent.includes(i) ? value : 0));
      const again = new Float32Array(41);
      codec.encode({ step, round: 0 }, { gradient: alone, memory: {} }, {}, again);
      expect(again).toEqual(payload);
    }
  });

  it("refuses a model for which the projection would not fit, before it makes one", () => {
    const large = [{ name: "a", shape: [100_000, 100], from: 0 }];
    const refused = (): Codec =>
      createCodec(codecConfig.parse({ name: "a-dsgd" }), { tensors: large, size: 1e7, shards: 1, seed: 0 });
    expect(refused).toThrow(/projections of 10000000000000 numbers .* lower fraction \(0\.1\)/);
    expect(refused).toThrow(expect.objectContaining({ code: "E_CODEC_CONFIG" }));
  });
});

describe("the linear estimate", () => {
  const projection = new Projection(n, 40, 5);
  const x = Float32Array.from({ length: n }, (_, i) => normal(1, i));
  const y = Float32Array.from(projection.project(Int32Array.from(x.keys()), x));
  const errorOf = (estimate: Float64Array): number =>
    Math.hypot(...estimate.map((value, i) => value - x[i]!)) / Math.hypot(...x);

  it("keeps the energy of what it projects, in the mean", () => {
    expect(energy(y) / energy(x)).toBeGreaterThan(0.5);
    expect(energy(y) / energy(x)).toBeLessThan(1.5);
  });

  it("without noise is the shortest vector with that projection", () => {
    const estimate = Float32Array.from(projection.estimate(y, 0));
    const again = projection.project(Int32Array.from(estimate.keys()), estimate);
    again.forEach((value, j) => expect(value).toBeCloseTo(y[j]!, 4));
    // s of n dimensions are known.
    expect(errorOf(Float64Array.from(estimate)) ** 2).toBeCloseTo(1 - 40 / n, 1);
  });

  it("shrinks with the noise, and is zero where there is only noise", () => {
    const sizes = [0, 1, 10, 100].map((variance) => Math.hypot(...projection.estimate(y, variance)));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(Math.hypot(...projection.estimate(y, energy(y) / 40))).toBe(0);
    expect(Math.hypot(...projection.estimate(new Float32Array(40), 0))).toBe(0);
  });

  it("has a smaller error than one that takes the noise for signal", () => {
    const variance = energy(y) / 40 / 2;
    const noisy = y.map((value, j) => value + Math.sqrt(variance) * normal(77, j));
    expect(errorOf(projection.estimate(noisy, variance))).toBeLessThan(
      errorOf(projection.estimate(noisy, 0)),
    );
  });
});

describe("the largest elements", () => {
  const bits = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 30 });

  it("are k distinct ones in order, none smaller than one left out", () => {
    fc.assert(
      fc.property(bits, fc.nat(), (numbers, pick) => {
        const values = Float32Array.from(numbers);
        const k = 1 + (pick % values.length);
        const chosen = [...topK(values, k)];
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect(chosen).toHaveLength(k);
        const size = (i: number): number => Math.abs(values[i]!);
        const left = [...values.keys()].filter((i) => !chosen.includes(i));
        expect(Math.min(...chosen.map(size))).toBeGreaterThanOrEqual(Math.max(0, ...left.map(size)));
      }),
      { seed: 4 },
    );
  });
});
