/**
 * Seeded tokens: for a profile where the run's data cannot be reached. Ids do not change how long a step takes.
 */
import { streamKey, uniform } from "@plateau/scaling";
import type { DataSource } from "../data/source.ts";

export function seededTokens(vocabulary: number, seed: number): Pick<DataSource, "fill" | "close"> {
  return {
    fill: (step, samples, { inputs, targets }) => {
      const time = inputs.length / samples.length;
      for (const [row, sample] of samples.entries()) {
        const key = streamKey(seed, step, sample);
        const at = (position: number): number => Math.floor(vocabulary * uniform(key, position));
        for (let t = 0; t < time; t++) {
          inputs[row * time + t] = at(t);
          targets[row * time + t] = at(t + 1);
        }
      }
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
