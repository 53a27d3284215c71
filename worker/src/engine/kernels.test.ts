import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { languageModels, shape } from "./conformance/language-model.ts";
import { openEngine } from "./index.ts";
import { enginesWith } from "./kernels.ts";
import { lowerings } from "./lower/onnx/kernels/index.ts";
import { kernelRules } from "./record/kernels/index.ts";
import type { Engine } from "./engine.ts";
import { tf } from "./tf.ts";

const base = languageModels.gpt2!;

describe("a kernel that an engine lacks", () => {
  let engine: Engine;
  const { Erf } = lowerings;

  beforeAll(async () => {
    delete (lowerings as Record<string, unknown>)["Erf"];
    engine = await openEngine("onnxruntime", { threads: 1 });
  });

  afterAll(async () => {
    Object.assign(lowerings, { Erf });
    await engine.close();
  });

  const lacks = (position: string): object =>
    expect.objectContaining({
      code: "E_KERNEL",
      message: expect.stringMatching(
        new RegExp(
          `^The engine onnxruntime lacks the kernel Erf, which \\S*${position} uses\\. Engines that have it: .*pjrt, tensorflow, tfjs-node`,
        ),
      ),
    });

  it("is named with the line of the model and the engines that have it, in each kind of program", async () => {
    const odd = (x: tf.Tensor): tf.Tensor => tf.erf(x);
    const line = "engine/kernels.test.ts:37";
    const model = {
      ...base,
      losses: (...args: Parameters<typeof base.losses>) => odd(base.losses(...args)) as tf.Tensor2D,
      weightedLoss: (...args: Parameters<typeof base.weightedLoss>) =>
        odd(base.weightedLoss(...args)) as tf.Scalar,
    };
    const definition = {
      model,
      inputs: {},
      outputs: { y: { shape: [] } },
      compute: () => ({ y: odd(tf.scalar(1)) }),
    };
    await expect(engine.gradients(model, shape)).rejects.toEqual(lacks(line));
    await expect(engine.evaluation(model, shape)).rejects.toEqual(lacks(line));
    await expect(engine.program(definition)).rejects.toEqual(lacks(line));
  });

  it("is found in the engines' own tables", () => {
    expect(enginesWith("Erf")).not.toContain("onnxruntime");
    expect(enginesWith("Tanh")).toContain("onnxruntime");
    expect(enginesWith("Conv2D")).toEqual([]);
    for (const kernel of Object.keys(kernelRules)) expect(enginesWith(kernel)).toContain("reference");
  });
});
