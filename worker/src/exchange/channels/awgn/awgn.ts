/**
 * Additive white Gaussian noise on the coherent sum of K transmitters (Makkuva et al. 2024). For a segment with power share p all
 * scale by √p / c, c = max_k ‖x_k‖, so nobody exceeds p; the receiver hears Σ_k (√p/c)·x_k + z, z ~ N(0, I), and divides by K√p/c:
 *
 *   ŷ = (1/K) Σ_k x_k + c / (K√p) · z
 *
 * Unlike the official code, segments in which nobody sends anything stay as they are, and no power is refused beforehand.
 */
import type { ChannelConfig } from "@plateau/proto";
import { streamKey } from "@plateau/scaling";
import type { Round, Segment } from "../../codecs/codec.ts";
import { ExchangeError } from "../../errors.ts";
import type { Channel, ChannelOptions, ChannelPlan } from "../channel.ts";
import { allocations } from "./allocation.ts";
import { addGaussian } from "../../gaussian.ts";
import { powerFactor } from "./schedule.ts";

type AwgnConfig = Extract<ChannelConfig, { name: "awgn" }>;

/** Keeps the noise apart from the other streams of a seed. */
const noiseTag = 0x6e6f6973;

/** @throws ExchangeError E_CHANNEL_CONFIG if there is no power */
export function createAwgn(config: AwgnConfig, { shards, seed }: ChannelOptions): Channel {
  const { budget } = config;
  const strength = budget.kind === "power" ? budget.power : 10 ** (budget.snrDb / 10);
  if (!(strength > 0 && strength < Infinity)) {
    const given = budget.kind === "power" ? `power is ${budget.power}` : `snrDb is ${budget.snrDb}`;
    throw new ExchangeError(
      "E_CHANNEL_CONFIG",
      `exchange.channel.budget.${given}, with which nothing can be sent; give a positive finite power, or use the channel "noiseless".`,
    );
  }
  return {
    name: "awgn",
    noisy: true,
    plan: (at, segments, norms) => plan({ config, strength, shards }, at, { segments, norms }),
    transmit(at, block, from, { plan: { noiseStd }, segments }) {
      const key = streamKey(seed, noiseTag, at.step, at.round);
      for (let j = segmentAt(segments, from); j < segments.length; j++) {
        const segment = segments[j]!;
        if (segment.from >= from + block.length) return;
        const std = noiseStd[j]!;
        if (std === 0) continue;
        const part = {
          from: Math.max(segment.from - from, 0),
          to: Math.min(segment.to - from, block.length),
        };
        addGaussian(block, part, { key, position: from, std });
      }
    },
  };
}

/** Index of the first segment that ends behind `position`. */
function segmentAt(segments: readonly Segment[], position: number): number {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle]!.to > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Known {
  segments: readonly Segment[];
  norms: readonly Float64Array[];
}

function plan(
  { config, strength, shards }: { config: AwgnConfig; strength: number; shards: number },
  at: Round,
  { segments, norms }: Known,
): ChannelPlan {
  const shares = allocations[config.allocation](segments, norms);
  const largest = Float64Array.from(segments, (_, j) =>
    norms.reduce((max, each) => Math.max(max, each[j]!), 0),
  );
  const factor = (strength * powerFactor(config.schedule, at.step)) / (at.rounds ?? 1);
  const budget =
    config.budget.kind === "power" ? factor : factor * powerOfUnitSnr({ segments, norms }, shares, shards);
  const power = shares.map((share) => share * budget);
  const noiseStd = largest.map((norm, j) => (norm === 0 ? 0 : norm / (shards * Math.sqrt(power[j]!))));
  return { noiseStd, power };
}

/**
 * Power with which the noise on the mean has the energy of the mean itself, were the shards' payloads alike: then ‖mean‖ is the mean
 * of their norms, which is all that is known beforehand.
 */
function powerOfUnitSnr({ segments, norms }: Known, shares: Float64Array, shards: number): number {
  let [noise, signal] = [0, 0];
  segments.forEach(({ from, to }, j) => {
    const column = norms.map((each) => each[j]!);
    const largest = Math.max(...column);
    if (largest === 0) return;
    noise += ((to - from) * largest ** 2) / (shards ** 2 * shares[j]!);
    signal += (column.reduce((sum, norm) => sum + norm, 0) / shards) ** 2;
  });
  return signal === 0 ? 0 : noise / signal;
}
