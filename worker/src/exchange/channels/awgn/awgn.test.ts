import { describe, expect, it } from "@jest/globals";
import { channelConfig } from "@plateau/proto";
import { normal } from "@plateau/scaling";
import type { Segment } from "../../codecs/codec.ts";
import { energy } from "../../finite.ts";
import { createChannel, type Channel } from "../index.ts";
import { powerFactor } from "./schedule.ts";

const create = (config: Record<string, unknown>, shards: number, seed = 1): Channel =>
  createChannel(channelConfig.parse({ name: "awgn", ...config }), { shards, seed });
const power = (value: number): Record<string, unknown> => ({ budget: { kind: "power", power: value } });

const at = { step: 4, round: 0 };
const segments: Segment[] = [
  { name: "a", from: 0, to: 200, raw: false },
  { name: "b", from: 200, to: 1200, raw: true },
  { name: "c", from: 1200, to: 1210, raw: true },
];

/** Payloads of K workers, of different sizes by worker and segment. */
function payloads(shards: number): Float32Array[] {
  return Array.from({ length: shards }, (_, k) =>
    Float32Array.from({ length: 1210 }, (_unused, i) => (1 + k) * (i < 200 ? 3 : 1) * normal(k, i)),
  );
}
const normsOf = (vectors: readonly Float32Array[]): Float64Array[] =>
  vectors.map((vector) => Float64Array.from(segments, ({ from, to }) => Math.sqrt(energy(vector, from, to))));

/** What each worker emits: √p/c of its payload, segment by segment. */
function emitted(channel: Channel, vectors: readonly Float32Array[]): number[] {
  const norms = normsOf(vectors);
  const plan = channel.plan(at, segments, norms);
  return norms.map((own) =>
    segments.reduce((sum, _, j) => {
      const largest = Math.max(...norms.map((each) => each[j]!));
      return sum + plan.power[j]! * (own[j]! / largest) ** 2;
    }, 0),
  );
}

describe.each(["norm", "uniform"])("power allocated by %s", (allocation) => {
  it("is kept by every worker, and used up by the one that has all the largest norms", () => {
    const energies = emitted(create({ ...power(7), allocation }, 4), payloads(4));
    for (const each of energies.slice(0, 3)) expect(each).toBeLessThan(7);
    expect(energies[3]).toBeCloseTo(7, 10);
  });

  it("is used up by a worker alone", () => {
    expect(emitted(create({ ...power(7), allocation }, 1), payloads(1))[0]).toBeCloseTo(7, 10);
  });

  it("leaves tensors in which nobody has anything to send as they are, and gives their part to the others", () => {
    const vectors = payloads(2);
    for (const vector of vectors) vector.fill(0, 200, 1200);
    const channel = create({ ...power(7), allocation }, 2);
    const plan = channel.plan(at, segments, normsOf(vectors));
    expect(plan.noiseStd[1]).toBe(0);
    expect(plan.power[1]).toBe(0);
    expect(plan.power.reduce((sum, each) => sum + each, 0)).toBeCloseTo(7, 10);
    const mean = new Float32Array(1210);
    channel.transmit(at, mean, 0, { plan, segments });
    expect(mean.subarray(200, 1200).every((value) => value === 0)).toBe(true);
    expect(mean.subarray(0, 200).every((value) => value !== 0)).toBe(true);
  });

  it("stays finite when nobody has anything at all, or one worker has nothing", () => {
    const channel = create({ ...power(7), allocation }, 2);
    const silent = channel.plan(at, segments, [new Float64Array(3), new Float64Array(3)]);
    expect([...silent.noiseStd, ...silent.power]).toEqual([0, 0, 0, 0, 0, 0]);
    const [, loud] = normsOf(payloads(2));
    const plan = channel.plan(at, segments, [new Float64Array(3), loud!]);
    expect([...plan.noiseStd].every((std) => std > 0 && Number.isFinite(std))).toBe(true);
  });

  it("comes to the asked signal-to-noise ratio when the shards agree", () => {
    const [same] = payloads(1);
    for (const snrDb of [-10, 0, 20]) {
      const channel = create({ budget: { kind: "snr", snrDb }, allocation }, 3);
      const plan = channel.plan(at, segments, normsOf([same!, same!, same!]));
      const noise = segments.reduce((sum, { from, to }, j) => sum + (to - from) * plan.noiseStd[j]! ** 2, 0);
      expect(10 * Math.log10(energy(same!) / noise)).toBeCloseTo(snrDb, 9);
    }
  });
});

