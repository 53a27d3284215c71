/** The codecs, by their names in the run config. A new one is a folder and a line here. */
import type { CodecConfig, CodecName } from "@plateau/proto";
import { ExchangeError } from "../errors.ts";
import type { Codec, CodecOptions } from "./codec.ts";
import { createNone } from "./none/none.ts";

type Factories = {
  [N in CodecName]?: (config: Extract<CodecConfig, { name: N }>, options: CodecOptions) => Codec;
};

export const codecs = { none: (_config, options) => createNone(options) } satisfies Factories;

/** @throws ExchangeError E_CODEC_CONFIG if the codec cannot work with this model */
export function createCodec(config: CodecConfig, options: CodecOptions): Codec {
  const factories: Factories = codecs;
  const create = factories[config.name] as
    ((config: CodecConfig, options: CodecOptions) => Codec) | undefined;
  if (!create) {
    const known = Object.keys(codecs).join(", ");
    throw new ExchangeError("E_CODEC_CONFIG", `exchange.codec.name is "${config.name}"; there are ${known}.`);
  }
  return create(config, options);
}

export { tensorLayouts } from "./tensors.ts";
export type * from "./codec.ts";
