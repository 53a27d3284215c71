/** What is reduced in the benchmark: one vector of 100 MB, the tensors of the demo's largest model, those of GPT-2 124M. */
import { llamaConfig } from "@plateau/proto";
import { createModel } from "@plateau/worker/models/index.ts";
import { gpt2At124M } from "../gpt2-124m.ts";

export interface Shape {
  name: string;
  shape: readonly number[];
}

export const shapes = {
  flat: (): Shape[] => [{ name: "vector", shape: [25_000_000] }],
  /** Size l of examples/brown-study.yaml. */
  demo: (): Shape[] =>
    parametersOf(
      llamaConfig.parse({
        family: "llama",
        layers: 4,
        width: 64,
        heads: 4,
        feedForward: 192,
        context: 64,
        vocabulary: 256,
        tieEmbeddings: false,
      }),
    ),
  gpt2: (): Shape[] => parametersOf(gpt2At124M),
};

export type ShapeName = keyof typeof shapes;

function parametersOf(config: Parameters<typeof createModel>[0]): Shape[] {
  return createModel(config).parameters.map(({ name, shape }) => ({ name, shape }));
}
