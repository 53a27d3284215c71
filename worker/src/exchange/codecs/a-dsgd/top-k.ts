/** The k elements of largest magnitude. */

/** Positions, ascending; of equal magnitudes the earlier ones. @param values finite */
export function topK(values: Float32Array, k: number): Int32Array {
  const magnitudes = values.map(Math.abs).sort();
  const threshold = magnitudes[values.length - k]!;
  let ties = k;
  for (const value of values) if (Math.abs(value) > threshold) ties -= 1;
  const positions = new Int32Array(k);
  let found = 0;
  for (let i = 0; i < values.length && found < k; i++) {
    const magnitude = Math.abs(values[i]!);
    if (magnitude < threshold) continue;
    if (magnitude === threshold && ties-- <= 0) continue;
    positions[found++] = i;
  }
  return positions;
}
