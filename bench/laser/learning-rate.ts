/**
 * Search for a learning rate on a grid of powers of two: from a first guess to the neighbours, and on while it gets better. The best
 * rate falls with the power of the channel, so a fixed one would compare how well methods bear it, not how well they learn.
 *
 * The search goes by one seed; then a second one decides between its result and half of that, because a rate at the edge of
 * divergence may be the best one by chance.
 */

/** Rates that one search may try. */
const maxTries = 9;

type Score = (learningRate: number, seed: number) => Promise<number>;

/**
 * @param first where to begin
 * @param score of a rate; smaller is better
 */
export async function bestLearningRate(
  first: number,
  [seed, secondSeed]: readonly [number, number],
  score: Score,
): Promise<{ learningRate: number; runs: number }> {
  const scores = new Map<number, number>();
  const rate = (exponent: number): number => first * 2 ** exponent;
  const at = async (exponent: number): Promise<number> => {
    const known = scores.get(exponent) ?? (await score(rate(exponent), seed));
    scores.set(exponent, known);
    return known;
  };
  let best = 0;
  await at(best);
  for (const direction of [-1, 1]) {
    while (scores.size < maxTries && (await at(best + direction)) < scores.get(best)!) best += direction;
  }
  const both = async (exponent: number): Promise<number> =>
    (await at(exponent)) + (await score(rate(exponent), secondSeed));
  const half = await both(best - 1);
  const exponent = (await both(best)) < half ? best : best - 1;
  return { learningRate: rate(exponent), runs: scores.size + 2 };
}
