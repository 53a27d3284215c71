/** The baseline: the gradient travels as it is. Payload and gradient may be the same memory, so nothing is copied. */
import type { CodecFactory } from "../codec.ts";

export const createNone: CodecFactory = (size) => ({
  name: "none",
  linear: true,
  payloadLength: size,
  createState: () => ({}),
  encode(gradient, _state, payload) {
    if (payload !== gradient) payload.set(gradient);
  },
  decode(meanPayload, gradient) {
    if (gradient !== meanPayload) gradient.set(meanPayload);
  },
});
