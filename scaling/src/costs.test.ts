import { describe, expect, it } from "@jest/globals";
import {
  countParameters,
  defaultFeedForward,
  forwardFlopsPerSequence,
  trainingFlopsPerSequence,
  type ModelShape,
} from "./costs.ts";

/** The eight sizes of Hägele et al.: layers, width, heads, feed-forward, N and non-embedding parameters in millions. */
export const paperSizes = [
  { name: "33M", layers: 8, width: 384, heads: 6, feedForward: 1024, N: 33.5, nonEmbedding: 14.2 },
  { name: "53M", layers: 8, width: 512, heads: 8, feedForward: 1536, N: 53.0, nonEmbedding: 27.3 },
  { name: "60M", layers: 10, width: 512, heads: 8, feedForward: 1536, N: 59.8, nonEmbedding: 34.1 },
  { name: "93M", layers: 12, width: 640, heads: 10, feedForward: 1792, N: 93.1, nonEmbedding: 60.9 },
  { name: "124M", layers: 12, width: 768, heads: 12, feedForward: 2048, N: 123.5, nonEmbedding: 84.9 },
  { name: "151M", layers: 16, width: 768, heads: 12, feedForward: 2048, N: 151.8, nonEmbedding: 113.2 },
  { name: "210M", layers: 24, width: 768, heads: 12, feedForward: 2048, N: 208.5, nonEmbedding: 169.9 },
  { name: "360M", layers: 24, width: 1024, heads: 16, feedForward: 2816, N: 359.7, nonEmbedding: 308.3 },
] as const;

export function paperShape(name: string): ModelShape {
  const size = paperSizes.find((each) => each.name === name);
  if (!size) throw new Error(`no size ${name}`);
  const { layers, width, heads, feedForward } = size;
  return {
    family: "llama",
    layers,
    width,
    heads,
    feedForward,
    vocabulary: 50257,
    tieEmbeddings: true,
    context: 512,
  };
}

it("counts heads that share keys and values by their width: as usual with one for each, less by the matrices left out", () => {
  const shape = paperShape("124M");
  const grouped = { ...shape, keyValueHeads: 3 };
  const [d, T] = [768, 512];
  // Keys and values of 9 of 12 heads are gone, d·¾d each.
  const left = 12 * 2 * d * 0.75 * d;
  expect(countParameters(shape).total - countParameters(grouped).total).toBe(left);
  expect(forwardFlopsPerSequence(shape, T) - forwardFlopsPerSequence(grouped, T)).toBe(2 * T * left);
  expect(countParameters({ ...shape, keyValueHeads: 12 })).toEqual(countParameters(shape));
});

describe("countParameters", () => {
  it.each(paperSizes)("counts $name as the paper does", ({ name, N, nonEmbedding }) => {
    const count = countParameters(paperShape(name));
    // The paper's table pads the vocabulary of some sizes to 50304 and rounds to 0.1 M.
    expect(Math.abs(count.total / 1e6 - N)).toBeLessThan(0.06);
    expect(Math.abs(count.nonEmbedding / 1e6 - nonEmbedding)).toBeLessThan(0.06);
    expect(count.total).toBe(count.embedding + count.nonEmbedding);
  });

  it("counts a tied embedding once and an untied one twice", () => {
    const tied = countParameters(paperShape("33M"));
    const untied = countParameters({ ...paperShape("33M"), tieEmbeddings: false });
    expect(untied.total - tied.total).toBe(50257 * 384);
  });

  it("counts GPT-2's positions, its plain MLP and an absent attention", () => {
    const gpt2: ModelShape = { ...paperShape("33M"), family: "gpt2", feedForward: 4 * 384 };
    expect(countParameters(gpt2).nonEmbedding).toBe(8 * 12 * 384 ** 2);
    expect(countParameters(gpt2).embedding).toBe((50257 + 512) * 384);
    expect(countParameters({ ...gpt2, attention: false }).nonEmbedding).toBe(8 * 8 * 384 ** 2);
  });
});

describe("training FLOPs", () => {
  it.each([
    ["33M", 1.7183e11, 1.67],
    ["124M", 5.2739e11, 1.39],
    ["360M", 1.3414e12, 1.21],
  ])("of one sequence of %s are the paper's, and so is their ratio to 6N per token", (name, flops, ratio) => {
    const measured = trainingFlopsPerSequence(paperShape(name), 512);
    expect(measured / flops).toBeCloseTo(1, 4);
    expect(measured / 512 / (6 * countParameters(paperShape(name)).total)).toBeCloseTo(ratio, 2);
  });

  it("are three times the forward pass, and smaller by the lookup when that is free", () => {
    const shape = paperShape("33M");
    const free = trainingFlopsPerSequence(shape, 512, { embeddingLookup: "free" });
    expect(trainingFlopsPerSequence(shape, 512)).toBe(3 * forwardFlopsPerSequence(shape, 512));
    expect(trainingFlopsPerSequence(shape, 512) - free).toBe(3 * 2 * 512 * 50257 * 384);
    expect(free / 512 / (6 * countParameters(shape).total)).toBeCloseTo(1.1, 1);
  });
});

describe("defaultFeedForward", () => {
  it.each([
    [384, 1024],
    [512, 1536],
    [640, 1792],
    [768, 2048],
    [1024, 2816],
    [64, 176],
    [32, 88],
  ])("of width %i is %i", (width, feedForward) => {
    expect(defaultFeedForward(width)).toBe(feedForward);
  });
});
