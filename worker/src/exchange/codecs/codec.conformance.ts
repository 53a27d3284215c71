/** What every codec must keep to; each runs this suite in a test file of its own. */
import { describe, expect, it } from "@jest/globals";
import { channelConfig } from "@plateau/proto";
import fc from "fast-check";
import { createChannel, type Channel } from "../channels/index.ts";
import { CompressedExchange } from "../compressed.ts";
import type { PayloadCall, PayloadExchange } from "../exchange.ts";
import {
  createExchangeState,
  hasMemory as stateHasMemory,
  memoryVectors,
  restoreExchangeState,
  sharedVectors,
} from "../state.ts";
import {
  bitsOf,
  copyState,
  exampleProblem,
  gradientsOf,
  optionsOf,
  problems,
  residualOf,
  Solo,
  SplitGroup,
  type Problem,
} from "./codec.fixtures.ts";
import type { Codec, CodecOptions, CodecState } from "./codec.ts";

export interface CodecCase {
  name: string;
  create: (options: CodecOptions) => Codec;
  /** Why decoding a shard's own payload does not give back what it has sent; then its own test shows conservation. */
  decodesByEstimate?: string;
}

const runs = { numRuns: 15, seed: 11 };

const noisy = (seed: number): Channel =>
  createChannel(channelConfig.parse({ name: "awgn", budget: { kind: "power", power: 50 } }), {
    shards: 3,
    seed,
  });

const norm = (vector: Float32Array): number => Math.hypot(...vector);

/** Largest difference, over the largest magnitude of the second vector or of `scale`. */
function distance(a: Float32Array, b: Float32Array, scale = 0): number {
  const largest = b.reduce((max, value) => Math.max(max, Math.abs(value)), scale);
  const difference = a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0);
  return largest === 0 ? difference : difference / largest;
}

