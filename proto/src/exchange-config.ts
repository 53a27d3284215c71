/**
 * Exchange config: how gradients are compressed, what the simulated link does to them, and how a run's ranks find and keep each
 * other. Part of the run config; names and defaults of the methods as in Makkuva et al. 2024 (LASER) and its official code.
 */
import { z } from "zod";

const count = z.int().positive();
const finite = z.number().refine(Number.isFinite, "must be finite");
const share = finite.gt(0).lte(1);

const lowRank = {
  /** r of the factors, never more than a matrix's sides. */
  matrixRank: count.default(4),
  errorFeedback: z.boolean().default(true),
  /** Start from the previous step's factor instead of a fresh random one. */
  warmStart: z.boolean().default(true),
  /** A tensor is sent raw unless numel / (0.5·r·(m + n)) exceeds this. */
  minCompressionRatio: finite.positive().default(2),
  /** Earlier steps send everything raw. */
  startAfterStep: z.int().nonnegative().default(0),
};

export const codecConfig = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("none") }),
  /** One power-iteration factor a step, on alternating sides, with error feedback. */
  z.strictObject({ name: z.literal("laser"), ...lowRank }),
  /** Both factors of one power iteration a step (Vogels et al. 2019): two rounds. */
  z.strictObject({ name: z.literal("powersgd"), ...lowRank }),
  z.strictObject({
    name: z.literal("random-k"),
    /** Share of a tensor's coordinates that is sent. */
    fraction: share.default(0.2),
    errorFeedback: z.boolean().default(true),
  }),
  /** One-row count sketch. */
  z.strictObject({ name: z.literal("sketch"), fraction: share.default(0.2) }),
  z.strictObject({ name: z.literal("signum") }),
  /** Top-k, projected by a fixed Gaussian matrix, decoded by linear MMSE. For small models: the matrix has s·n elements. */
  z.strictObject({
    name: z.literal("a-dsgd"),
    fraction: share.default(0.1),
    errorFeedback: z.boolean().default(true),
  }),
]);

export const channelConfig = z.discriminatedUnion("name", [
  z.strictObject({ name: z.literal("noiseless") }),
  /** Additive white Gaussian noise of variance 1 on the coherent sum of K = shards transmitters, each within its power. */
  z.strictObject({
    name: z.literal("awgn"),
    budget: z.discriminatedUnion("kind", [
      /** P: energy that each transmitter may spend on the whole gradient in one step. */
      z.strictObject({ kind: z.literal("power"), power: finite.positive() }),
      /** The noise is chosen so that the received mean has this signal-to-noise ratio. */
      z.strictObject({ kind: z.literal("snr"), snrDb: finite }),
    ]),
    /** How the power is shared among tensors: by the norms of what is sent, or evenly by element. */
    allocation: z.enum(["norm", "uniform"]).default("norm"),
    /** Factor on the power over the run. All average to about 1 over `steps`. */
    schedule: z
      .discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("constant") }),
        /** Linear from `from` to 2 − `from` over `steps`, then constant. */
        z.strictObject({ kind: z.literal("rising"), from: finite.positive().lt(2), steps: count }),
        /** Factor of the last entry whose step has been reached. */
        z.strictObject({
          kind: z.literal("stepped"),
          entries: z.array(z.strictObject({ step: z.int().nonnegative(), factor: finite.positive() })).min(1),
        }),
      ])
      .default({ kind: "constant" }),
  }),
]);

export const exchangeConfig = z.strictObject({
  codec: codecConfig,
  channel: channelConfig.default({ name: "noiseless" }),
  /** Chooses random coordinates, sketches, first factors and noise; part of the run's identity. */
  seed: z.int().nonnegative().default(0),
  /** When loss or gradient of a shard is not finite: end the run, or go on without that step's update. */
  onNotFinite: z.enum(["Stop", "SkipStep"]).default("Stop"),
  /** A rank that is silent for so long is taken for dead. */
  timeoutMs: count,
  /** How long survivors wait for a lost rank before they take over its shards. */
  rejoinTimeoutMs: count.default(60_000),
  /** Whether ranks speak TLS over a network. Over the socket files of one machine they never do. */
  tls: z.boolean().default(true),
  /** Key of the run, hex: proves membership on the mesh. */
  membershipKey: z.string(),
});

/** What decides what travels: the exchange's part of a checkpoint's identity. The seed counts only where something is random. */
export function exchangeIdentity({
  codec,
  channel,
  seed,
}: Pick<ExchangeConfig, "codec" | "channel" | "seed">): Pick<ExchangeConfig, "codec" | "channel" | "seed"> {
  const isPlain = codec.name === "none" && channel.name === "noiseless";
  return { codec, channel, seed: isPlain ? 0 : seed };
}

export type CodecConfig = z.infer<typeof codecConfig>;
export type CodecName = CodecConfig["name"];
export type ChannelConfig = z.infer<typeof channelConfig>;
export type ChannelName = ChannelConfig["name"];
export type ExchangeConfig = z.infer<typeof exchangeConfig>;
