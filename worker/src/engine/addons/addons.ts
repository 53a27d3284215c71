/** Addons: our native code, by the engine that it is for. Images bring all of it compiled. */
import type { NativeAddon } from "./build.ts";

export const addons = {
  pjrt: { name: "pjrt-client", folder: "pjrt", engine: "pjrt" },
  tensorflow: { name: "tensorflow-client", folder: "tensorflow", engine: "tensorflow" },
} as const satisfies Readonly<Record<string, NativeAddon>>;
