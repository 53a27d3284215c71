import { describe } from "@jest/globals";
import fc from "fast-check";
import { llamaConfig } from "@plateau/proto";
import { familyConformance } from "../../family.conformance.ts";

const configs = fc
  .record({
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.constantFrom([1, 1], [2, 2], [3, 3], [2, 1], [3, 1], [4, 2]),
    headSize: fc.constantFrom(2, 4),
    feedForward: fc.integer({ min: 1, max: 9 }),
    context: fc.integer({ min: 1, max: 9 }),
    vocabulary: fc.integer({ min: 1, max: 9 }),
    tieEmbeddings: fc.boolean(),
    ropeTheta: fc.constantFrom(10_000, 500_000, 123.25),
    normEpsilon: fc.constantFrom(1e-5, 1e-6),
  })
  .map(({ headSize, heads: [heads, shared], ...rest }) => {
    const grouped = shared === heads ? {} : { keyValueHeads: shared };
    return llamaConfig.parse({ family: "llama", width: heads! * headSize, heads, ...grouped, ...rest });
  });

describe("llama as LlamaForCausalLM", () => familyConformance(configs));
