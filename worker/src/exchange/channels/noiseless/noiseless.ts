import type { Channel } from "../channel.ts";

/** The baseline: everything arrives as it was sent. */
export const noiseless: Channel = {
  name: "noiseless",
  noisy: false,
  plan: (_at, segments) => ({ noiseStd: new Float64Array(segments.length), power: new Float64Array(0) }),
  transmit() {
    // Nothing happens on a noiseless channel.
  },
};
