/**
 * Dropout alone, and in the models: what a step's gradients depend on. The run as a whole is for test/integration/train.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { modelConfig } from "@plateau/proto";
import { batchOf, parametersOf } from "../../engine/conformance/language-model.ts";
import type { Engine, ProgramShape, TokenBatch } from "../../engine/engine.ts";
import { openEngine } from "../../engine/index.ts";
import { lossAndGradients } from "../../engine/programs.ts";
import { simplify } from "../../engine/record/passes/simplify.ts";
import { record } from "../../engine/record/record.ts";
import { tf } from "../../engine/tf.ts";
import { createModel } from "../index.ts";
import type { Model } from "../model.ts";
import { dropping, sites } from "./dropout.ts";

const keysOf = (...keys: number[]): tf.Tensor2D => tf.tensor2d(keys, [keys.length / 2, 2], "int32");

describe("dropping", () => {
  it("sets a share of the numbers to 0, raises the others by as much, and does the same to their gradient", () => {
    tf.tidy(() => {
      const rate = 0.3;
      const x = tf.ones([200, 300]) as tf.Tensor2D;
      const drop = dropping(rate, keysOf(1, 2, 3, 4));
      const values = drop(x, 5).dataSync();
      const kept = values.filter((value) => value !== 0);
      // Four standard deviations of a mean of 60 000 draws.
      expect(Math.abs(kept.length / values.length - (1 - rate))).toBeLessThan(0.0075);
      expect(kept.every((value) => Math.abs(value - 1 / (1 - rate)) < 1e-4)).toBe(true);
      const slope = tf
        .grad((given) => drop(given as tf.Tensor2D, 5))(x)
        .dataSync();
      expect(slope).toEqual(values);
    });
  });

  it("depends on each sequence's key and on the site", () => {
    tf.tidy(() => {
      const x = tf.ones([4, 64]) as tf.Tensor2D;
      const rows = (keys: number[], site: number): number[][] =>
        tf.reshape(dropping(0.5, keysOf(...keys))(x, site), [keys.length / 2, -1]).arraySync() as number[][];
      const [first, second] = rows([1, 2, 3, 4], 0);
      expect(rows([3, 4, 1, 2], 0)).toEqual([second, first]);
      expect(second).not.toEqual(first);
      expect(rows([1, 2, 3, 4], 1)[0]).not.toEqual(first);
    });
  });

  it("has a site of its own for each place of the model", () => {
    const layers = [0, 1, 2, 3].flatMap((layer) => [sites.attention(layer), sites.mlp(layer)]);
    expect(new Set([sites.embedding, ...layers]).size).toBe(9);
  });

  it("is nothing without a rate, and without keys", () => {
    const x = tf.ones([2, 2]) as tf.Tensor2D;
    expect(dropping(undefined, keysOf(1, 2))(x, 0)).toBe(x);
    expect(dropping(0.5, undefined)(x, 0)).toBe(x);
    tf.dispose(x);
  });
});

const shape: ProgramShape = { batch: 3, time: 6 };
const size = { layers: 2, width: 16, heads: 2, feedForward: 24, context: 6, vocabulary: 13 };

describe.each(["llama", "gpt2"] as const)("a %s that drops out", (family) => {
  const config = modelConfig.parse({ family, ...size, tieEmbeddings: true, dropout: 0.25 });
  const { dropout: _, ...without } = config;
  const model = createModel(config);
  const parameters = parametersOf(model);
  const batch: TokenBatch = { ...batchOf(13, shape), keys: Int32Array.of(5, -6, 7, 8, 9, 10) };
  const engines: Record<string, Engine> = {};

  beforeAll(async () => {
    for (const name of ["reference", "onnxruntime"]) engines[name] = await openEngine(name, { threads: 1 });
  });
  afterAll(async () => {
    for (const engine of Object.values(engines)) await engine.close();
  });

  const gradientOf = async (
    engine: string,
    given: TokenBatch = batch,
    { of = model, batch: rows = shape.batch }: { of?: Model; batch?: number } = {},
  ): Promise<{ loss: number; gradient: Float32Array }> => {
    const gradient = new Float32Array(of.size);
    const program = await engines[engine]!.gradients(of, { ...shape, batch: rows });
    return { loss: await program.run(parameters, given, gradient), gradient };
  };
  const furthest = (a: Float32Array, b: Float32Array): number =>
    a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

  it("drops the same on every engine, and other numbers with other keys", async () => {
    const [one, other] = [await gradientOf("reference"), await gradientOf("onnxruntime")];
    expect(Math.abs(one.loss - other.loss)).toBeLessThan(1e-5);
    expect(furthest(one.gradient, other.gradient)).toBeLessThan(1e-4);
    const changed = await gradientOf("onnxruntime", { ...batch, keys: Int32Array.of(5, -6, 7, 8, 9, 11) });
    expect(Math.abs(changed.loss - other.loss)).toBeGreaterThan(1e-4);
    const plain = await gradientOf("onnxruntime", batch, { of: createModel(without) });
    expect(Math.abs(plain.loss - other.loss)).toBeGreaterThan(1e-4);
  });

  it.each([false, true])(
    "draws once for each place, also where blocks are computed a second time: %j",
    (recompute) => {
      const of = createModel(config, { recompute });
      const ids = { shape: [2, 6], dtype: "int32" } as const;
      const tensors = of.parameters.map(
        (parameter) => ({ shape: parameter.shape, dtype: "float32" }) as const,
      );
      const keys = { shape: [2, 2], dtype: "int32" } as const;
      const { nodes } = simplify(
        record([ids, ids, keys, ...tensors], ([tokens, targets, keys_B2, ...given]) =>
          lossAndGradients(of, {
            parameters: given,
            tokens_BT: tokens as tf.Tensor2D,
            targets_BT: targets as tf.Tensor2D,
            keys_B2: keys_B2 as tf.Tensor2D,
          }),
        ),
      );
      const draws = nodes.filter(({ kernel }) => kernel === "RandomBits");
      expect(draws.map(({ attributes }) => attributes["site"])).toEqual([0, 1, 2, 3, 4]);
    },
  );

  it("gives a batch the mean of what its sequences give one by one", async () => {
    const scored = { ...batch, targets: batch.targets.map((target) => Math.max(0, target)) };
    const whole = await gradientOf("onnxruntime", scored);
    const mean = new Float32Array(model.size);
    for (let row = 0; row < shape.batch; row++) {
      const cut = (ids: Int32Array, length: number): Int32Array =>
        ids.slice(row * length, (row + 1) * length);
      const own = {
        inputs: cut(scored.inputs, shape.time),
        targets: cut(scored.targets, shape.time),
        keys: cut(batch.keys!, 2),
      };
      const { gradient } = await gradientOf("onnxruntime", own, { batch: 1 });
      gradient.forEach((value, i) => (mean[i]! += value / shape.batch));
    }
    expect(furthest(mean, whole.gradient)).toBeLessThan(1e-5);
  });

  it.each(["reference", "onnxruntime"])(
    "gives the same bits when blocks are computed a second time: %s",
    async (name) => {
      const again = await gradientOf(name, batch, { of: createModel(config, { recompute: true }) });
      expect(again).toEqual(await gradientOf(name));
    },
  );

  it.each(["reference", "onnxruntime"])("drops nothing when it is evaluated: %s", async (name) => {
    const losses = async (of: Model): Promise<Float32Array> =>
      (await engines[name]!.evaluation(of, shape)).run(parameters, batch);
    expect(await losses(model)).toEqual(await losses(createModel(without)));
  });

  it.each(["reference", "onnxruntime"])("refuses a batch without a key a sequence: %s", async (name) => {
    const { keys, ...keyless } = batch;
    for (const given of [keyless, { ...keyless, keys: keys!.slice(2) }]) {
      await expect(gradientOf(name, given)).rejects.toMatchObject({
        code: "E_SHAPE",
        message: expect.stringContaining("keys of dropout has"),
      });
    }
  });
});
