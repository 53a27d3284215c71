import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { cacheFolder } from "../../install/installed.ts";
import { loadAddon, type Addon } from "../addon.ts";
import { attend, type AttentionVectors, type DirectAttention, type Way } from "./direct.ts";

let addon: Addon;
let instructionSets: string[];
beforeAll(async () => {
  addon = await loadAddon(cacheFolder(process.env));
  instructionSets = addon.instructionSets();
});

function vectorsOf(
  { batch, heads, keyHeads, queries, keys, width }: DirectAttention,
  seed: number,
): AttentionVectors {
  let state = (seed + 1) * 2654435761;
  const numbers = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 30 - 2;
    });
  const ofQueries = batch * queries * heads * width;
  const ofKeys = batch * keys * keyHeads * width;
  const [q, k, v, outputGradient] = [
    numbers(ofQueries),
    numbers(ofKeys),
    numbers(ofKeys),
    numbers(ofQueries),
  ];
  const empty = (count: number): Float32Array => new Float32Array(count).fill(NaN);
  const results = { o: empty(ofQueries), dq: empty(ofQueries), dk: empty(ofKeys), dv: empty(ofKeys) };
  return { q, k, v, outputGradient, ...results, logSumExp: empty(batch * heads * queries) };
}

type Results = Record<"o" | "logSumExp" | "dq" | "dk" | "dv", Float64Array>;

/** In float64 and by definition, one query of one head at a time. */
function reference(shape: DirectAttention, { q, k, v, outputGradient, ...rest }: AttentionVectors): Results {
  const { batch, heads, keyHeads, queries, keys, width, causal, scale } = shape;
  const zeros = (like: Float32Array): Float64Array => new Float64Array(like.length);
  const [o, logSumExp] = [zeros(rest.o), zeros(rest.logSumExp)];
  const [dq, dk, dv] = [zeros(rest.dq), zeros(rest.dk), zeros(rest.dv)];
  const numbers = Array.from({ length: width }, (_, d) => d);
  for (let row = 0; row < batch * heads * queries; row++) {
    const [b, h, i] = [Math.floor(row / heads / queries), Math.floor(row / queries) % heads, row % queries];
    const mine = ((b * queries + i) * heads + h) * width;
    const theirs = (j: number): number =>
      ((b * keys + j) * keyHeads + Math.floor((h * keyHeads) / heads)) * width;
    const seen = Array.from({ length: causal ? i + keys - queries + 1 : keys }, (_, j) => j);
    const dot = (x: Float32Array, y: Float32Array, j: number): number =>
      numbers.reduce((sum, d) => sum + x[mine + d]! * y[theirs(j) + d]!, 0);
    const scores = seen.map((j) => scale * dot(q, k, j));
    const largest = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    logSumExp[row] = largest + Math.log(total);
    const weights = scores.map((score) => Math.exp(score - largest) / total);
    for (const j of seen) for (const d of numbers) o[mine + d]! += weights[j]! * v[theirs(j) + d]!;
    const delta = numbers.reduce((sum, d) => sum + outputGradient[mine + d]! * o[mine + d]!, 0);
    for (const j of seen) {
      const gradient = scale * weights[j]! * (dot(outputGradient, v, j) - delta);
      for (const d of numbers) {
        dv[theirs(j) + d]! += weights[j]! * outputGradient[mine + d]!;
        dk[theirs(j) + d]! += gradient * q[mine + d]!;
        dq[mine + d]! += gradient * k[theirs(j) + d]!;
      }
    }
  }
  return { o, logSumExp, dq, dk, dv };
}

const shapes: fc.Arbitrary<DirectAttention> = fc
  .record({
    batch: fc.integer({ min: 1, max: 2 }),
    keyHeads: fc.integer({ min: 1, max: 2 }),
    sharing: fc.integer({ min: 1, max: 3 }),
    queries: fc.integer({ min: 1, max: 50 }),
    more: fc.constantFrom(0, 1, 90),
    width: fc.constantFrom(1, 8, 16, 19, 40),
    causal: fc.boolean(),
  })
  .map(({ sharing, more, ...shape }) => ({
    ...shape,
    heads: shape.keyHeads * sharing,
    keys: shape.queries + more,
    scale: 1 / Math.sqrt(shape.width),
  }));