export function describeCodec({ name, create, decodesByEstimate }: CodecCase): void {
  const example = create(optionsOf(exampleProblem));
  const hasMemory = Object.keys(example.createMemory()).length > 0;

  describe(`codec ${name}`, () => {
    it("goes by its name in the map", () => {
      expect(name.startsWith(example.name)).toBe(true);
    });

    it("has segments that cover the payload of every round in order and without gap", () => {
      fc.assert(
        fc.property(problems, fc.nat(3), (problem, step) => {
          const codec = create(optionsOf(problem));
          for (let round = 0; round < codec.rounds; round++) {
            let end = 0;
            for (const { from, to } of codec.layout({ step, round })) {
              expect(from).toBe(end);
              end = to;
            }
            if (round === 0) expect(end).toBeGreaterThan(0);
          }
        }),
        runs,
      );
    });

    it("leaves the gradient as it is, fills the whole payload, and does so again when asked again", () => {
      fc.assert(
        fc.property(problems, fc.nat(3), (problem, step) => {
          const codec = create(optionsOf(problem));
          const at = { step, round: 0 };
          const [gradient] = gradientsOf(problem, step);
          const [memory, shared] = [codec.createMemory(), codec.createShared()];
          const state = { shared, memory: new Map([[0, memory]]) };
          const before = bitsOf(state);
          const payloads = [1, 2].map(() => {
            const payload = new Float32Array(codec.layout(at).at(-1)!.to).fill(Number.NaN);
            codec.encode(at, { gradient: gradient!, memory }, shared, payload);
            return payload;
          });
          expect(payloads[0]!.every(Number.isFinite)).toBe(true);
          expect(payloads[1]).toEqual(payloads[0]);
          expect(gradient).toEqual(gradientsOf(problem, step)[0]);
          expect(bitsOf(state)).toBe(before);
        }),
        runs,
      );
    });

    it("decodes finite numbers step after step, over a noisy channel too", async () => {
      await fc.assert(
        fc.asyncProperty(problems, fc.boolean(), async (problem, noise) => {
          const solo = new Solo(problem, create, noise ? { channel: noisy(1) } : {});
          for (let step = 0; step < 4; step++) {
            const { mean, residualNorm } = await solo.step(step);
            expect(mean.every(Number.isFinite)).toBe(true);
            expect(residualNorm !== undefined).toBe(stateHasMemory(solo.state));
            expect(Number.isFinite(residualNorm ?? 0)).toBe(true);
          }
        }),
        runs,
      );
    });

    it("comes to the same bits on every rank, however the shards are spread", async () => {
      const whole = new Solo(exampleProblem, create, { channel: noisy(2) });
      const split = [[0], [1, 2]];
      const group = new SplitGroup(split, noisy(2));
      const ranks = split.map((shards, rank) => {
        const codec = create(optionsOf(exampleProblem));
        const state = createExchangeState(codec, shards);
        return {
          shards,
          state,
          exchange: new CompressedExchange({ codec, exchange: group.rank(rank), state }),
        };
      });
      for (let step = 0; step < 4; step++) {
        const expected = await whole.step(step);
        const gradients = gradientsOf(exampleProblem, step);
        await Promise.all(
          ranks.map(async ({ shards, exchange }) => {
            const mean = new Float32Array(expected.mean.length);
            const contributions = shards.map((shard) => ({
              loss: shard + step / 2,
              gradient: gradients[shard]!,
            }));
            const { loss } = await exchange.reduce(step, contributions, mean);
            expect(mean).toEqual(expected.mean);
            expect(loss).toBe(expected.loss);
          }),
        );
        for (const { state } of ranks)
          expect(bitsOf({ ...state, memory: new Map() })).toBe(bitsOf({ ...whole.state, memory: new Map() }));
      }
    });

    it("goes on from a saved state as if nothing had been", async () => {
      const undisturbed = new Solo(exampleProblem, create);
      const first = new Solo(exampleProblem, create);
      for (let step = 0; step < 3; step++) {
        await undisturbed.step(step);
        await first.step(step);
      }
      const saved = copyState(first.state);
      const vectors = { ...sharedVectors(saved), ...memoryVectors(saved) };
      const state = restoreExchangeState(create(optionsOf(exampleProblem)), [0, 1, 2], vectors);
      const resumed = new Solo(exampleProblem, create, { state });
      for (let step = 3; step < 6; step++) {
        expect((await resumed.step(step)).mean).toEqual((await undisturbed.step(step)).mean);
      }
      expect(bitsOf(resumed.state)).toBe(bitsOf(undisturbed.state));
    });

    it("has changed nothing when a step breaks in any of its rounds, and repeats it with the same bits", async () => {
      for (let broken = 0; broken < example.rounds; broken++) {
        const undisturbed = new Solo(exampleProblem, create);
        const solo = new Solo(exampleProblem, create, { wrap: breakingOnce({ step: 3, round: broken }) });
        for (let step = 0; step < 3; step++) {
          await undisturbed.step(step);
          await solo.step(step);
        }
        const before = bitsOf(solo.state);
        await expect(solo.step(3)).rejects.toThrow("the group broke");
        expect(bitsOf(solo.state)).toBe(before);
        for (let step = 3; step < 6; step++) {
          expect((await solo.step(step)).mean).toEqual((await undisturbed.step(step)).mean);
        }
      }
    });

    it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
      "is not asked to encode %p: shard and rank are named, and nothing changes",
      async (value) => {
        const solo = new Solo(exampleProblem, create);
        await solo.step(0);
        const before = bitsOf(solo.state);
        const gradients = gradientsOf(exampleProblem, 1);
        gradients[1]![600] = value;
        const refused = solo.step(1, gradients);
        await expect(refused).rejects.toThrow(/step 1: gradient of shard 1 on rank 0\. Nothing was applied/);
        await expect(refused).rejects.toMatchObject({ code: "E_NOT_FINITE" });
        expect(bitsOf(solo.state)).toBe(before);
      },
    );

    it("keeps every shard within its power, which a shard alone uses up", async () => {
      await fc.assert(
        fc.asyncProperty(problems, fc.nat(3), async (problem, start) => {
          const power = 50;
          const spent: number[][] = [];
          const channel = noisy(3);
          const solo = new Solo(problem, create, { channel, wrap: measuringPower(channel, spent) });
          await solo.step(start);
          const total = spent[0]!.map((_, k) => spent.reduce((sum, round) => sum + round[k]!, 0));
          for (const energy of total) expect(energy).toBeLessThanOrEqual(power * (1 + 1e-6));
          const silent = spent.some((round) => round.every((energy) => energy === 0));
          // Float32 payloads: the norms by which the power is shared are exact to 1e-7.
          if (problem.shards === 1 && !silent) expect(total[0]! / power).toBeCloseTo(1, 5);
        }),
        runs,
      );
    });

    if (example.linear) {
      it("averages: the mean of the shards' payloads decodes to what the mean gradient would", async () => {
        await fc.assert(
          fc.asyncProperty(problems, async (problem) => {
            const all = new Solo(problem, create);
            for (let step = 0; step < 3; step++) {
              const mean = average(gradientsOf(problem, step));
              const state = averageMemory(all);
              const one = new Solo({ ...problem, shards: 1 }, create, { state });
              const expected = (await one.step(step, [mean])).mean;
              // Float32 payloads and factors; the basis of a nearly singular mean moves by more than its rounding.
              const scale = Math.max(...gradientsOf(problem, step).map(norm));
              expect(distance((await all.step(step)).mean, expected, scale)).toBeLessThan(2e-5);
            }
          }),
          runs,
        );
      });
    }

    if (hasMemory && decodesByEstimate === undefined) {
      it("loses nothing: what a shard has sent and its new residual are its gradient and its old residual", () => {
        fc.assert(
          fc.property(problems, (problem) => {
            expectConservation(create, problem);
          }),
          runs,
        );
      });
    }
  });
}

