/** The channels. A new one is a folder and a line here. */
import type { Channel } from "./channel.ts";
import { noiseless } from "./noiseless/noiseless.ts";

export const channels = { noiseless } satisfies Record<string, Channel>;

export type { Channel } from "./channel.ts";
