/**
 * One-row count sketch: every coordinate is added, with a random sign, to one of fewer buckets; the estimate of a coordinate is its
 * bucket with the sign taken back. Unbiased, with the noise of collisions, so signs and buckets are new each step. No error
 * feedback: with it the method diverges (Makkuva et al. 2024, official code).
 */
import type { CodecConfig } from "@plateau/proto";
import { mix32, streamKey } from "@plateau/scaling";
import type { Codec, CodecOptions, Round } from "../codec.ts";
import { numelOf, shrunkSegments } from "../tensors.ts";

type SketchConfig = Extract<CodecConfig, { name: "sketch" }>;

const sketchTag = 0x736b6574;

export function createSketch({ fraction }: SketchConfig, { tensors, seed }: CodecOptions): Codec {
  const segments = shrunkSegments(tensors, fraction);
  const parts = tensors.map(({ from, shape }, j) => ({
    start: from,
    numel: numelOf(shape),
    ...segments[j]!,
  }));
  const keyOf = ({ step }: Round, j: number): number => streamKey(seed, sketchTag, step, j);
  const sums = new Float64Array(Math.max(0, ...segments.map(({ from, to }) => to - from)));

  return {
    name: "sketch",
    linear: true,
    identity: false,
    rounds: 1,
    layout: () => segments,
    createMemory: () => ({}),
    createShared: () => ({}),
    encode(at, { gradient }, _shared, payload) {
      for (const [j, { start, numel, from, to }] of parts.entries()) {
        const [key, buckets] = [keyOf(at, j), to - from];
        sums.fill(0, 0, buckets);
        for (let i = 0; i < numel; i++) {
          const hash = hashOf(key, i);
          const bucket = bucketOf(hash, buckets);
          sums[bucket] = sums[bucket]! + signOf(hash) * gradient[start + i]!;
        }
        for (let b = 0; b < buckets; b++) payload[from + b] = sums[b]!;
      }
    },
    remember: () => 0,
    decode(at, { payload }, _shared, gradient) {
      for (const [j, { start, numel, from, to }] of parts.entries()) {
        const [key, buckets] = [keyOf(at, j), to - from];
        for (let i = 0; i < numel; i++) {
          const hash = hashOf(key, i);
          gradient[start + i] = signOf(hash) * payload[from + bucketOf(hash, buckets)]!;
        }
      }
    },
  };
}

function hashOf(key: number, i: number): number {
  return mix32(key ^ mix32(i));
}

/** By the upper 31 bits; the last one is the sign. */
function bucketOf(hash: number, buckets: number): number {
  return Math.floor(((hash >>> 1) / 2 ** 31) * buckets);
}

function signOf(hash: number): number {
  return 1 - 2 * (hash & 1);
}
