import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { causalAttention } from "../../../models/blocks/attention.ts";
import { lowerToOnnx } from "../../lower/onnx/lower.ts";
import { tf } from "../../tf.ts";
import { sizeOf, type Graph } from "../graph.ts";
import { expandComposites } from "../passes/expand-composites.ts";
import { simplify } from "../passes/simplify.ts";
import { record } from "../record.ts";
import { attentionGradOf, attentionOf } from "./attention.ts";

interface Case {
  keyHeads: number;
  group: number;
  time: number;
  headSize: number;
  causal: boolean;
  blockSize: number;
  keeps: boolean;
}

const cases = fc.record<Case>({
  keyHeads: fc.integer({ min: 1, max: 2 }),
  group: fc.integer({ min: 1, max: 3 }),
  time: fc.integer({ min: 1, max: 9 }),
  headSize: fc.integer({ min: 1, max: 4 }),
  causal: fc.boolean(),
  blockSize: fc.integer({ min: 1, max: 10 }),
  keeps: fc.boolean(),
});

const wave = (shape: [number, number, number], phase: number): tf.Tensor3D =>
  tf.tensor3d(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(1.7 * i + phase)),
    shape,
  );

const scale = 0.6;

/** Written down as it is defined, for TensorFlow.js to differentiate. */
function plainly([q, k, v]: readonly tf.Tensor3D[], causal: boolean): { o: tf.Tensor3D; lse: tf.Tensor } {
  const [heads, time] = q!.shape;
  const each = (x: tf.Tensor3D): tf.Tensor3D =>
    tf.reshape(tf.tile(tf.expandDims(x, 1), [1, heads / x.shape[0], 1, 1]), [heads, time, -1]);
  const allowed = tf.greaterEqual(
    tf.expandDims(tf.range(0, time, 1, "int32"), 1),
    tf.range(0, causal ? time : 1, 1, "int32"),
  );
  const products = tf.mul(tf.matMul(q!, each(k!), false, true), scale);
  const scores = tf.add(products, tf.mul(tf.sub(1, tf.cast(allowed, "float32")), -1e9));
  return { o: tf.matMul(tf.softmax(scores), each(v!)), lse: tf.logSumExp(scores, 2) };
}

function expectClose(found: tf.Tensor, expected: tf.Tensor): void {
  expect(found.shape).toEqual(expected.shape);
  const difference = tf.max(tf.abs(tf.sub(found, expected))).dataSync()[0]!;
  // Float32 sums of some ten numbers around 1, in another order.
  expect(difference).toBeLessThan(1e-5);
}

describe("attention in basic kernels", () => {
  it("is what the definition gives, with its gradients, whatever the blocks", () => {
    fc.assert(
      fc.property(cases, ({ keyHeads, group, time, headSize, causal, blockSize, keeps }) => {
        tf.tidy(() => {
          const inputs = [group * keyHeads, keyHeads, keyHeads].map((heads, i) =>
            wave([heads, time, headSize], i),
          );
          const [q, k, v] = inputs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
          const dy = wave([group * keyHeads, time, headSize], 5);
          const { o, lse, weights } = attentionOf({ q, k, v }, { causal, scale }, blockSize);
          const expected = plainly(inputs, causal);
          expectClose(o, expected.o);
          expectClose(lse, expected.lse);
          const { dq, dk, dv } = attentionGradOf(
            { q, k, v, o, lse, do: dy },
            { causal, scale },
            { blockSize, ...(keeps ? { kept: weights } : {}) },
          );
          const gradients = tf.grads((...given) => plainly(given as tf.Tensor3D[], causal).o)(inputs, dy);
          [dq, dk, dv].forEach((found, i) => expectClose(found, gradients[i]!));
        });
      }),
      { seed: 3, numRuns: 40 },
    );
  });
});

describe("expandComposites", () => {
  const [heads, time, headSize] = [2, 12, 3];
  const type = { shape: [heads, time, headSize], dtype: "float32" } as const;
  const recorded = simplify(
    record([type, type, type, type], ([q, k, v, dy]) =>
      tf.grads((...given) => causalAttention(...(given as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D])))(
        [q!, k!, v!],
        dy!,
      ),
    ),
  );
  const largest = ({ nodes, values }: Graph): number =>
    Math.max(...nodes.flatMap(({ outputs }) => outputs.map((id) => sizeOf(values[id]!.shape))));
  const kernels = ({ nodes }: Graph): string[] => nodes.map(({ kernel }) => kernel);

  it("leaves alone what the engine computes itself", () => {
    expect(kernels(recorded)).toEqual(["Attention", "AttentionGrad"]);
    expect(expandComposites(recorded, new Set(["Attention", "AttentionGrad"])).nodes).toEqual(recorded.nodes);
  });

  it("keeps the weights of short sequences, and has one softmax and no exponential then", () => {
    const graph = simplify(expandComposites(recorded, new Set(), { blockSize: 16, keptUpTo: time }));
    expect(kernels(graph).filter((kernel) => ["Softmax", "Exp", "Max", "After"].includes(kernel))).toEqual([
      "Softmax",
    ]);
  });

  it("never holds all weights of a long one, and computes each block's anew once its gradient is there", () => {
    const graph = simplify(expandComposites(recorded, new Set(), { blockSize: 3, keptUpTo: 0 }));
    // The last of four blocks looks at all keys.
    expect(largest(graph)).toBe((heads * time * time) / 4);
    expect(kernels(graph).filter((kernel) => kernel === "Softmax")).toHaveLength(4);
    expect(kernels(graph).filter((kernel) => kernel === "Exp")).toHaveLength(4);
    // Three blocks wait for the one before, forward and backward; and each block's second scores for the gradient, since compilers join
    // what is computed alike.
    expect(kernels(graph).filter((kernel) => kernel === "After")).toHaveLength(3 + 3 + 4);
  });

  it("gives the same numbers in blocks as in one, with weights kept or computed anew", async () => {
    const feeds = Object.fromEntries(
      [0, 1, 2, 3].map((at) => {
        const values = Float32Array.from({ length: sizeOf(type.shape) }, (_, i) => Math.sin(1.7 * i + at));
        return [`i${at}`, new Tensor("float32", values, type.shape)];
      }),
    );
    const run = async (blockSize: number, keptUpTo: number): Promise<Float32Array[]> => {
      const graph = simplify(expandComposites(recorded, new Set(), { blockSize, keptUpTo }));
      const session = await InferenceSession.create(lowerToOnnx(graph));
      const results = await session.run(feeds);
      await session.release();
      return ["o0", "o1", "o2"].map((name) => results[name]!.data as Float32Array);
    };
    const expected = await run(time, time);
    for (const keptUpTo of [0, time]) {
      const found = await run(3, keptUpTo);
      found.forEach((values, at) =>
        values.forEach((value, i) => expect(Math.abs(value - expected[at]![i]!)).toBeLessThan(1e-5)),
      );
    }
  });

  it("gives to nodes the place of what they stand for", () => {
    const placed = { ...recorded, nodes: recorded.nodes.map((node) => ({ ...node, place: node.kernel })) };
    const places = expandComposites(placed, new Set()).nodes.map(({ place }) => place);
    expect(new Set(places)).toEqual(new Set(["Attention", "AttentionGrad"]));
  });
});
