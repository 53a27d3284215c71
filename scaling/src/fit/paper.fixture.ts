/** What the tests of the fit share: Besiroglu's constants and the 24 sizes and horizons of Hägele et al. 2024. */
import { normal, streamKey } from "../random.ts";
import { predictLoss } from "./predict.ts";
import type { Law, Point } from "./types.ts";

/** Besiroglu et al. 2024, table 1. */
export const besiroglu: Law = { E: 1.8172, A: 482.01, B: 2085.43, alpha: 0.3478, beta: 0.3658 };

/** N, then tokens of its three horizons: steps · 200 · 512, for 360M · 400 · 512. */
const paperDesign: [number, number[]][] = [
  [33.5e6, [3, 7, 10]],
  [53.0e6, [3.75, 7.5, 11.25]],
  [59.8e6, [7.5, 12.5, 17.5]],
  [93.1e6, [10, 17.5, 25]],
  [123.5e6, [15, 25, 35]],
  [151.8e6, [25, 37.5, 50]],
  [208.5e6, [37.5, 50, 62.5]],
  [359.7e6, [50, 75, 100]],
];

/** The paper's 24 points under `law`, with lognormal noise. */
export function paperPoints({ law = besiroglu, noise = 0, seed = 0 } = {}): Point[] {
  const at = paperDesign.flatMap(([N, ksteps]) => ksteps.map((k) => ({ N, D: k * 1e3 * 200 * 512 })));
  return withLosses(at, { law, noise, seed });
}

/** Every size with every number of tokens per parameter. */
export function gridPoints(
  sizes: readonly number[],
  ratios: readonly number[],
  { law = besiroglu, noise = 0, seed = 0 } = {},
): Point[] {
  return withLosses(
    sizes.flatMap((N) => ratios.map((ratio) => ({ N, D: N * ratio }))),
    { law, noise, seed },
  );
}

export function withLosses(
  at: readonly { N: number; D: number }[],
  { law, noise, seed }: { law: Law; noise: number; seed: number },
): Point[] {
  const key = streamKey(0x5eed, seed);
  return at.map(({ N, D }, i) => ({
    N,
    D,
    loss: predictLoss(law, { N, D }) * Math.exp(noise * normal(key, i)),
  }));
}
