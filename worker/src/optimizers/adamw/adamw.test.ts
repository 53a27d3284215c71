import { describe, expect, it } from "@jest/globals";
import type { Parameter } from "../../models/model.ts";
import { constant } from "../../models/parameters.ts";
import { createOptimizer } from "../index.ts";
import { optimizerConformance } from "../optimizer.conformance.ts";
import type { AdamwConfig } from "./adamw.ts";

const config: AdamwConfig = {
  name: "adamw",
  learningRate: 1,
  beta1: 0.9,
  beta2: 0.95,
  epsilon: 1e-8,
  weightDecay: 0.1,
  gradientClip: 0.5,
};
const one: Parameter[] = [constant("scale", 1, 0)];

describe("adamw", () => {
  optimizerConformance(config);

  it("moves by the rate at the first step, whatever the gradient's size: m/√v is 1 after bias correction", () => {
    for (const g of [1e-3, 1, 1e3]) {
      const values = Float32Array.of(2);
      const state = [new Float32Array(1), new Float32Array(1)];
      createOptimizer(config, one).update(values, Float32Array.of(g), state, {
        step: 0,
        learningRate: 0.25,
        gradientScale: 1,
      });
      // 2 − 0.25 · g / (√g² + 1e-8)
      expect(values[0]).toBeCloseTo(1.75, 5);
      expect(state[0]![0]).toBeCloseTo(0.1 * g, 4);
    }
  });

  it("follows the second step computed by hand", () => {
    const values = Float32Array.of(0);
    const state = [new Float32Array(1), new Float32Array(1)];
    const optimizer = createOptimizer(config, one);
    optimizer.update(values, Float32Array.of(1), state, { step: 0, learningRate: 0.1, gradientScale: 1 });
    optimizer.update(values, Float32Array.of(-2), state, { step: 1, learningRate: 0.1, gradientScale: 1 });
    // m = 0.9·0.1 + 0.1·(−2) = −0.11, over 1 − 0.81 = 0.19; v = 0.95·0.05 + 0.05·4 = 0.2475, over 1 − 0.9025 = 0.0975.
    const second = (0.1 * (-0.11 / 0.19)) / Math.sqrt(0.2475 / 0.0975);
    expect(values[0]).toBeCloseTo(-0.1 - second, 6);
  });

  it.each([
    ["beta1", 1],
    ["beta2", -0.1],
    ["epsilon", NaN],
  ] as const)("refuses %s = %d", (name, value) => {
    expect(() => createOptimizer({ ...config, [name]: value }, one)).toThrow(`optimizer.${name} is ${value}`);
  });
});
