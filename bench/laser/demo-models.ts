/** Models of the demo (examples/brown-study.yaml): its smallest and its largest size. */
import { feedForwardWidth } from "@plateau/controller/api/parts/model.ts";
import { llamaConfig, type LlamaConfig } from "@plateau/proto";

type Dimensions = Pick<LlamaConfig, "layers" | "width" | "heads">;

const demo = (dimensions: Dimensions): LlamaConfig =>
  llamaConfig.parse({
    family: "llama",
    ...dimensions,
    feedForward: feedForwardWidth("Llama", dimensions.width),
    context: 64,
    vocabulary: 256,
    tieEmbeddings: true,
  });

export const demoModels = {
  xs: demo({ layers: 2, width: 16, heads: 2 }),
  l: demo({ layers: 4, width: 64, heads: 4 }),
};
