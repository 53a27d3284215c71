/** The codecs. A new one is a folder and a line here. */
import type { CodecFactory } from "./codec.ts";
import { createNone } from "./none/none.ts";

export const codecs = { none: createNone } satisfies Record<string, CodecFactory>;

export type { Codec } from "./codec.ts";
