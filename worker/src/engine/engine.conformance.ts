/**
 * What every engine must do, run by each one's own test. The reference is TensorFlow.js in plain JavaScript.
 */
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import { kernelFamilies } from "./conformance/kernel-cases.ts";
import { kernelModel, kernelShape } from "./conformance/kernel-model.ts";
import {
  batchOf,
  languageModels,
  parametersOf,
  randomFrom,
  shape,
  sharedFloats,
} from "./conformance/language-model.ts";
import type { Engine, EngineOptions, GradientProgram, NotFiniteTensor, ProgramDefinition } from "./engine.ts";
import { openEngine } from "./index.ts";
import { parameterRanges } from "./programs.ts";
import { tf } from "./tf.ts";

export interface Traits {
  /** False for an engine that computes on the calling thread, whose calls therefore stop its timers. */
  offThread: boolean;
  /** What the engine needs besides a number of threads. */
  options?: () => Promise<Omit<EngineOptions, "threads">>;
}

/** Float32 sums in another order: 1e-4 of the value, or of 0.1 for small ones. */
function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  name: (index: number) => string,
): void {
  expect(found.length).toBe(expected.length);
  for (let index = 0; index < expected.length; index++) {
    const [value, wanted] = [found[index]!, expected[index]!];
    const bound = 1e-4 * Math.max(Math.abs(wanted), 0.1);
    if (!(Math.abs(value - wanted) <= bound) && !Object.is(value, wanted)) {
      throw new Error(`${name(index)}: element ${index} is ${value}, expected ${wanted}`);
    }
  }
}

const megabyte = 2 ** 20;

