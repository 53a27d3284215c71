/** The methods that are compared, as codecs; all of them over the same channel. */
import type { CodecConfig } from "@plateau/proto";
import { codecConfig } from "@plateau/proto";

export const methods = {
  "z-sgd": codecConfig.parse({ name: "none" }),
  signum: codecConfig.parse({ name: "signum" }),
  "random-k": codecConfig.parse({ name: "random-k", fraction: 0.2 }),
  sketch: codecConfig.parse({ name: "sketch", fraction: 0.2 }),
  "a-dsgd": codecConfig.parse({ name: "a-dsgd", fraction: 0.1 }),
  laser: codecConfig.parse({ name: "laser", matrixRank: 4 }),
} as const satisfies Record<string, CodecConfig>;

export type MethodName = keyof typeof methods;
