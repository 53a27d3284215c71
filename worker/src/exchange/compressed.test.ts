import { describe, expect, it } from "@jest/globals";
import { channelConfig, codecConfig } from "@plateau/proto";
import { createChannel } from "./channels/index.ts";
import { exampleProblem, gradientsOf, optionsOf, Solo } from "./codecs/codec.fixtures.ts";
import { createCodec, type Codec, type CodecOptions } from "./codecs/index.ts";
import { CompressedExchange } from "./compressed.ts";
import type { PayloadExchange } from "./exchange.ts";
import { energy } from "./finite.ts";
import { LocalExchange } from "./local.ts";
import { averageBlock } from "./sum.ts";

const create =
  (config: unknown) =>
  (options: CodecOptions): Codec =>
    createCodec(codecConfig.parse(config), options);
const none = create({ name: "none" });
const laser = create({ name: "laser", matrixRank: 2, minCompressionRatio: 1 });
const { size, tensors, shards } = optionsOf(exampleProblem);

function meanOf(gradients: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(size);
  averageBlock(
    gradients.map((values) => ({ values, at: 0 })),
    mean,
    { from: 0, to: size },
  );
  return mean;
}

describe("the compressed exchange", () => {
  it("gives the plain mean with `none`, and copies no gradient", async () => {
    const given: Float32Array[][] = [];
    const spy = (inner: PayloadExchange): PayloadExchange => ({
      membership: inner.membership,
      gather: (label, value) => inner.gather(label, value),
      reducePayloads(call) {
        given.push([...call.payloads, call.mean]);
        return inner.reducePayloads(call);
      },
    });
    const gradients = gradientsOf(exampleProblem, 0);
    const { mean } = await new Solo(exampleProblem, none, { wrap: spy }).step(0, gradients);
    expect(mean).toEqual(meanOf(gradients));
    gradients.forEach((gradient, k) => expect(given[0]![k]).toBe(gradient));
    expect(given[0]!.at(-1)).toBe(mean);
  });

  it("uses the memory of its payloads again in every step, on shared memory", async () => {
    const buffers = new Set<ArrayBufferLike>();
    const spy = (inner: PayloadExchange): PayloadExchange => ({
      membership: inner.membership,
      gather: (label, value) => inner.gather(label, value),
      reducePayloads(call) {
        for (const { buffer } of [...call.payloads, call.mean]) buffers.add(buffer);
        return inner.reducePayloads(call);
      },
    });
    const solo = new Solo(exampleProblem, create({ name: "random-k" }), { wrap: spy });
    for (let step = 0; step < 5; step++) await solo.step(step);
    expect(buffers.size).toBe(shards + 1);
    for (const buffer of buffers) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("counts what the gradients hold and what their payloads are, side information included", async () => {
    const raw = await new Solo(exampleProblem, none).step(0);
    expect(raw.rawBytes).toBe(4 * size * shards);
    // A norm of 8 bytes for every tensor, and the loss.
    expect(raw.payloadBytes).toBe(4 * size * shards + shards * 8 * (tensors.length + 1));
    const solo = new Solo(exampleProblem, laser);
    const { payloadBytes } = await solo.step(0);
    const numbers = solo.codec.layout({ step: 0, round: 0 }).at(-1)!.to;
    expect(numbers).toBeLessThan(size / 2);
    expect(payloadBytes).toBe(shards * (4 * numbers + 8 * (tensors.length + 1)));
    const twoRounds = new Solo(
      exampleProblem,
      create({ name: "powersgd", matrixRank: 2, minCompressionRatio: 1 }),
    );
    const layouts = [0, 1].map((round) => twoRounds.codec.layout({ step: 0, round }));
    const both = layouts.reduce((sum, segments) => sum + 4 * segments.at(-1)!.to + 8 * segments.length, 0);
    expect((await twoRounds.step(0)).payloadBytes).toBe(shards * (both + 8));
  });

  it("tells loss, times, and the norm of what is left to send", async () => {
    const solo = new Solo(exampleProblem, laser);
    const { loss, encodeMs, decodeMs, wireMs, residualNorm, snrDb } = await solo.step(2);
    expect(loss).toBe((1 + 2 + 3) / 3);
    for (const ms of [encodeMs, decodeMs, wireMs]) expect(ms).toBeGreaterThan(0);
    const residuals = [...solo.state.memory.values()].flatMap((memory) => Object.values(memory));
    expect(residualNorm).toBeCloseTo(Math.sqrt(residuals.reduce((sum, each) => sum + energy(each), 0)), 5);
    expect(snrDb).toBeUndefined();
  });

  it.each([-5, 3, 30])("tells the signal-to-noise ratio of what arrived: %p dB", async (snrDb) => {
    const budget = { kind: "snr", snrDb };
    const channel = createChannel(channelConfig.parse({ name: "awgn", budget }), { shards, seed: 1 });
    const [same] = gradientsOf(exampleProblem, 0);
    const outcome = await new Solo(exampleProblem, none, { channel }).step(0, [same!, same!, same!]);
    // 845 numbers: the energy of the noise is known to 5 %, at −5 dB that is 0.7 dB of the signal.
    expect(Math.abs(outcome.snrDb! - snrDb)).toBeLessThan(0.9);
  });

  it("refuses to start without the memory of a hosted shard", () => {
    const codec = laser(optionsOf(exampleProblem));
    const channel = createChannel({ name: "noiseless" }, { shards, seed: 0 });
    const exchange = new LocalExchange({ shards, channel });
    const state = { shared: codec.createShared(), memory: new Map([[0, codec.createMemory()]]) };
    const refused = (): unknown => new CompressedExchange({ codec, exchange, state });
    expect(refused).toThrow(/hosts shards 1, 2 without their codec memory/);
    expect(refused).toThrow(expect.objectContaining({ code: "E_CODEC_STATE" }));
  });

  it("refuses contributions that do not fit, and losses that are not finite", async () => {
    const solo = new Solo(exampleProblem, none);
    const gradients = gradientsOf(exampleProblem, 0);
    await expect(solo.step(0, gradients.slice(1))).rejects.toThrow(/hosts 3 shards, but step 0 brings 2/);
    await expect(solo.step(0, [...gradients.slice(1), new Float32Array(3)])).rejects.toThrow(
      /contributions of 3 elements/,
    );
    const channel = createChannel({ name: "noiseless" }, { shards, seed: 0 });
    const exchange = new LocalExchange({ shards, channel });
    const compressed = new CompressedExchange({ codec: solo.codec, exchange, state: solo.state });
    const contributions = gradients.map((gradient, k) => ({ gradient, loss: k === 2 ? Number.NaN : 1 }));
    await expect(compressed.reduce(7, contributions, new Float32Array(size))).rejects.toThrow(
      "Not finite in step 7: loss of shard 2 on rank 0",
    );
  });
});
