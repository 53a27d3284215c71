import { describe, expect, it } from "@jest/globals";
import { gpt2Config } from "@plateau/proto";
import { createModel } from "../../models/index.ts";
import { numelOf, shrunkSegments, tensorLayouts } from "./tensors.ts";

describe("the tensors of a model", () => {
  const { parameters, size } = createModel(
    gpt2Config.parse({
      family: "gpt2",
      layers: 2,
      width: 16,
      heads: 2,
      feedForward: 32,
      context: 6,
      vocabulary: 11,
      tieEmbeddings: true,
    }),
  );

  it("cover its gradient without gap, queries, keys and values as one matrix", () => {
    const layouts = tensorLayouts(parameters);
    let at = 0;
    for (const { from, shape } of layouts) {
      expect(from).toBe(at);
      at += numelOf(shape);
    }
    expect(at).toBe(size);
    expect(layouts.find(({ name }) => name === "layers.1.attention.queryKeyValue.weight")?.shape).toEqual([
      48, 16,
    ]);
    expect(layouts.map(({ name }) => name)).toContain("layers.1.attention.query.bias");
  });

  it("shrink to a share of their elements, never to none", () => {
    const tensors = [
      { name: "a", shape: [10, 10], from: 0 },
      { name: "b", shape: [3], from: 100 },
    ];
    expect(shrunkSegments(tensors, 0.2).map(({ from, to }) => to - from)).toEqual([20, 1]);
    expect(shrunkSegments(tensors, 1).map(({ from, to }) => to - from)).toEqual([100, 3]);
  });
});
