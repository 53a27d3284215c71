/**
 * The head's loss in groups of positions. That the loss and its gradient are right is for the models' conformance suite.
 */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { gpt2Config } from "@plateau/proto";
import type { Engine } from "../../engine/engine.ts";
import { openEngine } from "../../engine/index.ts";
import { tf } from "../../engine/tf.ts";
import type { Model } from "../model.ts";
import { crossEntropy, weightedCrossEntropy } from "./cross-entropy.ts";

const [positions, width, vocabulary] = [6, 3, 5];
const shape = { batch: 2, time: 3 };
const config = gpt2Config.parse({
  family: "gpt2",
  layers: 1,
  width,
  heads: 1,
  feedForward: 1,
  context: 3,
  vocabulary,
  tieEmbeddings: true,
});

/** A model that is nothing but a head: what it reads is a parameter, too. */
function headAlone(groupSize?: number): Model {
  const init = { kind: "constant", value: 0 } as const;
  const parameters = [
    { name: "x", shape: [positions, width], init, decay: false },
    { name: "weight", shape: [vocabulary, width], init, decay: false },
    { name: "bias", shape: [vocabulary], init, decay: false },
  ];
  const headOf = ([, weight_VD, bias_V]: readonly tf.Tensor[]) => ({
    weight_VD: weight_VD as tf.Tensor2D,
    bias_V,
    ...(groupSize === undefined ? {} : { groupSize }),
  });
  return {
    config,
    parameters,
    size: positions * width + vocabulary * width + vocabulary,
    losses(tensors, { targets_BT }) {
      const losses_N = crossEntropy(tensors[0] as tf.Tensor2D, headOf(tensors), tf.reshape(targets_BT, [-1]));
      return tf.reshape(losses_N, targets_BT.shape);
    },
    weightedLoss(tensors, { targets_BT }, weights_BT) {
      return weightedCrossEntropy(tensors[0] as tf.Tensor2D, headOf(tensors), {
        targets_N: tf.reshape(targets_BT, [-1]),
        weights_N: tf.reshape(weights_BT, [-1]),
      });
    },
  };
}

const values = Float32Array.from({ length: headAlone().size }, (_, i) => Math.sin(1.3 * i + 0.4));
const batch = {
  inputs: new Int32Array(positions),
  targets: Int32Array.from([4, 0, -1, 2, 2, 1]),
};

describe.each(["reference", "onnxruntime"])("the head's loss on %s", (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name, { threads: 1 });
  });
  afterAll(() => engine.close());

  const run = async (model: Model): Promise<{ loss: number; gradient: Float32Array; sums: Float32Array }> => {
    const gradient = new Float32Array(model.size);
    const loss = await (await engine.gradients(model, shape)).run(values, batch, gradient);
    return { loss, gradient, sums: await (await engine.evaluation(model, shape)).run(values, batch) };
  };

  // 1, 2, 4 and 6 groups; 4 do not divide 6 positions evenly.
  it.each([30, 15, 8, 1])("does not depend on the groups: of about %i logits", async (groupSize) => {
    const whole = await run(headAlone());
    const parts = await run(headAlone(groupSize));
    expect(parts.loss).toBeCloseTo(whole.loss, 6);
    parts.gradient.forEach((value, i) => expect(Math.abs(value - whole.gradient[i]!)).toBeLessThan(1e-6));
    parts.sums.forEach((value, i) => expect(value).toBeCloseTo(whole.sums[i]!, 5));
  });
});
