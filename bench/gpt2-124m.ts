/** GPT-2 124M as trained in the LASER paper (Makkuva et al. 2024): 512 tokens, 50 304 rows of embedding, no biases. */
import { gpt2Config } from "@plateau/proto";

export const gpt2At124M = gpt2Config.parse({
  family: "gpt2",
  layers: 12,
  width: 768,
  heads: 12,
  feedForward: 3072,
  context: 512,
  vocabulary: 50304,
  tieEmbeddings: true,
  biases: false,
});
