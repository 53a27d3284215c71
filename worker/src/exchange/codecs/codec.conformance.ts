/** What every codec must keep to; each runs this suite in a test file of its own. */
import { describe, expect, it } from "@jest/globals";
import { normal } from "@plateau/scaling";
import type { Codec, CodecOptions, CodecState, TensorLayout } from "./codec.ts";

const tensors: TensorLayout[] = [
  { name: "matrix", shape: [12, 20], from: 0 },
  { name: "bias", shape: [17], from: 240 },
];
const options: CodecOptions = { tensors, size: 257, shards: 2, seed: 5 };
const gradient = (seed: number): Float32Array =>
  Float32Array.from({ length: options.size }, (_, i) => normal(seed, i));

function payloadOf(
  codec: Codec,
  seed: number,
  memory: CodecState,
  shared = codec.createShared(),
): Float32Array {
  const at = { step: 0, round: 0 };
  const payload = new Float32Array(codec.layout(at).at(-1)!.to).fill(Number.NaN);
  codec.encode(at, { gradient: gradient(seed), memory }, shared, payload);
  return payload;
}

export function describeCodec(name: string, create: (options: CodecOptions) => Codec): void {
  describe(`codec ${name}`, () => {
    it("goes by its name in the map", () => {
      expect(create(options).name).toBe(name);
    });

    it("has segments that cover the payload in order and without gap", () => {
      const codec = create(options);
      let end = 0;
      for (const { from, to } of codec.layout({ step: 3, round: 0 })) {
        expect(from).toBe(end);
        end = to;
      }
      expect(end).toBeGreaterThan(0);
    });

    it("leaves the gradient as it is and fills the whole payload", () => {
      const codec = create(options);
      const at = { step: 0, round: 0 };
      const shard = { gradient: gradient(1), memory: codec.createMemory() };
      const payload = new Float32Array(codec.layout(at).at(-1)!.to).fill(Number.NaN);
      codec.encode(at, shard, codec.createShared(), payload);
      expect(shard.gradient).toEqual(gradient(1));
      expect(payload.every((value) => Number.isFinite(value))).toBe(true);
    });

    it("gives the same payload for the same gradient and memory", () => {
      const [first, second] = [create(options), create(options)];
      expect(payloadOf(first, 1, first.createMemory())).toEqual(payloadOf(second, 1, second.createMemory()));
    });
  });
}
