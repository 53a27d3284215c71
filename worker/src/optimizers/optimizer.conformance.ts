/**
 * What every optimizer must do, whatever its rule: run by each member's test.
 */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import type { OptimizerConfig } from "@plateau/proto";
import fc from "fast-check";
import { tf } from "../engine/tf.ts";
import type { Parameter } from "../models/model.ts";
import { constant, matrix, table, totalSize } from "../models/parameters.ts";
import { clipScale, createOptimizer, globalNorm, optimizerProgram } from "./index.ts";
import type { UpdateScalars } from "./optimizer.ts";
import { decayMask } from "./segments.ts";

const parameters: Parameter[] = [
  table("embedding.weight", [7, 3]),
  matrix("layers.0.weight", [5, 4]),
  matrix("layers.1.weight", [2, 9]),
  constant("norm.weight", 6, 1),
  matrix("head.weight", [3, 3]),
];
const size = totalSize(parameters);

interface Training {
  values: Float32Array;
  state: Float32Array[];
}

const start = (slots: readonly string[]): Training => ({
  values: Float32Array.from({ length: size }, (_, i) => Math.sin(i + 1)),
  state: slots.map(() => new Float32Array(size)),
});

const gradientAt = (step: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.cos(1.3 * i + step) * 0.1 ** (i % 4));

const scalarsAt = (step: number): UpdateScalars => ({
  step,
  learningRate: 0.01 / (step + 1),
  gradientScale: step % 2 === 0 ? 1 : 0.37,
});

interface Fixture {
  name: string;
  trace: { learningRate: number; norm: number; parameters: number[] }[];
}

/** Updates that make.py records: a 3×4 matrix with decay 0.1 and a vector of 5 without. */
function fixtureOf(name: string): Fixture {
  const file = new URL("../../../test/fixtures/pytorch/optimizers.json", import.meta.url);
  const { optimizers } = JSON.parse(readFileSync(file, "utf8")) as { optimizers: Fixture[] };
  return optimizers.find((fixture) => fixture.name === name)!;
}