/** Sent + new residual = gradient + old residual, to 1e-6 of the largest element: each of the four is rounded to float32 (6e-8). */
function expectConservation(create: (options: CodecOptions) => Codec, problem: Problem): void {
  const options = optionsOf(problem);
  const codec = create(options);
  const shared = codec.createShared();
  const memories = Array.from({ length: problem.shards }, () => codec.createMemory());
  for (let step = 0; step < 4; step++) {
    const inputs = gradientsOf(problem, step).map((gradient, k) => ({ gradient, memory: memories[k]! }));
    const before = inputs.map(({ memory }) => residualOf(memory, options.tensors, options.size));
    const sent = inputs.map((): Float32Array[] => []);
    const decoded = new Float32Array(options.size);
    let rounds = codec.rounds;
    while (rounds > 1 && codec.layout({ step, round: rounds - 1 }).length === 0) rounds -= 1;
    const received = (round: number): { payload: Float32Array; noiseStd: Float64Array } => ({
      payload: average(sent.map((payloads) => payloads[round]!)),
      noiseStd: new Float64Array(codec.layout({ step, round }).length),
    });
    for (let round = 0; round < rounds; round++) {
      const at = { step, round };
      for (const [k, input] of inputs.entries()) {
        const payload = new Float32Array(codec.layout(at).at(-1)!.to);
        codec.encode(at, input, shared, payload);
        sent[k]!.push(payload);
      }
      if (round < rounds - 1) codec.decode(at, received(round), shared, decoded);
    }
    const last = { step, round: rounds - 1 };
    for (const [k, input] of inputs.entries()) {
      const copy: CodecState = Object.fromEntries(
        Object.entries(shared).map(([name, vector]) => [name, Float32Array.from(vector)]),
      );
      // What travels as it is in an earlier round is the gradient itself.
      const own = input.gradient.slice();
      const payload = sent[k]!.at(-1)!;
      const noiseStd = new Float64Array(codec.layout(last).length);
      codec.decode(last, { payload, noiseStd }, copy, own);
      const squares = codec.remember(step, input, shared, sent[k]!);
      const after = residualOf(input.memory, options.tensors, options.size);
      expect(distance(plus(own, after), plus(input.gradient, before[k]!))).toBeLessThan(1e-6);
      expect(Math.sqrt(squares)).toBeCloseTo(norm(after), 4 - Math.ceil(Math.log10(1 + norm(after))));
    }
    codec.decode(last, received(rounds - 1), shared, decoded);
  }
}

function plus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]!);
}

function average(vectors: readonly Float32Array[]): Float32Array {
  return vectors[0]!.map((_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0) / vectors.length);
}

/** One shard's state whose memory is the mean of all shards' memory. */
function averageMemory({ state }: Solo): ReturnType<typeof copyState> {
  const { shared, memory } = copyState(state);
  const all = [...memory.values()];
  const names = Object.keys(all[0]!);
  const mean = Object.fromEntries(names.map((each) => [each, average(all.map((one) => one[each]!))]));
  return { shared, memory: new Map([[0, mean]]) };
}

/** Breaks one round of one step once, after its payloads were made. */
function breakingOnce(at: { step: number; round: number }): (inner: PayloadExchange) => PayloadExchange {
  let broken = false;
  return (inner) => ({
    membership: inner.membership,
    gather: (label, value) => inner.gather(label, value),
    reducePayloads(call) {
      if (broken || call.step !== at.step || call.round !== at.round) return inner.reducePayloads(call);
      broken = true;
      return Promise.reject(new Error("the group broke"));
    },
  });
}

/** Notes the energy that each shard emits, by round: √p/c of its payload, segment by segment. */
function measuringPower(channel: Channel, spent: number[][]): (inner: PayloadExchange) => PayloadExchange {
  const emitted = ({ segments, norms, payloads, ...at }: PayloadCall): number[] => {
    const { power } = channel.plan(at, segments, norms);
    return payloads.map((payload) =>
      segments.reduce((sum, { from, to }, j) => {
        const largest = Math.max(...norms.map((each) => each[j]!));
        const energy = norm(payload.subarray(from, to)) ** 2;
        return largest === 0 ? sum : sum + (power[j]! / largest ** 2) * energy;
      }, 0),
    );
  };
  return (inner) => ({
    membership: inner.membership,
    gather: (label, value) => inner.gather(label, value),
    reducePayloads(call) {
      spent.push(emitted(call));
      return inner.reducePayloads(call);
    },
  });
}
