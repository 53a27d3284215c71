/**
 * One-row count sketch: every coordinate is added, with a random sign, to one of fewer buckets; the estimate of a coordinate is its
 * bucket with the sign taken back. Unbiased, with the noise of collisions, so signs and buckets are new each step. No error
 * feedback: with it the method diverges (Makkuva et al. 2024, official code).
 *
 * Large tensors are sketched block by block, each into its share of the buckets: as many collisions, but in the cache.
 */
import type { CodecConfig } from "@plateau/proto";
import { mix32, streamKey } from "@plateau/scaling";
import type { Codec, CodecOptions, Round } from "../codec.ts";
import { numelOf, shrunkSegments } from "../tensors.ts";

type SketchConfig = Extract<CodecConfig, { name: "sketch" }>;

const sketchTag = 0x736b6574;

export function createSketch({ fraction }: SketchConfig, { tensors, seed }: CodecOptions): Codec {
  const segments = shrunkSegments(tensors, fraction);
  const parts = tensors.flatMap(({ from, shape }, j) =>
    blocksOf({ start: from, numel: numelOf(shape) }, segments[j]!),
  );
  const keyOf = ({ step }: Round, j: number): number => streamKey(seed, sketchTag, step, j);
  const sums = new Float64Array(parts.reduce((most, { from, to }) => Math.max(most, to - from), 0));

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

/** Coordinates of a block; with 20 % of buckets these lie in the second-level cache. */
const blockLength = 2 ** 16;

interface Block {
  /** Its coordinates in the gradient. */
  start: number;
  numel: number;
  /** Its buckets in the payload. */
  from: number;
  to: number;
}

function blocksOf(
  { start, numel }: Pick<Block, "start" | "numel">,
  { from, to }: Pick<Block, "from" | "to">,
): Block[] {
  const count = Math.max(1, Math.round(numel / blockLength));
  const edge = (length: number, block: number): number => Math.floor((length * block) / count);
  return Array.from({ length: count }, (_, b) => ({
    start: start + edge(numel, b),
    numel: edge(numel, b + 1) - edge(numel, b),
    from: from + edge(to - from, b),
    to: from + edge(to - from, b + 1),
  }));
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
