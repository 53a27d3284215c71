/** The codecs, by their names in the run config. A new one is a folder and a line here. */
import type { CodecConfig, CodecName } from "@plateau/proto";
import { createADsgd } from "./a-dsgd/a-dsgd.ts";
import type { Codec, CodecOptions } from "./codec.ts";
import { createLaser } from "./laser/laser.ts";
import { createNone } from "./none/none.ts";
import { createPowerSgd } from "./powersgd/powersgd.ts";
import { createRandomK } from "./random-k/random-k.ts";
import { createSignum } from "./signum/signum.ts";
import { createSketch } from "./sketch/sketch.ts";

export const codecs: {
  [N in CodecName]: (config: Extract<CodecConfig, { name: N }>, options: CodecOptions) => Codec;
} = {
  none: (_config, options) => createNone(options),
  laser: createLaser,
  powersgd: createPowerSgd,
  "random-k": createRandomK,
  sketch: createSketch,
  signum: (_config, options) => createSignum(options),
  "a-dsgd": createADsgd,
};

/** @throws ExchangeError E_CODEC_CONFIG if the codec cannot work with this model */
export function createCodec(config: CodecConfig, options: CodecOptions): Codec {
  const create = codecs[config.name] as (config: CodecConfig, options: CodecOptions) => Codec;
  return create(config, options);
}

export { tensorLayouts } from "./tensors.ts";
export type * from "./codec.ts";
