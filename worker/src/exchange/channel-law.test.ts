/** Law of the channel on one matrix, as measured in the notes on Makkuva et al. 2024: relative error of the decoded gradient against power. */
import { describe, expect, it } from "@jest/globals";
import { channelConfig, codecConfig } from "@plateau/proto";
import { normal } from "@plateau/scaling";
import { createChannel, type Channel } from "./channels/index.ts";
import { copyState, Solo, type Problem } from "./codecs/codec.fixtures.ts";
import { createCodec } from "./codecs/index.ts";
import { energy } from "./finite.ts";
import { createFactor, group, readFactor, writeFactor, type Factor } from "./linear/matrix.ts";
import { orthonormalize } from "./linear/orthonormal.ts";
import { writeOuter } from "./linear/products.ts";

const n = 256;
const r = 4;
const problem: Problem = { shapes: [[n, n]], kind: "random", shards: 1, seed: 1 };
const sigma = (i: number): number => (1 + i) ** -1.5;
const total = Array.from({ length: n }, (_, i) => sigma(i) ** 2).reduce((sum, each) => sum + each, 0);
const kept = [0, 1, 2, 3].reduce((sum, i) => sum + sigma(i) ** 2, 0) / total;

function randomBasis(key: number): Factor {
  const values = Float32Array.from({ length: n * n }, (_, i) => normal(key, i));
  return orthonormalize(readFactor({ length: n, columns: n }, values), "a test's basis");
}
const [U, V] = [randomBasis(1), randomBasis(2)];

/** The first columns of a basis, each times a number. */
function columns(basis: Factor, count: number, scale: (column: number) => number): Factor {
  const part = createFactor(n, count);
  for (let c = 0; c < count; c++) {
    const start = (c - (c % group)) * n + (c % group);
    for (let i = 0; i < n; i++) {
      part.values[start + group * i] = basis.values[start + group * i]! * scale(c);
    }
  }
  return part;
}

const M = new Float32Array(n * n);
writeOuter(
  columns(U, n, sigma),
  columns(V, n, () => 1),
  M,
  0,
);

const channelOf = (power: number, seed: number): Channel =>
  createChannel(channelConfig.parse({ name: "awgn", budget: { kind: "power", power } }), { shards: 1, seed });
const relative = (decoded: Float32Array, truth: Float32Array): number =>
  energy(decoded.map((value, i) => value - truth[i]!)) / energy(truth);
async function meanOver(seeds: number, of: (seed: number) => Promise<number>): Promise<number> {
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) sum += await of(seed);
  return sum / seeds;
}

// Relative error at each power: mn/P for raw gradients; tail energy 0.0203 + n·r/P of the rest for LASER.
const table = [
  [1e3, 65.5, 1.031],
  [1e4, 6.55, 0.121],
  [1e5, 0.655, 0.0304],
  [1e6, 0.0655, 0.0213],
] as const;

describe("a 256×256 matrix with singular values 1/(1+i)^1.5 through the channel, K = 1", () => {
  it("has the tail energy of the notes", () => {
    expect(1 - kept).toBeCloseTo(0.0203, 4);
    expect(energy(M)).toBeCloseTo(total, 5);
  });

  it.each(table)("arrives raw with the error mn/P: P = %p", async (power, measured, _laser) => {
    const solo = new Solo(problem, (options) => createCodec({ name: "none" }, options), {
      channel: channelOf(power, 1),
    });
    const error = relative((await solo.step(0, [M])).mean, M);
    // 65 536 squares of noise: 0.6 % of chance.
    expect(error / ((n * n) / power)).toBeGreaterThan(0.98);
    expect(error / ((n * n) / power)).toBeLessThan(1.02);
    expect(error / measured).toBeCloseTo(1, 1);
  });

  it("arrives by LASER's factor of rank 4 with the tail and n·r/P of the rest", async () => {
    const create = (options: Parameters<typeof createCodec>[1]) =>
      createCodec(codecConfig.parse({ name: "laser", matrixRank: r, errorFeedback: false }), options);
    const converging = new Solo(problem, create);
    for (let step = 0; step < 60; step++) await converging.step(step, [M]);
    for (const [power, , measured] of table) {
      // A draw has 1024 squares of noise (4 % of chance), 30 draws tell their mean to 0.8 %.
      const error = await meanOver(30, async (seed) => {
        const state = copyState(converging.state);
        const solo = new Solo(problem, create, { state, channel: channelOf(power, seed) });
        return relative((await solo.step(60, [M])).mean, M);
      });
      const law = 1 - kept + ((n * r) / power) * kept;
      expect(error / law).toBeGreaterThan(0.97);
      expect(error / law).toBeLessThan(1.03);
      // The notes give one draw.
      expect(error / measured).toBeGreaterThan(0.94);
      expect(error / measured).toBeLessThan(1.06);
    }
  });

  it("arrives as two factors with half the power each, as in the paper, with the error a + b + ab", async () => {
    const left = columns(U, r, sigma);
    const right = columns(V, r, () => 1);
    const truth = new Float32Array(n * n);
    writeOuter(left, right, truth, 0);
    const segments = [{ name: "factor", from: 0, to: n * r, raw: false }];
    const sent = (factor: Factor, round: number, channel: Channel): Factor => {
      const payload = new Float32Array(n * r);
      writeFactor(factor, payload);
      const at = { step: 0, round, rounds: 2 };
      const plan = channel.plan(at, segments, [Float64Array.of(Math.sqrt(energy(payload)))]);
      channel.transmit(at, payload, 0, { plan, segments });
      return readFactor({ length: n, columns: r }, payload);
    };
    for (const [power] of table) {
      const error = await meanOver(40, (seed) => {
        const channel = channelOf(power, 100 + seed);
        const decoded = new Float32Array(n * n);
        writeOuter(sent(left, 0, channel), sent(right, 1, channel), decoded, 0);
        return Promise.resolve(relative(decoded, truth));
      });
      const a = (2 * r * n) / power;
      expect(error / (a + a + a * a)).toBeGreaterThan(0.97);
      expect(error / (a + a + a * a)).toBeLessThan(1.03);
    }
  });
});
