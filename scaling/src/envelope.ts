/** What a study has reached at each cost. */

/** Finals that no cheaper one beats, ascending in cost: the measured envelope. */
export function envelope<T extends { flops: number; loss: number }>(points: readonly T[]): T[] {
  let best = Infinity;
  return points
    .toSorted((a, b) => a.flops - b.flops || a.loss - b.loss)
    .filter(({ loss }) => {
      const better = loss < best;
      if (better) best = loss;
      return better;
    });
}
