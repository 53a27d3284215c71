import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { tf } from "../engine/tf.ts";
import {
  blockSquares,
  clipScale,
  clipScaleOf,
  globalNorm,
  globalNormOf,
  normBlock,
  normOfBlocks,
  numBlocks,
} from "./clip.ts";

const length = 3 * normBlock + 17;
const gradient = Float32Array.from({ length }, (_, i) => Math.sin(i * i));

describe("the global norm", () => {
  it("is that of hand arithmetic", () => {
    expect(globalNorm(Float32Array.of(3, -4))).toBe(5);
    expect(globalNorm(new Float32Array(0))).toBe(0);
  });

  it("is the same to the bit however threads share the blocks", () => {
    const whole = globalNorm(gradient);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: numBlocks(length) }), { maxLength: 4 }), (cuts) => {
        const sums = new Float64Array(numBlocks(length));
        const edges = [0, ...cuts.toSorted((a, b) => a - b), numBlocks(length)];
        // Backwards: the order in which threads finish does not matter either.
        edges.slice(1).forEach((_, i, { length: parts }) => {
          const part = parts - 1 - i;
          blockSquares(gradient, sums, { from: edges[part]!, to: edges[part + 1]! });
        });
        expect(normOfBlocks(sums)).toBe(whole);
      }),
      { seed: 2, numRuns: 50 },
    );
  });

  it("does not overflow where float32 squares would", () => {
    expect(globalNorm(Float32Array.of(3e30, 4e30))).toBeCloseTo(5e30, -25);
  });

  it("agrees with the recorded program", () => {
    const [norm, scale] = tf.tidy(() => {
      const recorded = globalNormOf(tf.tensor1d(gradient));
      return [recorded.dataSync()[0]!, clipScaleOf(recorded, 1).dataSync()[0]!];
    });
    // Float32 sum of 24 593 squares.
    expect(Math.abs(norm / globalNorm(gradient) - 1)).toBeLessThan(1e-5);
    expect(Math.abs(scale / clipScale(globalNorm(gradient), 1) - 1)).toBeLessThan(1e-5);
  });
});

describe("clipping", () => {
  it.each([
    [0.5, 1, 1],
    [1, 0, 1],
    [4, 2, 0.5],
    [1e6, 1, 1e-6],
  ])("a norm of %d with limit %d gives the factor %d", (norm, limit, factor) => {
    // PyTorch adds 1e-6 to the norm.
    expect(Math.abs(clipScale(norm, limit) - factor)).toBeLessThan(1e-6);
  });

  it.each([NaN, Infinity])("refuses a norm of %d, with or without a limit", (norm) => {
    for (const limit of [0, 1]) {
      expect(() => clipScale(norm, limit)).toThrow(
        expect.objectContaining({ code: "E_GRADIENT_NOT_FINITE" }) as unknown as Error,
      );
    }
  });
});
