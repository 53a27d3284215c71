import { describe, expect, it } from "@jest/globals";
import { llamaConfig, type LlamaConfig } from "@plateau/proto";
import { openEngine } from "../../engine/index.ts";
import { createModel, initialize } from "../index.ts";
import type { Model } from "../model.ts";
import { splitParameters } from "../parameters.ts";
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
    "heads that share keys and values": llama({ heads: 4, keyValueHeads: 2 }),
  });

  it("computes with shared keys and values what heads of their own compute with the same ones", async () => {
    const [grouped, whole] = [llama({ heads: 4, keyValueHeads: 2 }), llama({ heads: 4 })].map((config) =>
      createModel(config),
    ) as [Model, Model];
    const few = splitParameters(grouped, initialize(grouped, 5));
    const spread = whole.parameters.map(({ name }, i) => {
      const rows = few[i]!;
      if (!/attention\.(key|value)/.test(name)) return [...rows];
      // Heads 0 and 1 take the first, 2 and 3 the second.
      const head = rows.length / 2;
      return [0, 0, 1, 1].flatMap((from) => [...rows.subarray(from * head, (from + 1) * head)]);
    });
    const engine = await openEngine("onnxruntime", { threads: 1 });
    const shape = { batch: 2, time: 8 };
    const tokens = Int32Array.from({ length: 16 }, (_, i) => (i * 5 + 2) % 11);
    const batch = { inputs: tokens, targets: tokens.map((id) => (id + 3) % 11) };
    const lossOf = async (model: Model, parameters: Float32Array): Promise<Float32Array> =>
      (await engine.evaluation(model, shape)).run(parameters, batch);
    const found = await lossOf(grouped, Float32Array.from(few.flatMap((part) => [...part])));
    const expected = await lossOf(whole, Float32Array.from(spread.flat()));
    await engine.close();
    found.forEach((loss, i) => expect(loss).toBeCloseTo(expected[i]!, 4));
  });

  it("refuses a width that its heads cannot share, and heads of an odd size", () => {
    expect(() => createModel(llama({ heads: 4, keyValueHeads: 3 }))).toThrow(/keyValueHeads is 3, which 4/);
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
