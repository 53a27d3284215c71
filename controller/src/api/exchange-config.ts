/** From a spec's `exchange` to the worker's: names in its own spelling, decimal strings as numbers, every setting decided. */
import type { z } from "zod";
import type { ChannelConfig, CodecConfig, RunConfig } from "@plateau/proto";
import {
  adsgdSettings,
  laserSettings,
  powerSgdSettings,
  randomKSettings,
  sketchSettings,
  type ExchangeSpec,
} from "./parts/exchange.ts";
import { decimalValue, signedValue } from "./schema/decimal.ts";

/** A rank that is silent for so long is taken for dead. Heartbeats come from a thread without tensor work. */
const peerTimeoutMs = 30_000;

/** Every number of a low-rank codec decided. */
function lowRank(settings: z.output<typeof laserSettings>): Omit<LowRankConfig, "name"> {
  return { ...settings, minCompressionRatio: decimalValue(settings.minCompressionRatio) };
}

const codecConfigs: Record<ExchangeSpec["codec"], (spec: ExchangeSpec) => CodecConfig> = {
  None: () => ({ name: "none" }),
  Laser: ({ laser = {} }) => ({ name: "laser", ...lowRank(laserSettings.parse(laser)) }),
  PowerSGD: ({ powerSGD = {} }) => ({ name: "powersgd", ...lowRank(powerSgdSettings.parse(powerSGD)) }),
  RandomK: ({ randomK = {} }) => {
    const { fraction, errorFeedback } = randomKSettings.parse(randomK);
    return { name: "random-k", fraction: decimalValue(fraction), errorFeedback };
  },
  Sketch: ({ sketch = {} }) => ({
    name: "sketch",
    fraction: decimalValue(sketchSettings.parse(sketch).fraction),
  }),
  Signum: () => ({ name: "signum" }),
  ADSGD: ({ adsgd = {} }) => {
    const { fraction, errorFeedback } = adsgdSettings.parse(adsgd);
    return { name: "a-dsgd", fraction: decimalValue(fraction), errorFeedback };
  },
};

type LowRankConfig = Extract<CodecConfig, { name: "laser" }>;
type Awgn = NonNullable<ExchangeSpec["awgn"]>;
type NoisyChannel = Extract<ChannelConfig, { name: "awgn" }>;

function powerSchedule({ schedule }: Awgn): NoisyChannel["schedule"] {
  if (schedule?.rising) {
    return { kind: "rising", from: decimalValue(schedule.rising.from), steps: schedule.rising.steps };
  }
  if (schedule?.stepped) {
    const entries = schedule.stepped.map(({ step, factor }) => ({ step, factor: decimalValue(factor) }));
    return { kind: "stepped", entries };
  }
  return { kind: "constant" };
}

function channelConfig({ channel, awgn }: ExchangeSpec): ChannelConfig {
  if (channel === "Noiseless" || !awgn) return { name: "noiseless" };
  return {
    name: "awgn",
    budget:
      awgn.snrDb === undefined
        ? { kind: "power", power: decimalValue(awgn.power!) }
        : { kind: "snr", snrDb: signedValue(awgn.snrDb) },
    allocation: awgn.allocation === "Norm" ? "norm" : "uniform",
    schedule: powerSchedule(awgn),
  };
}

/** The run's key is filled in from its Secret when a rank starts. */
export function exchangeConfig(spec: ExchangeSpec): RunConfig["exchange"] {
  return {
    codec: codecConfigs[spec.codec](spec),
    channel: channelConfig(spec),
    seed: spec.seed,
    onNotFinite: spec.onNotFinite,
    timeoutMs: peerTimeoutMs,
    rejoinTimeoutMs: spec.rejoinTimeoutSeconds * 1000,
    tls: spec.encryption === "Auto",
    membershipKey: "",
  };
}