export function engineConformance(name: string, { offThread, options = async () => ({}) }: Traits): void {
  // Opening threads and compiling takes its time on a machine that does other things too.
  jest.setTimeout(60_000);
  describe(`engine ${name}`, () => {
    let engine: Engine;
    let reference: Engine;
    let engineOptions: Omit<EngineOptions, "threads">;
    const openWith = (threads: number): Promise<Engine> => openEngine(name, { ...engineOptions, threads });

    beforeAll(async () => {
      engineOptions = await options();
      engine = await openWith(2);
      reference = await openEngine("reference", { threads: 1 });
    });

    afterAll(async () => {
      await engine.close();
      await reference.close();
    });

    describe.each(Object.entries(kernelFamilies))("kernels: %s", (_, cases) => {
      it("give the reference's results and gradients for random shapes", async () => {
        const batch = batchOf(5, kernelShape);
        await fc.assert(
          fc.asyncProperty(fc.integer(), async (seed) => {
            const { model, values, caseAt } = kernelModel(cases, randomFrom(seed));
            const found = new Float32Array(model.size);
            const expected = new Float32Array(model.size);
            await (await engine.gradients(model, kernelShape)).run(values, batch, found);
            await (await reference.gradients(model, kernelShape)).run(values, batch, expected);
            expectClose(found, expected, caseAt);
          }),
          { numRuns: 2, seed: 7, endOnFailure: true },
        );
      });
    });

    describe.each(Object.entries(languageModels))("model: %s", (_, model) => {
      const parameters = parametersOf(model);
      const batch = batchOf(model.config.vocabulary, shape);
      let program: GradientProgram;

      beforeAll(async () => {
        program = await engine.gradients(model, shape);
      });

      const run = async (p = parameters): Promise<{ loss: number; gradient: Float32Array }> => {
        const gradient = new Float32Array(model.size);
        return { loss: await program.run(p, batch, gradient), gradient };
      };

      it("gives the reference's loss and gradient to 1e-4", async () => {
        const { loss, gradient } = await run();
        const expected = new Float32Array(model.size);
        const expectedLoss = await (await reference.gradients(model, shape)).run(parameters, batch, expected);
        expect(Math.abs(loss - expectedLoss)).toBeLessThan(1e-4);
        expectClose(gradient, expected, () => "gradient");
      });

      it("gives a gradient that agrees with finite differences of the loss", async () => {
        const { gradient } = await run();
        const random = randomFrom(3);
        for (let trial = 0; trial < 3; trial++) {
          const direction = Float32Array.from(gradient, () => random() - 0.5);
          const slope = gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
          // Third-order error of the central difference and rounding of a float32 loss balance near this step.
          const step = 2e-3;
          const moved = (sign: number): Float32Array =>
            parameters.map((p, i) => p + sign * step * direction[i]!);
          const difference = ((await run(moved(1))).loss - (await run(moved(-1))).loss) / (2 * step);
          expect(Math.abs(difference - slope)).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)));
        }
      });

      it("averages the loss over the scored positions, of which evaluation gives the sums", async () => {
        const evaluation = await engine.evaluation(model, shape);
        const sums = await evaluation.run(parameters, batch);
        const scored = batch.targets.filter((target) => target >= 0).length;
        expect(sums).toHaveLength(shape.batch);
        const { loss } = await run();
        expect(sums.reduce((total, sum) => total + sum, 0) / scored).toBeCloseTo(loss, 5);
      });

      it("gives loss 0 and gradient 0 if no position is scored", async () => {
        const gradient = new Float32Array(model.size).fill(1);
        const targets = new Int32Array(batch.targets.length).fill(-1);
        expect(await program.run(parameters, { ...batch, targets }, gradient)).toBe(0);
        expect(gradient.every((value) => value === 0)).toBe(true);
      });

      it("gives equal bits on repeated calls, on shared and on private memory", async () => {
        const first = await run();
        const second = await run();
        const shared = await (async () => {
          const gradient = sharedFloats(new Float32Array(model.size));
          return {
            loss: await program.run(sharedFloats(parameters), batch, gradient),
            gradient: gradient.slice(),
          };
        })();
        expect(second).toEqual(first);
        expect(shared.loss).toBe(first.loss);
        expect([...shared.gradient]).toEqual([...first.gradient]);
      });

      it("keeps calls apart that are made at once", async () => {
        const batches = [2, 5, 7].map((seed) => batchOf(model.config.vocabulary, shape, seed));
        const vectors = [1, 2, 3].map((seed) => parametersOf(model, seed));
        const call = async (i: number): Promise<{ loss: number; gradient: Float32Array }> => {
          const gradient = new Float32Array(model.size);
          return { loss: await program.run(vectors[i]!, batches[i]!, gradient), gradient };
        };
        const expected = [await call(0), await call(1), await call(2)];
        const found = await Promise.all([call(0), call(1), call(2)]);
        expect(found.map(({ loss }) => loss)).toEqual(expected.map(({ loss }) => loss));
        found.forEach(({ gradient }, i) => expectClose(gradient, expected[i]!.gradient, () => `call ${i}`));
      });

      it("gives the same bits from 1, 2 and 3 threads", async () => {
        const expected = await run();
        for (const threads of [1, 3]) {
          const other = await openWith(threads);
          const gradient = new Float32Array(model.size);
          const loss = await (await other.gradients(model, shape)).run(parameters, batch, gradient);
          await other.close();
          expect({ loss, gradient }).toEqual(expected);
        }
      });

      it("leaves its inputs untouched", async () => {
        const [before, inputs, targets] = [parameters.slice(), batch.inputs.slice(), batch.targets.slice()];
        await run();
        expect(parameters).toEqual(before);
        expect(batch.inputs).toEqual(inputs);
        expect(batch.targets).toEqual(targets);
      });

      it("leaves no tensor behind", async () => {
        const before = tf.memory().numTensors;
        await run();
        await engine.gradients(model, shape);
        await (await engine.evaluation(model, shape)).run(parameters, batch);
        expect(tf.memory().numTensors).toBe(before);
      });
    });

    describe("a program of one's own", () => {
      const model = languageModels.gpt2!;
      const parameters = parametersOf(model);
      const [width, vocabulary] = [model.config.width, model.config.vocabulary];
      const rows = 3;
      /** Rows of the embedding that are asked for, times a weight each, and their products with a vector. */
      const definition: ProgramDefinition<"ids" | "weights" | "vector", "rows" | "products"> = {
        model,
        inputs: {
          ids: { shape: [rows], dtype: "int32" },
          weights: { shape: [rows, 1], dtype: "float32" },
          vector: { shape: [width, 1], dtype: "float32" },
        },
        outputs: { rows: { shape: [rows, width] }, products: { shape: [rows, 1] } },
        compute: ([embedding], { ids, weights, vector }) => {
          const found = tf.mul(tf.gather(embedding!, ids as tf.Tensor1D), weights);
          return { rows: found, products: tf.matMul(found as tf.Tensor2D, vector as tf.Tensor2D) };
        },
      };
      const vector = Float32Array.from({ length: width }, (_, i) => i - 3.5);
      const call = (ids: number[]) => ({
        inputs: { ids: Int32Array.from(ids), weights: Float32Array.of(1, -2, 0.5), vector },
        outputs: { rows: new Float32Array(rows * width), products: new Float32Array(rows) },
      });

      it("computes what its function says, with other inputs at each call, into the caller's vectors", async () => {
        const program = await engine.program(definition);
        for (const ids of [
          [0, vocabulary - 1, 4],
          [7, 7, 1],
        ]) {
          const { inputs, outputs } = call(ids);
          const shared = { ...outputs, rows: sharedFloats(outputs.rows) };
          await program.run(parameters, inputs, outputs);
          await program.run(sharedFloats(parameters), inputs, shared);
          const expected = ids.flatMap((id, row) => {
            const weight = inputs.weights[row]!;
            return [...parameters.subarray(id * width, (id + 1) * width)].map((value) => value * weight);
          });
          expectClose(outputs.rows, expected, () => "rows");
          expect([...shared.rows]).toEqual([...outputs.rows]);
          const products = ids.map((_, row) =>
            vector.reduce((sum, value, i) => sum + value * expected[row * width + i]!, 0),
          );
          expectClose(outputs.products, products, () => "products");
        }
      });

      it("refuses vectors of a wrong length or type, by name", async () => {
        const program = await engine.program(definition);
        const { inputs, outputs } = call([0, 1, 2]);
        const wrong = (bad: object, message: string) =>
          expect(program.run(parameters, { ...inputs, ...bad }, outputs)).rejects.toMatchObject({
            code: "E_SHAPE",
            message: expect.stringContaining(message),
          });
        await wrong({ ids: Int32Array.of(1) }, "input ids has 1 elements; this program needs 3");
        await wrong({ ids: Float32Array.of(1, 2, 3) }, "input ids is no vector of int32");
        await expect(
          program.run(parameters, inputs, { ...outputs, products: new Float32Array(2) }),
        ).rejects.toMatchObject({ code: "E_SHAPE" });
        await expect(program.run(parameters.subarray(1), inputs, outputs)).rejects.toMatchObject({
          code: "E_SHAPE",
        });
      });

      it("says when its function gives another shape than declared", async () => {
        const lying = { ...definition, outputs: { ...definition.outputs, rows: { shape: [width, rows] } } };
        const { inputs, outputs } = call([0, 1, 2]);
        const run = async (): Promise<void> => (await engine.program(lying)).run(parameters, inputs, outputs);
        await expect(run()).rejects.toMatchObject({
          code: "E_SHAPE",
          message: expect.stringMatching(
            /output rows .* declared as float32 \[16, 3\], .* gives float32 \[3, 16\]/,
          ),
        });
      });
    });

    describe("bad arguments", () => {
      const model = languageModels.gpt2!;
      const parameters = parametersOf(model);
      const batch = batchOf(model.config.vocabulary, shape);
      const gradient = new Float32Array(model.size);
      let program: GradientProgram;

      beforeAll(async () => {
        program = await engine.gradients(model, shape);
      });

      it.each([
        ["parameters", parameters.subarray(1), batch, gradient],
        ["inputs", parameters, { ...batch, inputs: batch.inputs.subarray(1) }, gradient],
        ["targets", parameters, { ...batch, targets: new Int32Array(0) }, gradient],
        ["gradient", parameters, batch, new Float32Array(1)],
      ] as const)("refuses %s of a wrong length", async (_, p, b, g) => {
        await expect(program.run(p, b, g)).rejects.toMatchObject({ code: "E_SHAPE" });
      });

      it.each([
        ["an input", "inputs", 13],
        ["an input", "inputs", -1],
        ["a target", "targets", 13],
        ["a target", "targets", -2],
      ] as const)("refuses %s outside the vocabulary and says where it is", async (_, field, id) => {
        const bad = { ...batch, [field]: batch[field].with(10, id) };
        await expect(program.run(parameters, bad, gradient)).rejects.toMatchObject({
          code: "E_TOKEN",
          message: expect.stringContaining("sequence 1, position 2"),
        });
      });

      it("refuses a program of no sequences", async () => {
        await expect(engine.gradients(model, { batch: 0, time: 8 })).rejects.toMatchObject({
          code: "E_SHAPE",
        });
      });

      it("refuses to run a program of a closed engine", async () => {
        const other = await openWith(1);
        const closed = await other.gradients(model, shape);
        await other.close();
        await other.close();
        await expect(closed.run(parameters, batch, gradient)).rejects.toMatchObject({
          code: "E_ENGINE_CLOSED",
        });
      });
    });

    (offThread ? it : it.skip)(
      "finds the first tensor of a step that is not finite, by the line of the model",
      async () => {
        const model = languageModels.gpt2!;
        const batch = batchOf(model.config.vocabulary, shape);
        const program = await engine.gradients(model, shape);
        const found = async (parameters: Float32Array): Promise<NotFiniteTensor | undefined> =>
          program.firstNotFinite!(parameters, batch);
        const parameters = parametersOf(model);
        expect(await found(parameters)).toBeUndefined();
        // A gain so large that the product after it overflows; the embedding before it is finite.
        const { from, to } =
          parameterRanges(model)[
            model.parameters.findIndex(({ name }) => name === "layers.1.mlpNorm.weight")
          ]!;
        const huge = parameters.map((value, index) => (index >= from && index < to ? 3e38 : value));
        expect(await found(huge)).toMatchObject({
          kernel: expect.stringMatching(/Multiply|MatMul/),
          place: expect.stringMatching(/models\/(blocks|gpt2)\/[a-z-]+\.ts:\d+$/),
        });
      },
    );

    it("works inside a worker thread, with the same bits", async () => {
      const model = languageModels.llama!;
      const gradient = new Float32Array(model.size);
      const batch = batchOf(model.config.vocabulary, shape);
      const loss = await (await engine.gradients(model, shape)).run(parametersOf(model), batch, gradient);
      const thread = new Worker(fileURLToPath(new URL("./conformance/in-thread.ts", import.meta.url)), {
        workerData: { engine: name, options: engineOptions, model: "llama" },
      });
      const [other] = (await once(thread, "message")) as [{ loss: number; gradient: Float32Array }];
      await thread.terminate();
      expect(other.loss).toBe(loss);
      expect([...other.gradient]).toEqual([...gradient]);
    });

    it("keeps its memory flat over many calls", async () => {
      const model = languageModels.gpt2!;
      const program = await engine.gradients(model, shape);
      const parameters = parametersOf(model);
      const batch = batchOf(model.config.vocabulary, shape);
      const gradient = new Float32Array(model.size);
      const calls = offThread ? 300 : 10;
      for (let call = 0; call < calls; call++) await program.run(parameters, batch, gradient);
      const before = process.memoryUsage().rss;
      for (let call = 0; call < calls; call++) await program.run(parameters, batch, gradient);
      // 300 leaked results would be 12 MB of gradients and 40 MB of intermediate values; the rest is garbage not yet collected.
      expect(process.memoryUsage().rss - before).toBeLessThan(30 * megabyte);
    });

    // The reference engine computes on the calling thread: it is for checks, never for a worker.
    (offThread ? it : it.skip)("keeps the caller's event loop free during a long call", async () => {
      const model = languageModels.llama!;
      const large = { batch: 512, time: 8 };
      const program = await engine.gradients(model, large);
      const batch = batchOf(model.config.vocabulary, large);
      const gradient = new Float32Array(model.size);
      let done = false;
      let ticks = 0;
      const call = program.run(parametersOf(model), batch, gradient).then(() => {
        done = true;
      });
      while (!done) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        ticks++;
      }
      await call;
      expect(ticks).toBeGreaterThan(10);
    });
  });
}
