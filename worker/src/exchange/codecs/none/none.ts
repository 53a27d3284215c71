/** The baseline: the gradient travels as it is. Payload and gradient may be the same memory, so nothing is copied. */
import type { Codec, CodecOptions } from "../codec.ts";
import { wholeSegments } from "../tensors.ts";

export function createNone({ tensors }: CodecOptions): Codec {
  const segments = wholeSegments(tensors, true);
  return {
    name: "none",
    linear: true,
    identity: true,
    rounds: 1,
    layout: () => segments,
    createMemory: () => ({}),
    createShared: () => ({}),
    encode(_at, { gradient }, _shared, payload) {
      if (payload !== gradient) payload.set(gradient);
    },
    remember: () => 0,
    decode(_at, { payload }, _shared, gradient) {
      if (gradient !== payload) gradient.set(payload);
    },
  };
}
