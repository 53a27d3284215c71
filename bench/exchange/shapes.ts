/** What is reduced in the benchmark: one vector of 100 MB, the tensors of the demo's largest model, those of GPT-2 124M. */
import { gpt2Config, llamaConfig } from "@plateau/proto";
import { createModel } from "@plateau/worker/models/index.ts";

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
  /** As trained in the LASER paper: 512 tokens, 50 304 rows of embedding, no biases. */
  gpt2: (): Shape[] =>
    parametersOf(
      gpt2Config.parse({
        family: "gpt2",
        layers: 12,
        width: 768,
        heads: 12,
        feedForward: 3072,
        context: 512,
        vocabulary: 50304,
        tieEmbeddings: true,
        biases: false,
      }),
    ),
};

export type ShapeName = keyof typeof shapes;

function parametersOf(config: Parameters<typeof createModel>[0]): Shape[] {
  return createModel(config).parameters.map(({ name, shape }) => ({ name, shape }));
}
