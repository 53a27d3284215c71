/**
 * Signum (Bernstein et al. 2018, majority vote): signs travel, and the sign of their mean is the gradient. The norm of what travels is
 * √n, so that is what power and noise are reckoned by, unlike in one script of the official code of Makkuva et al. 2024.
 */
import type { Codec, CodecOptions } from "../codec.ts";
import { wholeSegments } from "../tensors.ts";

export function createSignum({ tensors }: CodecOptions): Codec {
  const segments = wholeSegments(tensors, false);
  return {
    name: "signum",
    linear: false,
    identity: false,
    rounds: 1,
    layout: () => segments,
    createMemory: () => ({}),
    createShared: () => ({}),
    encode(_at, { gradient }, _shared, payload) {
      writeSigns(gradient, payload);
    },
    remember: () => 0,
    decode(_at, { payload }, _shared, gradient) {
      writeSigns(payload, gradient);
    },
  };
}

/** Finite values only; a third of the time of Math.sign. */
function writeSigns(values: Float32Array, signs: Float32Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    signs[i] = Number(value > 0) - Number(value < 0);
  }
}
