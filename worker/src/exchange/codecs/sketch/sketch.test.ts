import { describe, expect, it } from "@jest/globals";
import { codecConfig } from "@plateau/proto";
import { normal } from "@plateau/scaling";
import { createCodec } from "../index.ts";

const n = 100;
const codec = createCodec(codecConfig.parse({ name: "sketch", fraction: 0.2 }), {
  tensors: [{ name: "a", shape: [n], from: 0 }],
  size: n,
  shards: 1,
  seed: 1,
});
const gradient = Float32Array.from({ length: n }, (_, i) => normal(1, i));

function decoded(step: number): Float32Array {
  const at = { step, round: 0 };
  const payload = new Float32Array(20);
  codec.encode(at, { gradient, memory: {} }, {}, payload);
  const estimate = new Float32Array(n);
  codec.decode(at, { payload, noiseStd: new Float64Array(1) }, {}, estimate);
  return estimate;
}

describe("the count sketch", () => {
  const steps = 3000;
  const mean = new Float64Array(n);
  let energy = 0;
  for (let step = 0; step < steps; step++) {
    decoded(step).forEach((value, i) => {
      mean[i]! += value / steps;
      energy += (value - gradient[i]!) ** 2 / steps;
    });
  }
  const norm = gradient.reduce((sum, value) => sum + value * value, 0);

  it("is unbiased over steps, as signs and buckets are new in each", () => {
    // Every estimate has the variance ‖g‖²/20 of the others in its bucket.
    const error = Math.sqrt(norm / 20 / steps);
    mean.forEach((value, i) => expect(Math.abs(value - gradient[i]!)).toBeLessThan(4.5 * error));
  });

  it("adds the noise of collisions: (n − 1)/L of the gradient's energy", () => {
    expect(energy / norm / ((n - 1) / 20)).toBeCloseTo(1, 1);
  });

  it("collides otherwise in the next step", () => {
    expect(decoded(1)).not.toEqual(decoded(0));
  });
});

describe("the sketch of a tensor of several blocks", () => {
  const size = 200_001;
  const large = createCodec(codecConfig.parse({ name: "sketch", fraction: 0.2 }), {
    tensors: [{ name: "a", shape: [size], from: 0 }],
    size,
    shards: 1,
    seed: 1,
  });
  const at = { step: 3, round: 0 };
  const sketched = (values: Float32Array): Float32Array => {
    const payload = new Float32Array(40_000);
    large.encode(at, { gradient: values, memory: {} }, {}, payload);
    return payload;
  };

  it("has a place for every coordinate: each comes back exactly if it is alone", () => {
    for (const i of [0, 66_666, 66_667, size - 1]) {
      const alone = new Float32Array(size);
      alone[i] = 3;
      const estimate = new Float32Array(size);
      large.decode(at, { payload: sketched(alone), noiseStd: new Float64Array(1) }, {}, estimate);
      expect(estimate[i]).toBe(3);
      // Five coordinates to a bucket; 20 by chance in one of the four is less likely than 1e-5.
      expect(estimate.filter((value) => value !== 0).length).toBeLessThan(20);
    }
  });

  it("uses all of its buckets alike: of each tenth, all but e⁻⁵ hold something", () => {
    const payload = sketched(Float32Array.from({ length: size }, (_, i) => normal(2, i)));
    for (let from = 0; from < 40_000; from += 4000) {
      const used = payload.subarray(from, from + 4000).filter((value) => value !== 0).length / 4000;
      // Binomial: standard deviation 0.0013.
      expect(Math.abs(used - (1 - Math.exp(-5)))).toBeLessThan(0.006);
    }
  });
});
