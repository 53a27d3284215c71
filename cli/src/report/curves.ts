/** Training losses as a curve: means over bins that are even in ln(tokens), because the axis is. Pure. */
import type { CurvePoint } from "./study-report.ts";

/** Finer than a plot can show. */
const mostBins = 160;

/**
 * @param steps ascending; losses that are no numbers are left out
 * @returns at most `bins` points, each the mean of its bin at the mean position, ascending in tokens
 */
export function smoothCurve(steps: readonly CurvePoint[], bins: number = mostBins): CurvePoint[] {
  const usable = steps.filter(({ tokens, loss }) => tokens > 0 && Number.isFinite(loss));
  const first = usable[0];
  const last = usable.at(-1);
  if (!first || !last) return [];
  const span = Math.log(last.tokens / first.tokens);
  // Some steps in every bin even where they are few, or the curve would only be the noise.
  const count = Math.max(2, Math.min(bins, Math.floor(usable.length / 4)));
  const sums = Array.from({ length: count }, () => ({ tokens: 0, loss: 0, steps: 0 }));
  for (const { tokens, loss } of usable) {
    const share = span > 0 ? Math.log(tokens / first.tokens) / span : 0;
    const bin = sums[Math.min(count - 1, Math.floor(share * count))];
    if (!bin) continue;
    bin.tokens += tokens;
    bin.loss += loss;
    bin.steps += 1;
  }
  return sums
    .filter(({ steps: n }) => n > 0)
    .map((bin) => ({ tokens: bin.tokens / bin.steps, loss: bin.loss / bin.steps }));
}
