/** Cells of the tables: one method at one power. Statistics of them, and where two methods meet. */
import type { MethodName } from "./methods.ts";
import type { TaskName } from "./tasks.ts";

export interface Cell {
  task: TaskName;
  method: MethodName;
  /** Infinity = noiseless. */
  power: number;
  learningRate: number;
  /** Runs that the choice of the rate took. */
  tuningRuns: number;
  /** By seed: share of mistakes, or loss. */
  scores: number[];
  seconds: number;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of the sample. */
export function spread(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
}

/** Mean score by power, ascending, without the noiseless one. */
export interface Curve {
  power: number;
  score: number;
}

export function curveOf(cells: readonly Cell[], method: MethodName): Curve[] {
  return cells
    .filter((cell) => cell.method === method && cell.power !== Infinity)
    .map(({ power, scores }) => ({ power, score: mean(scores) }))
    .sort((a, b) => a.power - b.power);
}

/** Power at which a curve reaches a score, interpolated in log power; undefined outside of what was measured. */
export function powerAt(curve: readonly Curve[], score: number): number | undefined {
  for (let i = 0; i + 1 < curve.length; i++) {
    const [left, right] = [curve[i]!, curve[i + 1]!];
    if ((left.score - score) * (right.score - score) > 0 || left.score === right.score) continue;
    const part = (left.score - score) / (left.score - right.score);
    return left.power * (right.power / left.power) ** part;
  }
  return undefined;
}

export interface PowerRatio {
  score: number;
  /** What the baseline needs over what the other needs. */
  ratio: number;
}

/** How much more power `baseline` needs than `other`, at evenly spaced scores that both reach. */
export function powerRatios(baseline: readonly Curve[], other: readonly Curve[], levels = 9): PowerRatio[] {
  const scores = (curve: readonly Curve[]): number[] => curve.map(({ score }) => score);
  const low = Math.max(Math.min(...scores(baseline)), Math.min(...scores(other)));
  const high = Math.min(Math.max(...scores(baseline)), Math.max(...scores(other)));
  return Array.from({ length: levels }, (_, i) => low + ((i + 0.5) / levels) * (high - low)).flatMap(
    (score) => {
      const [needed, enough] = [powerAt(baseline, score), powerAt(other, score)];
      return needed === undefined || enough === undefined ? [] : [{ score, ratio: needed / enough }];
    },
  );
}
