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
