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
  cpu: {
    name: "cpu-engine",
    folder: "cpu",
    owner: "the native engine",
    // Never a product and a sum in one rounding unless the source says so: results are to be the same on every processor.
    flags: ["-O3", "-ffp-contract=off", "-fno-math-errno"],
  },
} as const satisfies Readonly<Record<string, NativeAddon>>;
