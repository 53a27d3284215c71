/** The codecs. A new one is a folder and a line here. */
import type { Codec, CodecOptions } from "./codec.ts";
import { createNone } from "./none/none.ts";

export const codecs = { none: createNone } satisfies Record<string, (options: CodecOptions) => Codec>;

export type * from "./codec.ts";
