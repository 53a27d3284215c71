import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { llamaConfig } from "@plateau/proto";
import type { DataSource } from "../data/source.ts";
import type { Engine } from "../engine/engine.ts";
import { openEngine } from "../engine/index.ts";
import { createModel, initialize } from "../models/index.ts";
import { score } from "./score.ts";

const T = 4;
const model = createModel(
  llamaConfig.parse({
    family: "llama",
    layers: 1,
    width: 8,
    heads: 2,
    feedForward: 12,
    context: T,
    vocabulary: 7,
    tieEmbeddings: true,
  }),
);
const parameters = initialize(model, 3).map((value, i) => value + 0.3 * Math.sin(1.7 * i));

const idOf = (index: number, t: number): number => (index * 5 + t * 3) % 7;
/** Five sequences of two domains and one without. */
const data: DataSource = {
  identity: "test",
  vocabulary: 7,
  trainTokens: 0,
  validationSequences: 5,
  fill: () => Promise.reject(new Error("nothing is trained here")),
  fillValidation: (index, row, batch) => {
    for (let t = 0; t < T; t++) {
      batch.inputs[row * T + t] = idOf(index, t);
      batch.targets[row * T + t] = idOf(index, t + 1);
    }
    return Promise.resolve(["news", "fiction", "news", "", "fiction"][index]!);
  },
  close: () => Promise.resolve(),
};

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine("onnxruntime", { threads: 1 });
});
afterAll(() => engine.close());

describe("scoring a validation set", () => {
  it("gives loss, perplexity and bits per byte, in all and by domain, whatever the batch", async () => {
    const single = await engine.evaluation(model, { batch: 1, time: T });
    const losses: number[] = [];
    for (let index = 0; index < 5; index++) {
      const tokens = { inputs: new Int32Array(T), targets: new Int32Array(T) };
      await data.fillValidation(index, 0, tokens);
      losses.push((await single.run(parameters, tokens))[0]!);
    }
    // Token n stands for n bytes.
    const bytes = losses.map((_, index) => [1, 2, 3, 4].reduce((sum, t) => sum + idOf(index, t), 0));
    const of = (rows: number[]) => {
      const [nats, size] = [losses, bytes].map((values) => rows.reduce((sum, row) => sum + values[row]!, 0));
      const loss = nats! / (rows.length * T);
      return {
        loss: expect.closeTo(loss, 6),
        perplexity: expect.closeTo(Math.exp(loss), 5),
        tokens: rows.length * T,
        bitsPerByte: expect.closeTo(nats! / Math.log(2) / size!, 6),
      };
    };
    for (const batch of [1, 2, 5, 8]) {
      const program = await engine.evaluation(model, { batch, time: T });
      const shape = { batch, sequenceLength: T, sequences: 0 };
      const progress: [number, number][] = [];
      const found = await score({
        data,
        program,
        parameters,
        shape,
        byteLength: (id) => id,
        onProgress: (done, total) => progress.push([done, total]),
      });
      expect(found).toEqual({
        sequences: 5,
        ...of([0, 1, 2, 3, 4]),
        domains: { fiction: of([1, 4]), news: of([0, 2]) },
      });
      expect(progress.at(-1)).toEqual([5, 5]);
      expect(progress).toHaveLength(Math.ceil(5 / batch));
    }
  });

  it("scores part of the set, leaves out bytes that are not known, and stops when told", async () => {
    const program = await engine.evaluation(model, { batch: 2, time: T });
    const shape = { batch: 2, sequenceLength: T, sequences: 3 };
    const found = await score({ data, program, parameters, shape });
    expect(found).toMatchObject({ sequences: 3, tokens: 3 * T });
    expect(found).not.toHaveProperty("bitsPerByte");
    await expect(
      score({ data, program, parameters, shape, signal: AbortSignal.abort(new Error("enough")) }),
    ).rejects.toThrow("enough");
  });
});
