import { describe, expect, it } from "@jest/globals";
import { codecConfig } from "@plateau/proto";
import type { Codec } from "../codec.ts";
import { createCodec } from "../index.ts";

const tensors = [
  { name: "a", shape: [5, 8], from: 0 },
  { name: "b", shape: [3], from: 40 },
];

function create(fraction: number, seed = 1): Codec {
  const config = codecConfig.parse({ name: "random-k", fraction });
  return createCodec(config, { tensors, size: 43, shards: 2, seed });
}

/** Coordinates that are sent in a step: those that arrive of a gradient of ones. */
function sentIn(codec: Codec, step: number): number[] {
  const at = { step, round: 0 };
  const segments = codec.layout(at);
  const payload = new Float32Array(segments.at(-1)!.to).fill(1);
  const decoded = new Float32Array(43);
  codec.decode(at, { payload, noiseStd: new Float64Array(segments.length) }, {}, decoded);
  return [...decoded.keys()].filter((i) => decoded[i] === 1);
}

describe("random-k", () => {
  it("sends its share of every tensor, at least one element", () => {
    const sent = sentIn(create(0.2), 0);
    expect(sent.filter((i) => i < 40)).toHaveLength(8);
    expect(sent.filter((i) => i >= 40)).toHaveLength(1);
  });

  it("chooses anew in every step and by the seed, the same on all ranks", () => {
    const codec = create(0.2);
    expect(sentIn(codec, 1)).not.toEqual(sentIn(codec, 0));
    expect(sentIn(create(0.2, 2), 0)).not.toEqual(sentIn(create(0.2), 0));
    expect(sentIn(create(0.2), 1)).toEqual(sentIn(codec, 1));
  });

  it("chooses every coordinate, and every pair, equally often", () => {
    const codec = create(0.2);
    const steps = 4000;
    const counts = new Float64Array(43);
    let neighbours = 0;
    for (let step = 0; step < steps; step++) {
      const sent = sentIn(codec, step);
      for (const i of sent) counts[i]! += 1;
      if (sent.includes(3) && sent.includes(4)) neighbours += 1;
    }
    // Standard error of 4000 draws at 1/5 is 25; 40 of them stay within four.
    for (let i = 0; i < 40; i++) expect(Math.abs(counts[i]! - steps / 5)).toBeLessThan(101);
    for (let i = 40; i < 43; i++) expect(Math.abs(counts[i]! - steps / 3)).toBeLessThan(120);
    // 8/40 · 7/39
    expect(Math.abs(neighbours / steps - (8 * 7) / (40 * 39))).toBeLessThan(0.012);
  });

  it("sends everything as it is at fraction 1", () => {
    expect(sentIn(create(1), 5)).toHaveLength(43);
  });
});