it("shares power in proportion to norms, averaged over the workers", () => {
  const norms = [Float64Array.of(3, 1, 0), Float64Array.of(1, 1, 2)];
  const plan = create(power(8), 2).plan(at, segments, norms);
  expect([...plan.power]).toEqual([4, 2, 2]);
  // c/(K√p)
  expect([...plan.noiseStd]).toEqual([
    3 / (2 * Math.sqrt(4)),
    1 / (2 * Math.sqrt(2)),
    2 / (2 * Math.sqrt(2)),
  ]);
});

it("gives each round of a step its part of the power", () => {
  const norms = normsOf(payloads(2));
  const channel = create(power(8), 2);
  const whole = channel.plan(at, segments, norms).power;
  expect(channel.plan({ ...at, rounds: 2 }, segments, norms).power).toEqual(whole.map((each) => each / 2));
});

it("lets the noise fall as 1/K with fixed gradients", () => {
  const length = 20_000;
  const whole: Segment[] = [{ name: "a", from: 0, to: length, raw: true }];
  const gradient = Float32Array.from({ length }, (_, i) => normal(9, i));
  const norm = Float64Array.of(Math.sqrt(energy(gradient)));
  const stds = [1, 4, 16].map((shards) => {
    const channel = create(power(100), shards);
    const plan = channel.plan(
      at,
      whole,
      Array.from({ length: shards }, () => norm),
    );
    const received = gradient.slice();
    channel.transmit(at, received, 0, { plan, segments: whole });
    const noise = received.map((value, i) => value - gradient[i]!);
    return Math.sqrt(energy(noise) / length);
  });
  // 20 000 draws tell a standard deviation to 0.5 %.
  expect(stds[1]! * 4).toBeCloseTo(stds[0]!, -Math.log10(stds[0]! * 0.06));
  expect((stds[1]! * 4) / stds[0]!).toBeGreaterThan(0.97);
  expect((stds[1]! * 4) / stds[0]!).toBeLessThan(1.03);
  expect((stds[2]! * 16) / stds[0]!).toBeGreaterThan(0.97);
  expect((stds[2]! * 16) / stds[0]!).toBeLessThan(1.03);
});

it("draws other noise in every step, round and run", () => {
  const plan = { noiseStd: Float64Array.of(1, 1, 1), power: new Float64Array(0) };
  const noise = (seed: number, step: number, round: number): string => {
    const block = new Float32Array(8);
    create(power(1), 1, seed).transmit({ step, round }, block, 0, { plan, segments });
    return block.join();
  };
  const all = [noise(1, 0, 0), noise(1, 1, 0), noise(1, 0, 1), noise(2, 0, 0)];
  expect(new Set(all).size).toBe(4);
});

it("refuses to send without power, and says what to do", () => {
  const config = { name: "awgn", allocation: "norm", schedule: { kind: "constant" } } as const;
  for (const budget of [
    { kind: "power", power: 0 },
    { kind: "power", power: Number.NaN },
    { kind: "snr", snrDb: -Infinity },
  ] as const) {
    const refused = (): Channel => createChannel({ ...config, budget }, { shards: 1, seed: 0 });
    expect(refused).toThrow(/exchange\.channel\.budget\..* "noiseless"/);
    expect(refused).toThrow(expect.objectContaining({ code: "E_CHANNEL_CONFIG" }));
  }
});

describe("the schedule of power", () => {
  it("rises linearly from its first factor and averages 1 over its steps", () => {
    const schedule = { kind: "rising", from: 0.2, steps: 50 } as const;
    const factors = Array.from({ length: 50 }, (_, step) => powerFactor(schedule, step));
    expect(factors[0]).toBe(0.2);
    expect(factors.at(-1)).toBeCloseTo(1.8, 12);
    expect(factors.reduce((sum, factor) => sum + factor, 0) / 50).toBeCloseTo(1, 12);
    expect(powerFactor(schedule, 1000)).toBeCloseTo(1.8, 12);
    expect(powerFactor({ kind: "rising", from: 0.2, steps: 1 }, 0)).toBe(1);
  });

  it("takes the factor of the last entry reached, in whatever order they stand", () => {
    const entries = [
      { step: 20, factor: 3 },
      { step: 10, factor: 2 },
    ];
    expect([0, 10, 19, 20, 99].map((step) => powerFactor({ kind: "stepped", entries }, step))).toEqual([
      1, 2, 2, 3, 3,
    ]);
  });

  it("multiplies the budget", () => {
    const schedule = { kind: "stepped", entries: [{ step: 4, factor: 4 }] };
    const norms = normsOf(payloads(2));
    const plain = create(power(8), 2).plan(at, segments, norms);
    const stepped = create({ ...power(8), schedule }, 2).plan(at, segments, norms);
    expect(stepped.noiseStd).toEqual(plain.noiseStd.map((std) => std / 2));
  });
});
