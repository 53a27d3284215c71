/**
 * Peak: how fast an engine multiplies square matrices on this machine, which is the most that a model can hope for.
 */
import type { Engine } from "../engine/engine.ts";
import { tf } from "../engine/tf.ts";
import { createModel } from "../models/index.ts";
import { sharedVector } from "../train/state.ts";

export interface Peak {
  /** Of the fastest call. */
  flopsPerSecond: number;
  /** Rows and columns of the matrices. */
  size: number;
}

/** Products in one call, one after the other, so that the way of the numbers to the engine hardly counts. */
const chain = 8;
const sizes = [128, 256, 512, 1024];
const calls = 5;
/** Larger ones, whose calls take eight times as long, are not tried when a call takes so long. */
const longMs = 100;

/** A program belongs to a model; this one has next to no parameters. */
const none = createModel({
  family: "llama",
  layers: 1,
  width: 2,
  heads: 1,
  feedForward: 1,
  context: 1,
  vocabulary: 2,
  tieEmbeddings: true,
  normEpsilon: 1e-5,
  ropeTheta: 10000,
});

/** @throws EngineError */
export async function measurePeak(engine: Engine): Promise<Peak> {
  let best: Peak = { flopsPerSecond: 0, size: 0 };
  for (const size of sizes) {
    const ms = await fastestCall(engine, size);
    const flopsPerSecond = (chain * 2 * size ** 3 * 1000) / ms;
    if (flopsPerSecond > best.flopsPerSecond) best = { flopsPerSecond, size };
    if (ms > longMs) break;
  }
  return best;
}

async function fastestCall(engine: Engine, size: number): Promise<number> {
  const matrix = { shape: [size, size], dtype: "float32" } as const;
  const program = await engine.program({
    model: none,
    inputs: { a: matrix, b: matrix },
    outputs: { c: matrix },
    compute: (_, { a, b }) => {
      const product = Array.from({ length: chain }).reduce<tf.Tensor>((left) => tf.matMul(left, b), a);
      return { c: product };
    },
  });
  const [a, b, c] = [sharedVector(size * size), sharedVector(size * size), sharedVector(size * size)];
  // Rows that add up to one: the chain neither grows nor vanishes into slow denormal numbers.
  a.fill(1);
  b.fill(1 / size);
  const parameters = sharedVector(none.size);
  let fastest = Infinity;
  for (let call = 0; call < calls; call++) {
    const begun = performance.now();
    await program.run(parameters, { a, b }, { c });
    // The first one brings up threads and memory.
    if (call > 0) fastest = Math.min(fastest, performance.now() - begun);
    if (fastest < Infinity && fastest > longMs) break;
  }
  return fastest;
}
