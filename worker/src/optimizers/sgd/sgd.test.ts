import { describe, expect, it } from "@jest/globals";
import { constant } from "../../models/parameters.ts";
import { createOptimizer } from "../index.ts";
import { optimizerConformance } from "../optimizer.conformance.ts";
import type { SgdConfig } from "./sgd.ts";

const config: SgdConfig = {
  name: "sgd",
  learningRate: 1,
  momentum: 0.9,
  weightDecay: 0.1,
  gradientClip: 0.5,
};

describe("sgd", () => {
  optimizerConformance(config);

  it("keeps nine tenths of its speed, computed by hand", () => {
    const values = Float32Array.of(1);
    const state = [new Float32Array(1)];
    const optimizer = createOptimizer(config, [constant("scale", 1, 0)]);
    optimizer.update(values, Float32Array.of(2), state, { step: 0, learningRate: 0.1, gradientScale: 1 });
    // 1 − 0.1·2
    expect(values[0]).toBeCloseTo(0.8, 6);
    optimizer.update(values, Float32Array.of(0), state, { step: 1, learningRate: 0.1, gradientScale: 1 });
    // 0.8 − 0.1·0.9·2
    expect(values[0]).toBeCloseTo(0.62, 6);
  });

  it("refuses a momentum of 1, with which it would never slow down", () => {
    expect(() => createOptimizer({ ...config, momentum: 1 }, [])).toThrow(/optimizer\.momentum is 1/);
  });
});
