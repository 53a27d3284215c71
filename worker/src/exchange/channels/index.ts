/** The channels, by their names in the run config. A new one is a folder and a line here. */
import type { ChannelConfig, ChannelName } from "@plateau/proto";
import { createAwgn } from "./awgn/awgn.ts";
import type { Channel, ChannelOptions } from "./channel.ts";
import { noiseless } from "./noiseless/noiseless.ts";

type Factories = {
  [N in ChannelName]: (config: Extract<ChannelConfig, { name: N }>, options: ChannelOptions) => Channel;
};

export const channels: Factories = { noiseless: () => noiseless, awgn: createAwgn };

/** @throws ExchangeError E_CHANNEL_CONFIG if there is no power */
export function createChannel(config: ChannelConfig, options: ChannelOptions): Channel {
  const create = channels[config.name] as (config: ChannelConfig, options: ChannelOptions) => Channel;
  return create(config, options);
}

export type { Channel, ChannelOptions, ChannelPlan } from "./channel.ts";
