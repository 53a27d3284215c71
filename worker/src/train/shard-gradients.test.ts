import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { modelConfig } from "@plateau/proto";
import { batchOf, parametersOf } from "../engine/conformance/language-model.ts";
import type { Engine, TokenBatch } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel } from "../models/index.ts";
import { fillDropoutKeys } from "./dropout-keys.ts";
import { ShardGradients } from "./shard-gradients.ts";

const time = 6;
const size = { layers: 1, width: 8, heads: 2, feedForward: 12, context: time, vocabulary: 7 };
const model = createModel(modelConfig.parse({ family: "gpt2", ...size, tieEmbeddings: true, dropout: 0.25 }));
const parameters = parametersOf(model);

/** Each sample has tokens of its own. */
const data = {
  fill: (step: number, samples: readonly number[], tokens: TokenBatch): Promise<void> => {
    samples.forEach((sample, row) => {
      const { inputs, targets } = batchOf(7, { batch: 1, time }, 100 * step + sample);
      tokens.inputs.set(inputs, row * time);
      tokens.targets.set(
        targets.map((target) => Math.max(0, target)),
        row * time,
      );
    });
    return Promise.resolve();
  },
};

describe("gradients of shards of a model that drops out", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine("onnxruntime", { threads: 1 });
  });
  afterAll(() => engine.close());

  const computed = async (
    shards: readonly number[],
    { step = 4, microbatch = 2, count = 4, seed = 3 } = {},
  ): Promise<{ loss: number; gradient: Float32Array }[]> => {
    const batch = { sequences: 8, sequenceLength: time, shards: count, microbatch };
    const program = await engine.gradients(model, { batch: microbatch, time });
    const gradients = new ShardGradients({ batch, data, program, size: model.size, dropoutSeed: seed });
    const found = await gradients.compute(step, shards, parameters);
    return found.map(({ loss, gradient }) => ({ loss, gradient: Float32Array.from(gradient) }));
  };
  const mean = (vectors: readonly { gradient: Float32Array }[]): Float32Array =>
    new Float32Array(model.size).map(
      (_, i) => vectors.reduce((sum, { gradient }) => sum + gradient[i]!, 0) / vectors.length,
    );

  it("are the same bits whichever other shards are computed beside, before or again", async () => {
    const all = await computed([0, 1, 2, 3]);
    expect([...(await computed([2, 0])), ...(await computed([3, 1]))]).toEqual([
      all[2],
      all[0],
      all[3],
      all[1],
    ]);
  });

  it("have the same mean however the batch is cut into shards and microbatches", async () => {
    const expected = mean(await computed([0, 1, 2, 3]));
    for (const cut of [{ microbatch: 1 }, { microbatch: 4, count: 2 }, { microbatch: 8, count: 1 }]) {
      const shards = Array.from({ length: cut.count ?? 4 }, (_, shard) => shard);
      const found = mean(await computed(shards, cut));
      // Float32 sums in another order; another mask would be a thousand times as far away.
      found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-6));
    }
  });

  it("drop other numbers at another step, and with another seed, also one beyond 32 bits", async () => {
    const losses = new Set<number>();
    const constant = {
      fill: (_: number, samples: readonly number[], tokens: TokenBatch) => data.fill(0, samples, tokens),
    };
    const program = await engine.gradients(model, { batch: 2, time });
    const batch = { sequences: 8, sequenceLength: time, shards: 4, microbatch: 2 };
    for (const [step, dropoutSeed] of [
      [4, 3],
      [5, 3],
      [4, 4],
      [4, 3 + 2 ** 32],
    ] as const) {
      const gradients = new ShardGradients({ batch, data: constant, program, size: model.size, dropoutSeed });
      losses.add((await gradients.compute(step, [0], parameters))[0]!.loss);
    }
    expect(losses.size).toBe(4);
  });
});

describe("dropout keys", () => {
  it("are other ones for every sample, step and seed", () => {
    const found = new Set<string>();
    const samples = [0, 1, 2, 3];
    for (const seed of [0, 1, 2 ** 32])
      for (const step of [0, 1, 2]) {
        const keys = new Int32Array(2 * samples.length);
        fillDropoutKeys(keys, { seed, step, samples });
        for (const row of samples) found.add(keys.slice(2 * row, 2 * row + 2).join());
      }
    expect(found.size).toBe(3 * 3 * samples.length);
  });
});
