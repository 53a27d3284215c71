import { describe, expect, it } from "@jest/globals";
import { codecConfig } from "@plateau/proto";
import { normal } from "@plateau/scaling";
import { energy } from "../../finite.ts";
import { readFactor } from "../../linear/matrix.ts";
import { writeOuter } from "../../linear/products.ts";
import { gradientsOf, Solo, type Problem } from "../codec.fixtures.ts";
import type { Codec, CodecOptions } from "../codec.ts";
import { createCodec } from "../index.ts";

const powersgd =
  (options: Record<string, unknown>) =>
  (codecOptions: CodecOptions): Codec =>
    createCodec(codecConfig.parse({ name: "powersgd", ...options }), codecOptions);

const relative = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(energy(a.map((x, i) => x - b[i]!)) / energy(b));

describe("PowerSGD", () => {
  it.each([[[6, 20]], [[20, 6]], [[9, 9]]])(
    "matches `none` at full matrix rank in every step: %j",
    async (shape) => {
      const problem: Problem = { shapes: [shape], kind: "random", shards: 3, seed: 4 };
      for (let step = 0; step < 3; step++) {
        const none = new Solo(problem, (options) => createCodec({ name: "none" }, options));
        const solo = new Solo(problem, powersgd({ matrixRank: 9, minCompressionRatio: 0.01 }));
        const expected = (await none.step(step)).mean;
        // The basis comes from a float32 factor; a nearly singular one would not matter, its span is everything.
        expect(relative((await solo.step(step)).mean, expected)).toBeLessThan(1e-6);
      }
    },
  );

  it("sends everything raw in one round at full matrix rank by default: the bits of `none`", async () => {
    const problem: Problem = { shapes: [[6, 20], [9, 9], [7]], kind: "random", shards: 3, seed: 4 };
    const none = new Solo(problem, (options) => createCodec({ name: "none" }, options));
    const solo = new Solo(problem, powersgd({ matrixRank: 9 }));
    for (let step = 0; step < 3; step++) {
      expect((await solo.step(step)).mean).toEqual((await none.step(step)).mean);
    }
    expect(solo.codec.layout({ step: 0, round: 1 })).toEqual([]);
  });

  it("has a constant matrix of rank ≤ r whole in the first step: both factors come from it", async () => {
    const M = new Float32Array(48 * 64);
    const [left, right] = [48, 64].map((length) =>
      readFactor(
        { length, columns: 3 },
        Float32Array.from({ length: 3 * length }, (_, i) => normal(length, i)),
      ),
    );
    writeOuter(left!, right!, M, 0);
    const problem: Problem = { shapes: [[48, 64]], kind: "random", shards: 1, seed: 3 };
    const solo = new Solo(problem, powersgd({ matrixRank: 4 }));
    for (let step = 0; step < 4; step++) {
      const { mean, residualNorm } = await solo.step(step, [M]);
      expect(relative(mean, M)).toBeLessThan(1e-5);
      expect(residualNorm! / Math.sqrt(energy(M))).toBeLessThan(1e-5);
    }
  });

  it("comes to the best approximation of a constant matrix by warm start", async () => {
    // Singular values 1 and 0.1 by blocks: the best rank 2 leaves all of the second block.
    const problem: Problem = { shapes: [[30, 20]], kind: "random", shards: 1, seed: 3 };
    const [M] = gradientsOf(problem, 0);
    const solo = new Solo(problem, powersgd({ matrixRank: 2, errorFeedback: false }));
    const errors: number[] = [];
    for (let step = 0; step < 60; step++) errors.push(relative((await solo.step(step, [M!])).mean, M!));
    for (let step = 1; step < 60; step++) expect(errors[step]).toBeLessThan(errors[step - 1]! + 1e-6);
    expect(errors[59]).toBeLessThan(0.98 * errors[0]!);
  });
});
