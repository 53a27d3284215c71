/** Signal-to-noise ratio of a mean as it was received. */
import type { Segment } from "../codecs/codec.ts";
import { energy } from "../finite.ts";

/** Energy of the noise on the whole payload, expected. */
export function noiseEnergy(segments: readonly Segment[], noiseStd: Float64Array): number {
  return segments.reduce((sum, { from, to }, j) => sum + (to - from) * noiseStd[j]! ** 2, 0);
}

/**
 * Signal over noise, in dB. The signal's energy is what was received less the noise's expected energy N; this tells signals down
 * to N·√(2/n) of n elements apart from none, and weaker ones are given as that.
 *
 * @returns undefined if there is no noise
 */
export function receivedSnrDb(
  mean: Float32Array,
  segments: readonly Segment[],
  noiseStd: Float64Array,
): number | undefined {
  const noise = noiseEnergy(segments, noiseStd);
  if (noise === 0) return undefined;
  const signal = Math.max(energy(mean) - noise, noise * Math.sqrt(2 / mean.length));
  return 10 * Math.log10(signal / noise);
}
