/**
 * What every model must do, whatever its family: run by each member's test with the configurations that reach its switches.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { countParameters } from "@plateau/scaling";
import type { ModelConfig } from "@plateau/proto";
import type { Engine, GradientProgram, TokenBatch } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { tf } from "../engine/tf.ts";
import { createModel, initialize, splitParameters } from "./index.ts";
import type { Model } from "./model.ts";
import { sizeOf } from "./parameters.ts";

const batchRows = 2;
const time = 6;

/** Ids that use most of the vocabulary; every fifth position is not scored. */
function exampleBatch(vocabulary: number): TokenBatch {
  const positions = Array.from({ length: batchRows * time }, (_, i) => i);
  return {
    inputs: Int32Array.from(positions, (i) => (i * 7 + 3) % vocabulary),
    targets: Int32Array.from(positions, (i) => (i % 5 === 4 ? -1 : (i * 5 + 1) % vocabulary)),
  };
}

/** Larger than at initialisation, so that no path is too faint to be seen. */
function livelyParameters(model: Model): Float32Array {
  return initialize(model, 3).map((value, i) => value + 0.25 * Math.sin(1.7 * i + 0.3));
}

/** Per-position losses [B·T], eager. */
function positionLosses(model: Model, flat: Float32Array, { inputs, targets }: TokenBatch): Float32Array {
  return tf.tidy(() => {
    const tensors = splitParameters(model, flat).map((values, i) =>
      tf.tensor(values.slice(), [...model.parameters[i]!.shape]),
    );
    const shape: [number, number] = [inputs.length / time, time];
    const losses = model.losses(tensors, {
      tokens_BT: tf.tensor2d(inputs.slice(), shape, "int32"),
      targets_BT: tf.tensor2d(targets.slice(), shape, "int32"),
    });
    return losses.dataSync<"float32">().slice();
  });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/**
 * Run the suite.
 *
 * @param configs small configurations (context of at least 6), by what is special about them
 */
export function modelConformance(configs: Readonly<Record<string, ModelConfig>>): void {
  const engines: Partial<Record<"reference" | "onnxruntime", Engine>> = {};
  beforeAll(async () => {
    engines.reference = await openEngine("reference", { threads: 1 });
    engines.onnxruntime = await openEngine("onnxruntime", { threads: 1 });
  });
  afterAll(async () => {
    await engines.reference?.close();
    await engines.onnxruntime?.close();
  });

  describe.each(Object.entries(configs))("%s", (_, config) => {
    const model = createModel(config);
    const flat = livelyParameters(model);
    const batch = exampleBatch(config.vocabulary);
    let program: GradientProgram;
    let gradient: Float32Array;
    let loss: number;

    beforeAll(async () => {
      program = await engines.reference!.gradients(model, { batch: batchRows, time });
      gradient = new Float32Array(model.size);
      loss = await program.run(flat, batch, gradient);
    });

    it("has as many matrix parameters as the scaling maths counts, and names each once", () => {
      const matrices = model.parameters.filter(({ shape }) => shape.length === 2);
      expect(matrices.reduce((sum, parameter) => sum + sizeOf(parameter), 0)).toBe(
        countParameters(config).total,
      );
      expect(new Set(model.parameters.map(({ name }) => name)).size).toBe(model.parameters.length);
      expect(model.parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0)).toBe(model.size);
    });

    it("decays matrices of blocks and an untied head, nothing else", () => {
      for (const { name, shape, decay } of model.parameters) {
        const looksUp = name === "embedding.weight" || name === "positions.weight";
        expect({ name, decay }).toEqual({ name, decay: shape.length === 2 && !looksUp });
      }
    });

    it("starts at the loss of a uniform guess, ln V", () => {
      const losses = positionLosses(model, initialize(model, 11), {
        inputs: batch.inputs,
        targets: batch.targets.map((target) => Math.max(0, target)),
      });
      const mean = losses.reduce((sum, value) => sum + value, 0) / losses.length;
      // Logits have a spread of 0.02·√D after a norm, below 0.1 here; without a norm they are smaller still.
      expect(Math.abs(mean - Math.log(config.vocabulary))).toBeLessThan(0.05);
    });

    it("draws weights that depend on the seed and the name only, with the standard deviation it declares", () => {
      const [once, again, other] = [initialize(model, 1), initialize(model, 1), initialize(model, 2)];
      expect(once).toEqual(again);
      splitParameters(model, once).forEach((values, i) => {
        const { name, init } = model.parameters[i]!;
        if (init.kind === "constant") {
          expect(values.every((value) => value === Math.fround(init.value))).toBe(true);
          return;
        }
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        // Four standard errors of the mean and of the deviation.
        const error = 4 / Math.sqrt(values.length);
        expect(Math.abs(mean) / init.std).toBeLessThan(error);
        expect(Math.abs(Math.sqrt(variance) / init.std - 1)).toBeLessThan(error);
        expect({
          name,
          same: values.every((value, j) => value === splitParameters(model, other)[i]![j]),
        }).toEqual({
          name,
          same: false,
        });
      });
    });

    it("gives every parameter a gradient", () => {
      splitParameters(model, gradient).forEach((values, i) => {
        const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
        const { name } = model.parameters[i]!;
        // A bias added to every key moves all scores of a row alike, which softmax does not see: its gradient is 0.
        const invisible = name.endsWith("attention.key.bias");
        expect({ name, moves: largest > 1e-7 }).toEqual({ name, moves: !invisible });
      });
    });

    it("has the gradient that finite differences show", async () => {
      // Along a direction in each parameter, so that a wrong term of any of them shows up. The losses come from the other
      // engine, which is quicker; the gradient is the reference's.
      const evaluation = await engines.onnxruntime!.evaluation(model, { batch: batchRows, time });
      const scored = batch.targets.filter((target) => target !== -1).length;
      const views = splitParameters(model, flat).map((values) => values.length);
      let from = 0;
      for (const [index, length] of views.entries()) {
        const direction = Float64Array.from({ length }, (_, i) => Math.sin(3.1 * i + index));
        const size = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
        const along = async (sign: number): Promise<number> => {
          const moved = flat.slice();
          // Float32 losses: a step of 0.01 balances rounding (1e-7 / 0.02) against curvature.
          for (let i = 0; i < length; i++) moved[from + i]! += (sign * 0.01 * direction[i]!) / size;
          const sums = await evaluation.run(moved, batch);
          return sums.reduce((total, value) => total + value, 0) / scored;
        };
        const numeric = ((await along(1)) - (await along(-1))) / 0.02;
        const exact = direction.reduce((sum, x, i) => sum + (x * gradient[from + i]!) / size, 0);
        const { name } = model.parameters[index]!;
        expect({ name, close: Math.abs(numeric - exact) < 5e-4 }).toEqual({ name, close: true });
        from += length;
      }
    });

    it("scores a position by the tokens up to it: later ones change nothing", () => {
      const scored = { ...batch, targets: batch.targets.map((target) => Math.max(0, target)) };
      const before = positionLosses(model, flat, scored);
      for (let changed = 1; changed < time; changed++) {
        const inputs = scored.inputs.slice();
        // Both sequences, from `changed` on.
        for (let i = 0; i < inputs.length; i++) {
          if (i % time >= changed) inputs[i] = (inputs[i]! + 1) % config.vocabulary;
        }
        const after = positionLosses(model, flat, { ...scored, inputs });
        before.forEach((value, i) => {
          if (i % time < changed) expect(after[i]).toBe(value);
          else expect(after[i]).not.toBe(value);
        });
      }
    });

    it("gives 0 where the target is −1 and takes no gradient from there", async () => {
      const losses = positionLosses(model, flat, batch);
      losses.forEach((value, i) => expect(value === 0).toBe(batch.targets[i] === -1));
      const unscored = { inputs: batch.inputs, targets: batch.targets.map(() => -1) };
      const zero = new Float32Array(model.size).fill(1);
      expect(await program.run(flat, unscored, zero)).toBe(0);
      expect(zero.every((value) => value === 0)).toBe(true);
    });

    it("stays finite for logits far outside what exp can hold", async () => {
      const huge = flat.map((value) => value * 300);
      const values = new Float32Array(model.size);
      expect(Number.isFinite(await program.run(huge, batch, values))).toBe(true);
      expect(values.every(Number.isFinite)).toBe(true);
    });

    it("agrees between the reference engine and the recorded program", async () => {
      const compiled = await engines.onnxruntime!.gradients(model, { batch: batchRows, time });
      const other = new Float32Array(model.size);
      expect(Math.abs((await compiled.run(flat, batch, other)) - loss)).toBeLessThan(1e-6);
      // Float32 sums in two orders.
      expect(largestDifference(gradient, other)).toBeLessThan(1e-5);
    });

    it.each(["reference", "onnxruntime"] as const)(
      "gives the same bits when blocks are computed a second time: %s",
      async (name) => {
        const [plain, recomputing] = await Promise.all(
          [false, true].map(async (recompute) => {
            const again = createModel(config, { recompute });
            const values = new Float32Array(model.size);
            const compiled = await engines[name]!.gradients(again, { batch: batchRows, time });
            return { loss: await compiled.run(flat, batch, values), values };
          }),
        );
        expect(recomputing).toEqual(plain);
      },
    );

    it("leaves no tensor behind", () => {
      const before = tf.memory().numTensors;
      positionLosses(model, flat, batch);
      expect(tf.memory().numTensors).toBe(before);
    });

    it("says so when sequences are longer than the context, and when tensors are missing", () => {
      const long = createModel({ ...config, context: time - 1 });
      expect(() => positionLosses(long, initialize(long, 1), batch)).toThrow(
        /6 tokens but model\.context is 5/,
      );
      expect(() => model.losses([], {} as never)).toThrow();
      expect(() => splitParameters(model, new Float32Array(3))).toThrow(/has 3 numbers but the model has/);
    });
  });
}
