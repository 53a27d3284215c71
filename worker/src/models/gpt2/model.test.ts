import { describe, expect, it } from "@jest/globals";
import { gpt2Config, type Gpt2Config } from "@plateau/proto";
import { createModel } from "../index.ts";
import { modelConformance } from "../model.conformance.ts";

const gpt2 = (changes: Partial<Gpt2Config>): Gpt2Config =>
  gpt2Config.parse({
    family: "gpt2",
    layers: 2,
    width: 16,
    heads: 2,
    feedForward: 32,
    context: 6,
    vocabulary: 11,
    tieEmbeddings: true,
    ...changes,
  });

describe("gpt2", () => {
  modelConformance({
    tied: gpt2({}),
    untied: gpt2({ tieEmbeddings: false }),
    "without biases, with a bias on the head": gpt2({ biases: false, headBias: true }),
    "without norms, ReLU": gpt2({ norm: "none", activation: "relu" }),
    "without attention": gpt2({ attention: false }),
  });

  it("has no bias and no norm unless the configuration asks for them", () => {
    const names = createModel(gpt2({ biases: false, norm: "none", layers: 1 })).parameters.map(
      ({ name }) => name,
    );
    expect(names).toEqual([
      "embedding.weight",
      "positions.weight",
      "layers.0.attention.query.weight",
      "layers.0.attention.key.weight",
      "layers.0.attention.value.weight",
      "layers.0.attention.output.weight",
      "layers.0.mlp.up.weight",
      "layers.0.mlp.down.weight",
    ]);
  });

  it("refuses a width that its heads cannot share", () => {
    expect(() => createModel(gpt2({ width: 10, heads: 3 }))).toThrow(/width is 10, which 3 heads/);
  });
});
