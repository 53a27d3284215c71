/** Addons: our native code, by what it is for. Images bring all of it compiled. */
import type { NativeAddon } from "./build.ts";

export const addons = {
  pjrt: { name: "pjrt-client", folder: "pjrt", owner: "the pjrt engine" },
  tensorflow: { name: "tensorflow-client", folder: "tensorflow", owner: "the tensorflow engine" },
  exchange: {
    name: "exchange",
    folder: "exchange",
    owner: "the exchange",
    instead: "do without, which is slower",
  },
} as const satisfies Readonly<Record<string, NativeAddon>>;
