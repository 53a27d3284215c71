/** The benchmark's 240 points: as many as Besiroglu et al. digitised, over the same range, from their law with 0.3 % noise. */
import { normal, predictLoss, streamKey, uniform, type Law, type Point } from "@plateau/scaling";

export const besiroglu: Law = { E: 1.8172, A: 482.01, B: 2085.43, alpha: 0.3478, beta: 0.3658 };

/** Sizes 70M to 16B and budgets 1e18 to 3e21, evenly in the logarithms. */
export function benchmarkPoints(count = 240, noise = 0.003): Point[] {
  const key = streamKey(2024);
  return Array.from({ length: count }, (_, i) => {
    const N = Math.round(70e6 * (16e9 / 70e6) ** uniform(key, 3 * i));
    const flops = 10 ** (18 + 3.5 * uniform(key, 3 * i + 1));
    const D = Math.max(Math.round(flops / 6 / N), 2e8);
    return { N, D, loss: predictLoss(besiroglu, { N, D }) * Math.exp(noise * normal(streamKey(7), i)) };
  });
}
