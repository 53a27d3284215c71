/** Where the ticks of an axis stand. */

/** Ticks of a logarithmic axis: powers of ten, with 2 and 5 (or more) between where there are few. */
export function logTicks(low: number, high: number, wanted = 7): number[] {
  if (!(low > 0 && high > low)) return [low];
  const within = (factors: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const factor of factors) {
        const tick = Number(`${factor}e${power}`);
        if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
      }
    }
    return ticks;
  };
  for (const factors of [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]]) {
    const ticks = within(factors);
    if (ticks.length >= Math.min(4, wanted)) return thin(ticks, wanted);
  }
  return niceTicks(low, high, wanted);
}

function thin(ticks: readonly number[], wanted: number): number[] {
  const stride = Math.ceil(ticks.length / (wanted + 2));
  return ticks.filter((_, i) => i % stride === 0);
}

/** Round numbers, evenly spaced: also right for a logarithmic axis of less than a decade. */
export function niceTicks(low: number, high: number, wanted = 8): number[] {
  const raw = (high - low) / Math.max(1, wanted);
  if (!(raw > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= raw) ?? 10 * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step)
    ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}
