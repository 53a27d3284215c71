/** Several views as one: what `run -f` shows when its files hold more than one object. Pure. */
import type { View } from "./view.ts";

export function mergeViews(views: readonly View[]): View {
  const [first] = views;
  if (!first) return { title: "nothing", groups: [], share: 1, fitting: false, elapsedMs: 0 };
  if (views.length === 1) return first;
  const sum = (of: (view: View) => number): number => views.reduce((all, view) => all + of(view), 0);
  const left = views.flatMap(({ leftMs }) => (leftMs === undefined ? [] : [leftMs]));
  const withPoints = views.some(({ points }) => points);
  const withFlops = views.every(({ flops }) => flops);
  return {
    title: `${views.length} objects`,
    groups: views.flatMap(({ groups }) => groups),
    ...(withPoints
      ? {
          points: {
            done: sum(({ points }) => points?.done ?? 0),
            planned: sum(({ points }) => points?.planned ?? 0),
          },
        }
      : {}),
    ...(withFlops
      ? {
          flops: {
            spent: sum(({ flops }) => flops?.spent ?? 0),
            planned: sum(({ flops }) => flops?.planned ?? 0),
            independentRuns: sum(({ flops }) => flops?.independentRuns ?? 0),
          },
        }
      : {}),
    share: sum(({ share }) => share) / views.length,
    fitting: views.some(({ fitting }) => fitting),
    elapsedMs: Math.max(...views.map(({ elapsedMs }) => elapsedMs)),
    ...(left.length > 0 ? { leftMs: Math.max(...left) } : {}),
  };
}
