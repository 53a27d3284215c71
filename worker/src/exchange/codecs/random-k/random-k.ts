/**
 * Random-k: the same random coordinates of every tensor on all shards, new ones each step; the others wait in the residual. What
 * arrives is put in its place without rescaling, as in the official code of Makkuva et al. 2024: error feedback makes up for it.
 */
import type { CodecConfig } from "@plateau/proto";
import { streamKey, uniform } from "@plateau/scaling";
import { sharedVector } from "../../shared-vector.ts";
import type { Codec, CodecOptions, CodecState } from "../codec.ts";
import { numelOf, shrunkSegments } from "../tensors.ts";

type RandomKConfig = Extract<CodecConfig, { name: "random-k" }>;

const coordinateTag = 0x72616e6b;

export function createRandomK({ fraction, errorFeedback }: RandomKConfig, options: CodecOptions): Codec {
  const { tensors, size, seed } = options;
  const segments = shrunkSegments(tensors, fraction);
  const count = segments.at(-1)?.to ?? 0;
  /** Of the step asked for last: a function of the step, kept because every shard needs them. */
  const chosen = { step: -1, coordinates: new Int32Array(count) };

  /** Position in the gradient of each element of the payload, ascending. */
  function coordinates(step: number): Int32Array {
    if (chosen.step === step) return chosen.coordinates;
    for (const [j, { from: start, shape }] of tensors.entries()) {
      const { from, to } = segments[j]!;
      const key = streamKey(seed, coordinateTag, step, j);
      choose(chosen.coordinates.subarray(from, to), { start, numel: numelOf(shape), key });
    }
    chosen.step = step;
    return chosen.coordinates;
  }

  return {
    name: "random-k",
    linear: true,
    identity: false,
    rounds: 1,
    layout: () => segments,
    createMemory: (): CodecState => (errorFeedback ? { residual: sharedVector(size) } : {}),
    createShared: () => ({}),
    encode({ step }, { gradient, memory: { residual } }, _shared, payload) {
      const positions = coordinates(step);
      for (let j = 0; j < count; j++) {
        const i = positions[j]!;
        payload[j] = gradient[i]! + (residual?.[i] ?? 0);
      }
    },
    remember(step, { gradient, memory: { residual } }, _shared, [payload]) {
      if (!residual) return 0;
      const positions = coordinates(step);
      let squares = 0;
      for (let i = 0, j = 0; i < size; i++) {
        // Of a coordinate that was sent only the rounding stays.
        const sent = positions[j] === i ? payload![j++]! : 0;
        const rest = gradient[i]! + residual[i]! - sent;
        residual[i] = rest;
        squares += rest * rest;
      }
      return squares;
    },
    decode({ step }, { payload }, _shared, gradient) {
      const positions = coordinates(step);
      gradient.fill(0);
      for (let j = 0; j < count; j++) gradient[positions[j]!] = payload[j]!;
    },
  };
}

/** Fills `target` with distinct coordinates, each subset as likely as any other: selection sampling (Knuth, 3.4.2 S). */
function choose(
  target: Int32Array,
  { start, numel, key }: { start: number; numel: number; key: number },
): void {
  let found = 0;
  for (let i = 0; found < target.length; i++) {
    if (uniform(key, i) * (numel - i) < target.length - found) target[found++] = start + i;
  }
}
