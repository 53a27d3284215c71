/**
 * How gradients travel between shards: codec and channel by name, the settings of each under its own name, as for optimizers.
 * Methods and defaults of Makkuva et al. 2024 (LASER).
 */
import type { z } from "zod";
import { choice, decimal, flag, integer, list, object, signedNumber } from "../schema/fields.ts";
import { exactlyOne, memberOf, withRules } from "../schema/rules.ts";

const lowRank = {
  matrixRank: integer("r of the factors; a matrix whose sides are smaller takes those.", {
    max: 4096,
  }).default(4),
  errorFeedback: flag("Keep what was not sent and add it to the next gradient.").default(true),
  warmStart: flag("Start from the factor of the step before instead of a random one.").default(true),
  minCompressionRatio: decimal(
    "A tensor goes raw unless its elements over r·(rows + columns)/2 exceed this.",
    { above: 0, max: 1e9, example: "2" },
  ).default("2"),
  startAfterStep: integer("Earlier steps send everything raw.", { min: 0 }).default(0),
};

const fraction = (description: string, value: string): z.ZodDefault<z.ZodString> =>
  decimal(description, { above: 0, max: 1, example: value }).default(value);

const errorFeedback = flag("Keep what was not sent and add it to the next gradient.").default(true);

export const laserSettings = object("Settings of Laser: one low-rank factor a step, sides in turn.", lowRank);
export const powerSgdSettings = object("Settings of PowerSGD: both factors every step.", lowRank);
export const randomKSettings = object("Settings of RandomK.", {
  fraction: fraction("Share of a tensor's elements that is sent.", "0.2"),
  errorFeedback,
});
export const sketchSettings = object("Settings of Sketch.", {
  fraction: fraction("Length of the sketch as a share of the tensor's elements.", "0.2"),
});
export const adsgdSettings = object("Settings of ADSGD.", {
  fraction: fraction("Length of the projection as a share of the tensor's elements.", "0.1"),
  errorFeedback,
});

const schedule = withRules(
  object("Factor on the power over the run; constant 1 if left out.", {
    rising: object("Linear from one factor to 2 minus it, then constant.", {
      from: decimal("Factor at step 0.", { above: 0, below: 2, example: "0.5" }),
      steps: integer("Steps until it has risen."),
    }).optional(),
    stepped: list(
      "The last entry whose step has been reached counts.",
      object("From this step on.", {
        step: integer("Step.", { min: 0 }),
        factor: decimal("Factor.", { above: 0, max: 1e9, example: "2" }),
      }),
      { min: 1, max: 100, list: { type: "atomic" } },
    ).optional(),
  }),
  [exactlyOne<{ rising?: unknown; stepped?: unknown }>(["rising", "stepped"])],
);

export const awgnSettings = withRules(
  object("Settings of AWGN: noise of variance 1 on the sum of what all shards send.", {
    power: decimal("Energy that each shard may spend on its whole gradient in one step.", {
      above: 0,
      max: 1e15,
      example: "160e3",
    }).optional(),
    snrDb: signedNumber("Signal over noise of the received mean, dB; instead of power.", {
      min: -200,
      max: 200,
      example: "12.5",
    }).optional(),
    allocation: choice(
      "How the power is shared among tensors: by the norms of what is sent, or by element.",
      ["Norm", "Uniform"],
    ).default("Norm"),
    schedule: schedule.optional(),
  }),
  [exactlyOne<{ power?: unknown; snrDb?: unknown }>(["power", "snrDb"])],
);

export const codecNames = ["None", "Laser", "PowerSGD", "RandomK", "Sketch", "Signum", "ADSGD"] as const;

interface Fields {
  codec?: string | undefined;
  channel?: string | undefined;
  laser?: unknown;
  powerSGD?: unknown;
  randomK?: unknown;
  sketch?: unknown;
  adsgd?: unknown;
  awgn?: unknown;
}

const codec = choice("Compression of the gradients. None: float32 as it is.", codecNames);
const channel = choice("What the simulated link does. AWGN: white Gaussian noise under a power budget.", [
  "Noiseless",
  "AWGN",
]);
export const codecSettings = {
  laser: laserSettings.optional(),
  powerSGD: powerSgdSettings.optional(),
  randomK: randomKSettings.optional(),
  sketch: sketchSettings.optional(),
  adsgd: adsgdSettings.optional(),
};
export const channelSettings = { awgn: awgnSettings.optional() };
const seed = integer("Chooses noise, random elements and first factors.", { min: 0 });
const onNotFinite = choice(
  "When loss or gradient of a shard is not finite: Stop ends the run, SkipStep goes on without that step's update.",
  ["Stop", "SkipStep"],
);
const encryption = choice(
  "What ranks say to each other over a network. Auto: TLS with the run's own certificate. Off: plain text, for a network that is trusted or encrypts by itself.",
  ["Auto", "Off"],
);
const rejoinTimeoutSeconds = integer(
  "How long survivors wait for a lost rank before they take over its shards.",
  { max: 86_400 },
);

const settingsOfCodec = {
  Laser: "laser",
  PowerSGD: "powerSGD",
  RandomK: "randomK",
  Sketch: "sketch",
  ADSGD: "adsgd",
} as const;
const awgnMessage = "must be given when channel is AWGN: set awgn.power or awgn.snrDb";

export const exchange = withRules(
  object("How gradients travel between shards.", {
    codec: codec.default("None"),
    ...codecSettings,
    channel: channel.default("Noiseless"),
    ...channelSettings,
    seed: seed.default(0),
    onNotFinite: onNotFinite.default("Stop"),
    rejoinTimeoutSeconds: rejoinTimeoutSeconds.default(60),
    encryption: encryption.default("Auto"),
  }),
  [
    ...memberOf<Fields>("codec", settingsOfCodec),
    ...memberOf<Fields>("channel", { AWGN: "awgn" }),
    {
      cel: "self.channel != 'AWGN' || has(self.awgn)",
      message: awgnMessage,
      path: ["awgn"],
      holds: (self: Fields) => self.channel !== "AWGN" || self.awgn !== undefined,
    },
  ],
).prefault({});

/** Nothing has a default here: what is left out is the recipe's. */
export const exchangeOverride = withRules(
  object(
    "How gradients travel, where it differs from the run: fields left out are the run's. A codec or channel that is named comes with the settings given here, and defaults for the others.",
    {
      codec: codec.optional(),
      ...codecSettings,
      channel: channel.optional(),
      ...channelSettings,
      seed: seed.optional(),
      onNotFinite: onNotFinite.optional(),
      rejoinTimeoutSeconds: rejoinTimeoutSeconds.optional(),
      encryption: encryption.optional(),
    },
  ),
  [
    ...memberOf<Fields>("codec", settingsOfCodec, { optional: true }),
    ...memberOf<Fields>("channel", { AWGN: "awgn" }, { optional: true }),
    {
      cel: "!has(self.channel) || self.channel != 'AWGN' || has(self.awgn)",
      message: awgnMessage,
      path: ["awgn"],
      holds: (self: Fields) => self.channel !== "AWGN" || self.awgn !== undefined,
    },
  ],
);

export type ExchangeSpec = z.output<typeof exchange>;
export type ExchangeOverride = z.output<typeof exchangeOverride>;
