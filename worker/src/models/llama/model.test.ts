import { describe, expect, it } from "@jest/globals";
import { llamaConfig, type LlamaConfig } from "@plateau/proto";
import { createModel } from "../index.ts";
import { modelConformance } from "../model.conformance.ts";

const llama = (changes: Partial<LlamaConfig>): LlamaConfig =>
  llamaConfig.parse({
    family: "llama",
    layers: 2,
    width: 16,
    heads: 2,
    feedForward: 24,
    context: 8,
    vocabulary: 11,
    tieEmbeddings: true,
    ...changes,
  });

describe("llama", () => {
  modelConformance({
    tied: llama({}),
    untied: llama({ tieEmbeddings: false }),
    "one layer, one head": llama({ layers: 1, heads: 1 }),
  });

  it("refuses a width that its heads cannot share, and heads of an odd size", () => {
    expect(() => createModel(llama({ width: 10, heads: 3 }))).toThrow(/width is 10, which 3 heads/);
    expect(() => createModel(llama({ width: 6, heads: 2 }))).toThrow(/heads of 3 channels/);
  });

  it("shrinks the projections into the residual stream with the depth, to 0.02/√(2L)", () => {
    const stds = createModel(llama({ layers: 8 })).parameters.flatMap(({ name, init }) =>
      /attention\.output|mlp\.down/.test(name) && init.kind === "normal" ? [init.std] : [],
    );
    expect(stds).toHaveLength(16);
    for (const std of stds) expect(std).toBeCloseTo(0.005, 12);
  });
});
