import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { gpt2Config, type Gpt2Config } from "@plateau/proto";
import { familyConformance } from "../../family.conformance.ts";
import { gpt2 } from "./gpt2.ts";

const configs = fc
  .record({
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.integer({ min: 1, max: 3 }),
    headSize: fc.integer({ min: 1, max: 3 }),
    feedForward: fc.integer({ min: 1, max: 9 }),
    context: fc.integer({ min: 1, max: 9 }),
    vocabulary: fc.integer({ min: 1, max: 9 }),
    tieEmbeddings: fc.boolean(),
    biases: fc.boolean(),
    activation: fc.constantFrom("gelu", "relu"),
    normEpsilon: fc.constantFrom(1e-5, 1e-6),
  })
  .map(({ headSize, ...rest }) =>
    gpt2Config.parse({ family: "gpt2", width: rest.heads * headSize, ...rest }),
  );

describe("gpt2 as GPT2LMHeadModel", () => {
  familyConformance(configs);

  it.each<[Partial<Gpt2Config>, RegExp]>([
    [{ attention: false }, /model\.gpt2\.attention is false/],
    [{ norm: "none" }, /model\.gpt2\.norm is "none"/],
    [{ headBias: true }, /model\.gpt2\.headBias is true/],
  ])("refuses to write %j, which the architecture lacks", (changes, message) => {
    const config = fc.sample(configs, { numRuns: 1, seed: 1 })[0]!;
    expect(() => gpt2.configOf({ ...config, ...changes })).toThrow(message);
  });
});
