import { describe, expect, it } from "@jest/globals";
import type { TokenBatch } from "../../engine/engine.ts";
import { createChain, entropyRate, gapClosed, stationary, stationaryEntropy } from "./chain.ts";
import { createMarkovSource } from "./source.ts";

const binary = (p: number, q: number, lag = 1) => ({ chain: "binary" as const, p, q, lag, states: 2 });
const symmetric = (p: number, states: number) => ({ chain: "symmetric" as const, p, q: p, lag: 1, states });
const emptyBatch = (rows: number, time: number): TokenBatch => ({
  inputs: new Int32Array(rows * time),
  targets: new Int32Array(rows * time),
});

describe("closed forms", () => {
  it.each([
    [0.2, 0.3, 0.4, 0.5446, 0.673],
    [0.5, 0.8, 0.385, 0.619, 0.6663],
    [0.8, 0.8, 0.5, 0.5004, 0.6931],
    [0.9, 0.9, 0.5, 0.3251, 0.6931],
  ])("of the chain p = %d, q = %d agree with the paper's table", (p, q, one, rate, unigram) => {
    const chain = createChain(binary(p, q));
    expect(stationary(chain)[1]).toBeCloseTo(one, 3);
    expect(stationary(chain)[1]).toBeCloseTo(p / (p + q), 12);
    expect(entropyRate(chain)).toBeCloseTo(rate, 4);
    expect(stationaryEntropy(chain)).toBeCloseTo(unigram, 4);
    expect(gapClosed(chain, entropyRate(chain))).toBeCloseTo(1, 12);
    expect(gapClosed(chain, stationaryEntropy(chain))).toBeCloseTo(0, 12);
  });

  it("of the symmetric chain on three states are h(p) + p ln 2 and ln 3", () => {
    const chain = createChain(symmetric(0.2, 3));
    expect(entropyRate(chain)).toBeCloseTo(0.639, 4);
    expect(stationaryEntropy(chain)).toBeCloseTo(1.0986, 4);
  });

  it("of an order-k chain obey π = πP over contexts, and the entropies bound each other", () => {
    const chain = createChain({ chain: "order-k", p: 0, q: 1, lag: 1, states: 2, order: 4, tableSeed: 9 });
    const pi = stationary(chain);
    const moved = pi.map(() => 0);
    for (const [context, row] of chain.kernel.entries())
      for (const [symbol, probability] of row.entries())
        moved[((context << 1) | symbol) & 15]! += pi[context]! * probability;
    moved.forEach((value, context) => expect(value).toBeCloseTo(pi[context]!, 12));
    expect(pi.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(entropyRate(chain)).toBeLessThan(stationaryEntropy(chain));
    // A table whose rows are all alike is a coin: order 4 or not, both entropies are h(0.3).
    const coin = createChain({ chain: "order-k", p: 0.3, q: 0.3, lag: 1, states: 2, order: 4 });
    expect(entropyRate(coin)).toBeCloseTo(0.6109, 4);
    expect(stationaryEntropy(coin)).toBeCloseTo(0.6109, 4);
  });

  it("refuses a probability above 1 by name", () => {
    expect(() => createChain(binary(0.2, 1.3))).toThrow(/data\.markov\.q is 1\.3/);
    expect(() => createChain(symmetric(0.2, 65_536))).toThrow(/data\.markov\.states is 65536.*at most 2048/);
  });
});

describe("the sampler", () => {
  const rows = 1000;
  const time = 1000;

  it("draws a million symbols with the chain's frequencies, from the first position on", async () => {
    const source = createMarkovSource(
      { ...binary(0.2, 0.3), validationSequences: 1 },
      { seed: 5, sequenceLength: time, sequencesPerStep: rows },
    );
    const batch = emptyBatch(rows, time);
    await source.fill(
      0,
      Array.from({ length: rows }, (_, i) => i),
      batch,
    );
    const ones = batch.inputs.reduce((sum, symbol) => sum + symbol, 0);
    expect(Math.abs(ones / (rows * time) - 0.4)).toBeLessThan(0.002);
    const seen = [
      [0, 0],
      [0, 0],
    ];
    batch.inputs.forEach((symbol, i) => {
      const row = seen[symbol];
      if (row) row[batch.targets[i] ?? 0]! += 1;
    });
    expect(Math.abs(seen[0]![1]! / (seen[0]![0]! + seen[0]![1]!) - 0.2)).toBeLessThan(0.002);
    expect(Math.abs(seen[1]![0]! / (seen[1]![0]! + seen[1]![1]!) - 0.3)).toBeLessThan(0.002);
    // A stationary start: 1000 draws at one position have a standard error of 0.0155.
    for (const position of [0, 1, 2, 500]) {
      const there = Array.from({ length: rows }, (_, row) => batch.inputs[row * time + position] ?? 0);
      expect(Math.abs(there.reduce((a, b) => a + b, 0) / rows - 0.4)).toBeLessThan(0.06);
    }
  }, 30_000);

  it("gives a sample the same sequence in whichever batch and row it is asked for, and every step another", async () => {
    const source = createMarkovSource(
      { ...binary(0.5, 0.8), validationSequences: 4 },
      { seed: 1, sequenceLength: 32, sequencesPerStep: 8 },
    );
    const whole = emptyBatch(8, 32);
    const alone = emptyBatch(1, 32);
    await source.fill(3, [0, 1, 2, 3, 4, 5, 6, 7], whole);
    await source.fill(3, [5], alone);
    expect(alone.inputs).toEqual(whole.inputs.slice(5 * 32, 6 * 32));
    await source.fill(4, [5], alone);
    expect(alone.inputs).not.toEqual(whole.inputs.slice(5 * 32, 6 * 32));
    await source.fillValidation(0, 0, alone);
    const validation = alone.inputs.slice();
    await source.fill(0, [0], alone);
    expect(alone.inputs).not.toEqual(validation);
  });

  it("draws an order-3 chain with the frequencies of its table, contexts stationary from the first position on", async () => {
    const config = { chain: "order-k" as const, p: 0.1, q: 0.9, lag: 1, states: 2, order: 3, tableSeed: 4 };
    const chain = createChain(config);
    const [rows, time] = [2000, 100];
    const source = createMarkovSource(
      { ...config, validationSequences: 1 },
      { seed: 8, sequenceLength: time, sequencesPerStep: rows },
    );
    const batch = emptyBatch(rows, time);
    await source.fill(
      0,
      Array.from({ length: rows }, (_, i) => i),
      batch,
    );
    const counts = Array.from({ length: 8 }, () => [0, 0]);
    const starts = Array.from({ length: 8 }, () => 0);
    for (let row = 0; row < rows; row++) {
      for (let t = 3; t < time; t++) {
        const [a, b, c, next] = batch.inputs.slice(
          row * time + t - 3,
          row * time + t + 1,
        ) as unknown as number[];
        counts[4 * a! + 2 * b! + c!]![next!]! += 1;
        if (t === 3) starts[4 * a! + 2 * b! + c!]! += 1;
      }
    }
    for (const [context, [zeros, ones]] of counts.entries()) {
      const n = zeros! + ones!;
      // Four standard errors of a frequency from n draws.
      expect(Math.abs(ones! / n - chain.kernel[context]![1]!)).toBeLessThan(2 / Math.sqrt(n));
      expect(Math.abs(starts[context]! / rows - stationary(chain)[context]!)).toBeLessThan(0.045);
    }
  });

  it("looks back by the lag only", async () => {
    const source = createMarkovSource(
      { ...binary(1, 1, 3), validationSequences: 1 },
      { seed: 2, sequenceLength: 64, sequencesPerStep: 1 },
    );
    const batch = emptyBatch(1, 64);
    await source.fill(0, [0], batch);
    for (let t = 3; t < 64; t++) expect(batch.inputs[t]).toBe(1 - (batch.inputs[t - 3] ?? 0));
  });
});
