/** Programs computed kernel by kernel, here on TensorFlow.js's plain backend: right, and nothing left behind. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { kernelFamilies } from "../conformance/kernel-cases.ts";
import { kernelModel, kernelShape } from "../conformance/kernel-model.ts";
import { batchOf, languageModels, parametersOf, randomFrom, shape } from "../conformance/language-model.ts";
import { lossAndGradients, parameterRanges } from "../programs.ts";
import type { Graph, Value } from "../record/graph.ts";
import { expandComposites } from "../record/passes/expand-composites.ts";
import { simplify } from "../record/passes/simplify.ts";
import { record } from "../record/record.ts";
import type { Model } from "../../models/model.ts";
import type { ProgramShape } from "../engine.ts";
import { openEngine } from "../index.ts";
import { tf } from "../tf.ts";
import { Replay, type Numbers } from "./replay.ts";

function gradientGraph(model: Model, { batch, time }: ProgramShape): Graph {
  const ids: Value = { shape: [batch, time], dtype: "int32" };
  const parameters = model.parameters.map((parameter): Value => ({
    shape: parameter.shape,
    dtype: "float32",
  }));
  const graph = simplify(
    record([ids, ids, ...parameters], ([tokens_BT, targets_BT, ...rest]) =>
      lossAndGradients(model, {
        tokens_BT: tokens_BT as tf.Tensor2D,
        targets_BT: targets_BT as tf.Tensor2D,
        parameters: rest,
      }),
    ),
  );
  // As the reference computes attention: in one block, its weights a second time for the gradient.
  return simplify(expandComposites(graph, new Set(), { blockSize: 1024, keptUpTo: 0 }));
}

/** Loss and gradient of a model, and of the reference. */
async function compared(model: Model, programShape: ProgramShape, values: Float32Array) {
  const batch = batchOf(model.config.vocabulary, programShape);
  const expected = new Float32Array(model.size);
  const reference = await openEngine("reference", { threads: 1 });
  const loss = await (await reference.gradients(model, programShape)).run(values, batch, expected);
  const parameters = parameterRanges(model).map(({ from, to }) => values.subarray(from, to));
  const replay = new Replay(gradientGraph(model, programShape));
  let found: Numbers[] = [];
  replay.run([batch.inputs, batch.targets, ...parameters], (results) => {
    found = results.map((result) => result.slice());
  });
  replay.dispose();
  return { found: found.flatMap((result) => [...result]), expected: [loss, ...expected] };
}

describe("a replayed program", () => {
  it.each(Object.entries(kernelFamilies))(
    "gives the reference's bits for kernels of random shapes: %s",
    async (_, cases) => {
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (seed) => {
          const { model, values } = kernelModel(cases, randomFrom(seed));
          const { found, expected } = await compared(model, kernelShape, values);
          expect(found).toEqual(expected);
        }),
        { numRuns: 2, seed: 7, endOnFailure: true },
      );
    },
  );

  it.each(Object.entries(languageModels))("gives the reference's bits for %s", async (_, model) => {
    const { found, expected } = await compared(model, shape, parametersOf(model));
    expect(found).toEqual(expected);
  });

  it("holds its constants only, and those until it is disposed", () => {
    const before = tf.memory();
    const graph = record([{ shape: [2], dtype: "float32" }], ([x]) => [
      tf.add(tf.mul(x!, tf.tensor1d([3, 4])), tf.exp(x!)),
    ]);
    const replay = new Replay(graph);
    expect(tf.memory().numTensors).toBe(before.numTensors + 1);
    for (let call = 0; call < 3; call++) {
      replay.run([Float32Array.of(0, 1)], ([y]) => expect([...y!]).toEqual([1, Math.fround(4 + Math.E)]));
    }
    expect(tf.memory().numTensors).toBe(before.numTensors + 1);
    replay.dispose();
    expect(tf.memory()).toEqual(before);
  });

  it.each([
    ["of kernels as they are", "float32", (x: tf.Tensor) => tf.exp(x)],
    ["of kernels whose operands are converted", "int32", (x: tf.Tensor) => tf.round(x)],
  ] as const)("frees each value after its last use, in a chain %s", (_, dtype, next) => {
    const length = 100;
    const peaks = [2, 40].map((count) => {
      const graph = record([{ shape: [length], dtype }], ([x]) => {
        let y = x!;
        for (let at = 0; at < count; at++) y = next(y);
        return [y];
      });
      const before = tf.memory().numBytes;
      const replay = new Replay(graph);
      let held = 0;
      replay.run([dtype === "int32" ? new Int32Array(length) : new Float32Array(length)], () => {
        held = tf.memory().numBytes - before;
      });
      replay.dispose();
      return held;
    });
    expect(peaks).toEqual([4 * length, 4 * length]);
  });

  it("leaves nothing behind when a kernel fails", () => {
    const before = tf.memory();
    const graph = record([{ shape: [2], dtype: "float32" }], ([x]) => [tf.exp(tf.exp(x!))]);
    const [first, second] = graph.nodes;
    const replay = new Replay({ ...graph, nodes: [first!, { ...second!, kernel: "NoSuchKernel" }] });
    expect(() => replay.run([Float32Array.of(0, 1)], () => {})).toThrow(/NoSuchKernel/);
    replay.dispose();
    expect(tf.memory()).toEqual(before);
  });
});
