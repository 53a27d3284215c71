import { describe, expect, it } from "@jest/globals";
import { llamaConfig } from "@plateau/proto";
import { lossAndGradients } from "../../engine/programs.ts";
import type { Graph } from "../../engine/record/graph.ts";
import { simplify } from "../../engine/record/passes/simplify.ts";
import { record } from "../../engine/record/record.ts";
import { tf } from "../../engine/tf.ts";
import { createModel } from "../index.ts";

const layers = 3;
const config = llamaConfig.parse({
  family: "llama",
  layers,
  width: 8,
  heads: 2,
  feedForward: 12,
  context: 4,
  vocabulary: 7,
  tieEmbeddings: true,
});

function recorded(recompute: boolean): Graph {
  const model = createModel(config, { recompute });
  const ids = { shape: [2, 4], dtype: "int32" } as const;
  const parameters = model.parameters.map(({ shape }) => ({ shape, dtype: "float32" }) as const);
  return simplify(
    record([ids, ids, ...parameters], ([tokens_BT, targets_BT, ...rest]) =>
      lossAndGradients(model, {
        tokens_BT: tokens_BT as tf.Tensor2D,
        targets_BT: targets_BT as tf.Tensor2D,
        parameters: rest,
      }),
    ),
  );
}

const count = (graph: Graph, kernel: string): number =>
  graph.nodes.filter((node) => node.kernel === kernel).length;

describe("recomputed blocks", () => {
  it("are recorded twice, the second time after the gradient of their output", () => {
    const [plain, recomputing] = [recorded(false), recorded(true)];
    expect(count(plain, "Attention")).toBe(layers);
    expect(count(recomputing, "Attention")).toBe(2 * layers);
    expect([count(plain, "After"), count(recomputing, "After")]).toEqual([0, layers]);
  });

  it("leave no tensor and the tape of the computation around them as it was", () => {
    const before = tf.memory().numTensors;
    recorded(true);
    expect(tf.memory().numTensors).toBe(before);
  });
});