/** @param config with weight decay 0.1 and a clip of 0.5, as the PyTorch fixture */
export function optimizerConformance(config: OptimizerConfig): void {
  it("agrees with PyTorch over five clipped updates", () => {
    const model = [matrix("matrix", [3, 4]), constant("vector", 5, 0)];
    const optimizer = createOptimizer(config, model);
    const values = new Float32Array(17);
    for (let i = 0; i < 12; i++) values[i] = Math.sin(i + 1);
    for (let i = 0; i < 5; i++) values[12 + i] = Math.cos(i + 1);
    const state = optimizer.slots.map(() => new Float32Array(17));
    fixtureOf(config.name).trace.forEach(({ learningRate, norm, parameters: expected }, step) => {
      const gradient = new Float32Array(17);
      for (let i = 0; i < 12; i++) gradient[i] = Math.sin(3 * i + step);
      for (let i = 0; i < 5; i++) gradient[12 + i] = Math.cos(2 * i - step);
      expect(Math.abs(globalNorm(gradient) - norm)).toBeLessThan(1e-6);
      const gradientScale = clipScale(globalNorm(gradient), config.gradientClip);
      optimizer.update(values, gradient, state, { step, learningRate, gradientScale });
      // PyTorch rounds to float32 after every operation, we after each update: some roundings of numbers below 1.
      expected.forEach((value, i) => expect(Math.abs(values[i]! - value)).toBeLessThan(5e-7));
    });
  });

  it("gives the same bits however the range is cut", () => {
    const optimizer = createOptimizer(config, parameters);
    const whole = start(optimizer.slots);
    const gradient = gradientAt(0);
    optimizer.update(whole.values, gradient, whole.state, scalarsAt(1));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: size }), { maxLength: 5 }), (cuts) => {
        const parts = start(optimizer.slots);
        const edges = [0, ...cuts.toSorted((a, b) => a - b), size];
        edges.slice(1).forEach((to, i) => {
          optimizer.update(parts.values, gradient, parts.state, scalarsAt(1), { from: edges[i]!, to });
        });
        expect(parts).toEqual(whole);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("touches nothing outside the range and never the gradient", () => {
    const optimizer = createOptimizer(config, parameters);
    const { values, state } = start(optimizer.slots);
    const [before, gradient] = [values.slice(), gradientAt(0)];
    optimizer.update(values, gradient, state, scalarsAt(0), { from: 10, to: 20 });
    expect(gradient).toEqual(gradientAt(0));
    values.forEach((value, i) => expect(value !== before[i]).toBe(i >= 10 && i < 20));
    for (const slot of state) slot.forEach((value, i) => expect(value !== 0).toBe(i >= 10 && i < 20));
  });

  it("continues from a copy of its state as if nothing had happened", () => {
    const optimizer = createOptimizer(config, parameters);
    const straight = start(optimizer.slots);
    for (let step = 0; step < 6; step++) {
      optimizer.update(straight.values, gradientAt(step), straight.state, scalarsAt(step));
    }
    const first = start(optimizer.slots);
    for (let step = 0; step < 3; step++) {
      optimizer.update(first.values, gradientAt(step), first.state, scalarsAt(step));
    }
    const resumed = { values: first.values.slice(), state: first.state.map((slot) => slot.slice()) };
    const another = createOptimizer(config, parameters);
    for (let step = 3; step < 6; step++) {
      another.update(resumed.values, gradientAt(step), resumed.state, scalarsAt(step));
    }
    expect(resumed).toEqual(straight);
  });

  it("shrinks matrices when the gradient is zero, and nothing else", () => {
    const optimizer = createOptimizer(config, parameters);
    const { values, state } = start(optimizer.slots);
    const before = values.slice();
    optimizer.update(values, new Float32Array(size), state, { step: 0, learningRate: 0.5, gradientScale: 1 });
    const decays = decayMask(parameters);
    values.forEach((value, i) => {
      const kept = decays[i] === 1 ? 1 - 0.5 * config.weightDecay : 1;
      expect(Math.abs(value - before[i]! * kept)).toBeLessThan(1e-7);
    });
  });

  it("agrees with its recorded program over ten updates", () => {
    const optimizer = createOptimizer(config, parameters);
    const program = optimizerProgram(config);
    const loop = start(optimizer.slots);
    const recorded = start(optimizer.slots);
    const tensorsBefore = tf.memory().numTensors;
    for (let step = 0; step < 10; step++) {
      optimizer.update(loop.values, gradientAt(step), loop.state, scalarsAt(step));
      const numbers = program.scalars(scalarsAt(step));
      expect(numbers).toHaveLength(program.numScalars);
      tf.tidy(() => {
        const next = program.compute({
          parameters: tf.tensor1d(recorded.values),
          gradient: tf.tensor1d(gradientAt(step)),
          state: recorded.state.map((slot) => tf.tensor1d(slot)),
          decays: tf.tensor1d(decayMask(parameters)),
          scalars: tf.tensor1d(numbers),
        });
        recorded.values = next.parameters.dataSync<"float32">().slice();
        recorded.state = next.state.map((slot) => slot.dataSync<"float32">().slice());
      });
    }
    loop.values.forEach((value, i) => expect(Math.abs(value - recorded.values[i]!)).toBeLessThan(1e-6));
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  it("refuses vectors of another length by their name", () => {
    const optimizer = createOptimizer(config, parameters);
    const { values, state } = start(optimizer.slots);
    expect(() => optimizer.update(values, new Float32Array(3), state, scalarsAt(0))).toThrow(
      `The vector "gradient" has 3 numbers but the model has ${size}`,
    );
    expect(() => optimizer.update(values, gradientAt(0), [], scalarsAt(0))).toThrow(/has no numbers/);
  });

  describe("refuses", () => {
    it.each([-0.1, NaN, Infinity])("a weight decay of %d", (weightDecay) => {
      expect(() => createOptimizer({ ...config, weightDecay }, parameters)).toThrow(
        /optimizer\.weightDecay is/,
      );
    });
  });
}
