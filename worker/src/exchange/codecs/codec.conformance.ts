/** What every codec must keep to; each runs this suite in a test file of its own. */
import { describe, expect, it } from "@jest/globals";
import { normal } from "@plateau/scaling";
import type { CodecFactory } from "./codec.ts";

const size = 257;
const gradient = (seed: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => normal(seed, i));

export function describeCodec(name: string, create: CodecFactory): void {
  describe(`codec ${name}`, () => {
    it("goes by its name in the map", () => {
      expect(create(size).name).toBe(name);
    });

    it("leaves the gradient as it is and fills the whole payload", () => {
      const codec = create(size);
      const given = gradient(1);
      const payload = new Float32Array(codec.payloadLength).fill(Number.NaN);
      codec.encode(given, codec.createState(), payload);
      expect(given).toEqual(gradient(1));
      expect(payload.every((value) => Number.isFinite(value))).toBe(true);
    });

    it("gives the same payload for the same gradient and memory", () => {
      const [first, second] = [create(size), create(size)];
      const [a, b] = [new Float32Array(first.payloadLength), new Float32Array(second.payloadLength)];
      const [stateA, stateB] = [first.createState(), second.createState()];
      for (const seed of [1, 2, 3]) {
        first.encode(gradient(seed), stateA, a);
        second.encode(gradient(seed), stateB, b);
        expect(a).toEqual(b);
        expect(stateA).toEqual(stateB);
      }
    });

    it("goes on from a copy of its memory as from the memory itself", () => {
      const codec = create(size);
      const state = codec.createState();
      const payload = new Float32Array(codec.payloadLength);
      codec.encode(gradient(1), state, payload);
      const copy = Object.fromEntries(Object.entries(state).map(([key, vector]) => [key, vector.slice()]));
      const resumed = new Float32Array(codec.payloadLength);
      codec.encode(gradient(2), state, payload);
      create(size).encode(gradient(2), copy, resumed);
      expect(resumed).toEqual(payload);
    });

    it("decodes the mean of payloads to the mean of what they decode to, if it says that it is linear", () => {
      const codec = create(size);
      if (!codec.linear) return;
      const payloads = [1, 2].map((seed) => {
        const payload = new Float32Array(codec.payloadLength);
        codec.encode(gradient(seed), codec.createState(), payload);
        return payload;
      }) as [Float32Array, Float32Array];
      const decode = (payload: Float32Array): Float32Array => {
        const decoded = new Float32Array(size);
        codec.decode(payload, decoded);
        return decoded;
      };
      const decoded = decode(payloads[0].map((value, i) => (value + payloads[1][i]!) / 2));
      const [a, b] = [decode(payloads[0]), decode(payloads[1])];
      // One rounding either way.
      decoded.forEach((value, i) => expect(Math.abs(value - (a[i]! + b[i]!) / 2)).toBeLessThan(1e-6));
    });
  });
}
