import { describe, expect, it } from "@jest/globals";
import type { ModelConfig } from "@plateau/proto";
import { createModel } from "../../models/index.ts";
import { lossAndGradients } from "../programs.ts";
import type { tf } from "../tf.ts";
import type { Graph, Value } from "./graph.ts";
import { record } from "./record.ts";

const shared = {
  layers: 2,
  width: 8,
  heads: 2,
  feedForward: 16,
  context: 6,
  vocabulary: 10,
  tieEmbeddings: false,
  normEpsilon: 1e-5,
};
const llama: ModelConfig = { family: "llama", ...shared, ropeTheta: 10000 };
const gpt2: ModelConfig = {
  family: "gpt2",
  ...shared,
  biases: true,
  norm: "affine",
  activation: "gelu",
  attention: true,
  headBias: false,
};

function graphOf(config: ModelConfig, { places, recompute }: { places: boolean; recompute: boolean }): Graph {
  const model = createModel(config, { recompute });
  const ids: Value = { shape: [2, 6], dtype: "int32" };
  const parameters = model.parameters.map(({ shape }): Value => ({ shape, dtype: "float32" }));
  return record(
    [ids, ids, ...parameters],
    ([tokens, targets, ...rest]) =>
      lossAndGradients(model, {
        tokens_BT: tokens as tf.Tensor2D,
        targets_BT: targets as tf.Tensor2D,
        parameters: rest,
      }),
    { places },
  );
}

describe("places of recorded nodes", () => {
  it.each([
    ["llama", llama, false],
    ["llama, recomputed", llama, true],
    ["gpt2", gpt2, false],
  ])("change nothing else of the graph of %s", (_, config, recompute) => {
    const plain = graphOf(config, { places: false, recompute });
    const placed = graphOf(config, { places: true, recompute });
    expect(plain.nodes.every(({ place }) => place === undefined)).toBe(true);
    const nodes = placed.nodes.map(({ place: _place, ...node }) => node);
    expect({ ...placed, nodes }).toEqual(plain);
  });

  it("are known for every matrix product, that of a gradient by the line whose gradient it is", () => {
    const { nodes } = graphOf(llama, { places: true, recompute: false });
    const products = nodes.filter(({ kernel }) => kernel === "BatchMatMul").map(({ place }) => place ?? "");
    expect(products.filter((place) => !/^models\/\w+\/[\w-]+\.ts:\d+( \(backward\))?$/.test(place))).toEqual(
      [],
    );
    const count = (place: string): number => products.filter((each) => each === place).length;
    // A linear layer needs one product forward and two backward.
    const layers = [
      ...new Set(products.filter((place) => place.startsWith("models/llama/") && !place.endsWith(")"))),
    ];
    expect(layers.length).toBeGreaterThan(2);
    for (const place of layers) expect(count(`${place} (backward)`)).toBe(2 * count(place));
  });
});