const names = ["o", "logSumExp", "dq", "dk", "dv"] as const;

function compute(way: Way, shape: DirectAttention, seed: number): AttentionVectors {
  const vectors = vectorsOf(shape, seed);
  attend(addon, way, { shape, vectors });
  return vectors;
}

describe("attention", () => {
  it("is that of float64, with its gradients, to 2e-5 of the largest number", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 4 }), fc.nat(), (shape, threads, choice) => {
        const way = { threads, instructionSet: instructionSets[choice % instructionSets.length]! };
        const found = compute(way, shape, choice % 1000);
        const expected = reference(shape, found);
        for (const name of names) {
          const size = expected[name].reduce((most, value) => Math.max(most, Math.abs(value)), 1);
          const worst = expected[name].reduce(
            // NaN: what was not written.
            (most, value, i) => Math.max(most, Math.abs(value - found[name][i]!)),
            0,
          );
          expect(worst / size).toBeLessThan(2e-5);
        }
      }),
      { numRuns: 8 },
    );
  });

  it("is so for each number of queries up to more than a strip of vectors holds", () => {
    for (let queries = 1; queries <= 34; queries++) {
      const shape = {
        batch: 1,
        heads: 1,
        keyHeads: 1,
        queries,
        keys: queries,
        width: 2,
        causal: true,
        scale: 1,
      };
      for (const instructionSet of instructionSets) {
        const found = compute({ threads: 1, instructionSet }, shape, queries);
        const { o } = reference(shape, found);
        o.forEach((value, i) => expect(Math.abs(value - found.o[i]!)).toBeLessThan(1e-5));
      }
    }
  });

  it("has the same bits on any number of threads and on AVX2 as on AVX-512", () => {
    fc.assert(
      fc.property(shapes, fc.nat({ max: 1000 }), (shape, seed) => {
        const sets = instructionSets.filter((name) => name !== "plain");
        const [first = "plain"] = sets;
        const expected = compute({ threads: 1, instructionSet: first }, shape, seed);
        for (const instructionSet of sets)
          expect(compute({ threads: 3, instructionSet }, shape, seed)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it("stays finite where scores are large, and spreads NaN to the queries that see it", () => {
    const shape = {
      batch: 1,
      heads: 1,
      keyHeads: 1,
      queries: 50,
      keys: 50,
      width: 8,
      causal: true,
      scale: 100,
    };
    for (const instructionSet of instructionSets) {
      const large = compute({ threads: 1, instructionSet }, shape, 5);
      for (const name of names) for (const value of large[name]) expect(value).not.toBeNaN();
      const vectors = vectorsOf(shape, 6);
      vectors.k[40 * 8] = NaN;
      attend(addon, { threads: 1, instructionSet }, { shape, vectors });
      const rows = Array.from({ length: 50 }, (_, i) => Number.isNaN(vectors.o[i * 8]!));
      expect(rows).toEqual(Array.from({ length: 50 }, (_, i) => i >= 40));
    }
  });

  it.each([
    [{ keys: 3, causal: true }, "sees no key"],
    [{ keys: 0 }, "sees no key"],
    [{ heads: 3, keyHeads: 2 }, "no multiple"],
  ])("refuses %j", (change, message) => {
    const shape = {
      batch: 1,
      heads: 2,
      keyHeads: 1,
      queries: 4,
      keys: 4,
      width: 4,
      causal: false,
      scale: 1,
      ...change,
    };
    const way = { threads: 1, instructionSet: "plain" };
    expect(() => attend(addon, way, { shape, vectors: vectorsOf(shape, 1) })).toThrow(message);
  });
});
