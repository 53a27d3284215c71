import type { Channel } from "../channel.ts";

/** The baseline: everything arrives as it was sent. */
export const noiseless: Channel = {
  name: "noiseless",
  transmit() {
    // Nothing happens on a noiseless channel.
  },
};
