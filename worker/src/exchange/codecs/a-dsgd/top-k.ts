/** The k elements of largest magnitude, by the bits of float32: those of finite magnitudes are ordered like the numbers. */

/** Counted by the upper bits first; then only the few of the deciding class are sorted. */
const lowerBits = 20;
const signless = 0x7fffffff;

/** Positions, ascending; of equal magnitudes the earlier ones. @param values finite, float32 [n], on a place divisible by 4 */
export function topK(values: Float32Array, k: number): Int32Array {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const { threshold, ties } = thresholdOf(bits, k);
  const positions = new Int32Array(k);
  let [found, tiesLeft] = [0, ties];
  for (let i = 0; found < k; i++) {
    const magnitude = bits[i]! & signless;
    if (magnitude < threshold) continue;
    if (magnitude === threshold && tiesLeft-- <= 0) continue;
    positions[found++] = i;
  }
  return positions;
}

/** Magnitude of the k-th largest, and how many elements of just that magnitude are among the k. */
function thresholdOf(bits: Int32Array, k: number): { threshold: number; ties: number } {
  const counts = new Int32Array(1 << (31 - lowerBits));
  for (let i = 0; i < bits.length; i++) {
    const upper = (bits[i]! & signless) >>> lowerBits;
    counts[upper] = counts[upper]! + 1;
  }
  let [upper, above] = [counts.length - 1, 0];
  while (above + counts[upper]! < k) above += counts[upper--]!;
  const members = bits
    .filter((each) => (each & signless) >>> lowerBits === upper)
    .map((each) => each & signless)
    .sort();
  const threshold = members[members.length - (k - above)]!;
  const larger = members.length - 1 - members.lastIndexOf(threshold);
  return { threshold, ties: k - above - larger };
}
