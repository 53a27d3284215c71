/**
 * Dropout keys: of each sequence of a run, so that what is dropped does not depend on who computes it.
 */
import type { RunConfig } from "@plateau/proto";
import { threefry } from "../engine/random/threefry.ts";

/** "drop": other random numbers of a run come from the same seed. */
const purpose = 0x64_72_6f_70;

/** The seed of a run's keys; undefined if its model drops nothing. */
export function dropoutSeedOf({ model, seed }: Pick<RunConfig, "model" | "seed">): number | undefined {
  return model.dropout === undefined ? undefined : seed;
}

/**
 * Two words for each sample.
 *
 * @param seed non-negative, below 2^53
 * @param keys [B, 2]; overwritten
 */
export function fillDropoutKeys(
  keys: Int32Array,
  { seed, step, samples }: { seed: number; step: number; samples: readonly number[] },
): void {
  const high = Math.floor(seed / 2 ** 32);
  for (const [row, sample] of samples.entries())
    keys.set(threefry([seed | 0, high ^ purpose], [step, sample]), 2 * row);
}
