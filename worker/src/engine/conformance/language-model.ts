/**
 * The language models that the conformance suite trains on, and their data: the project's own, at toy size.
 */
import { gpt2Config, llamaConfig } from "@plateau/proto";
import { createModel } from "../../models/index.ts";
import type { Model } from "../../models/model.ts";
import type { ProgramShape, TokenBatch } from "../engine.ts";

export const shape: ProgramShape = { batch: 3, time: 8 };

const size = { layers: 2, width: 16, heads: 2, feedForward: 24, context: 8, vocabulary: 13 };

export const languageModels: Readonly<Record<string, Model>> = {
  llama: createModel(llamaConfig.parse({ family: "llama", ...size, tieEmbeddings: true })),
  gpt2: createModel(gpt2Config.parse({ family: "gpt2", ...size, tieEmbeddings: false })),
};

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Parameters near 0 (matrices) or near 1 (gains), all different. */
export function parametersOf(model: Model, seed = 1): Float32Array {
  const random = randomFrom(seed);
  const values = model.parameters.flatMap(({ shape: dimensions, init }) => {
    const centre = init.kind === "constant" ? init.value : 0;
    const length = dimensions.reduce((product, dimension) => product * dimension, 1);
    return Array.from({ length }, () => centre + (random() - 0.5) / 2);
  });
  return Float32Array.from(values);
}

/** Tokens and targets; every fifth target is not scored. */
export function batchOf(vocabulary: number, { batch, time }: ProgramShape, seed = 2): TokenBatch {
  const random = randomFrom(seed);
  const draw = (): number => Math.floor(random() * vocabulary);
  return {
    inputs: Int32Array.from({ length: batch * time }, draw),
    targets: Int32Array.from({ length: batch * time }, (_, index) => (index % 5 === 4 ? -1 : draw())),
  };
}

/** A copy on shared memory. */
export function sharedFloats(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(4 * values.length));
  copy.set(values);
  return copy;
}
