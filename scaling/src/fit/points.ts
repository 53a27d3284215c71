/** Points as they come in: checked, put into one order (so that row order cannot matter), and as logarithms. */
import { ScalingError } from "../errors.ts";
import type { Point } from "./types.ts";

/** Columns of logarithms, sizes and data centred on their means, which makes the fit's Hessian well conditioned. */
export interface LogPoints {
  count: number;
  /** ln N − meanLogN */
  x: Float64Array;
  /** ln D − meanLogD */
  y: Float64Array;
  /** ln L */
  z: Float64Array;
  meanLogN: number;
  meanLogD: number;
  smallestLoss: number;
}

/** Beyond these, products of two columns overflow; nothing that anybody measures comes near, whatever the unit. */
const sane = { low: 1e-30, high: 1e30 } as const;

/**
 * Throws at the first value that is no sane positive number, naming its row (1-based) and column.
 *
 * @throws ScalingError E_POINTS
 */
export function checkPoints(points: readonly Point[]): void {
  if (!Array.isArray(points)) {
    throw new ScalingError("E_POINTS", "The points are not a list; give rows with N, D and loss.");
  }
  for (const [i, point] of points.entries()) {
    for (const column of ["N", "D", "loss"] as const) {
      const value: unknown = (point as Partial<Point> | null)?.[column];
      if (typeof value === "number" && value >= sane.low && value <= sane.high) continue;
      const shown =
        typeof value === "string" ? `the text ${JSON.stringify(value.slice(0, 40))}` : String(value);
      throw new ScalingError(
        "E_POINTS",
        `Point ${i + 1}: ${column} is ${shown}; it must be a positive number between ${sane.low} and ${sane.high}. Correct the row or leave it out.`,
      );
    }
  }
}

/** By N, then D, then loss. */
export function inOneOrder(points: readonly Point[]): Point[] {
  return points.toSorted((p, q) => p.N - q.N || p.D - q.D || p.loss - q.loss);
}

export function toLogs(points: readonly Point[]): LogPoints {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const meanLogN = mean(({ N }) => Math.log(N));
  const meanLogD = mean(({ D }) => Math.log(D));
  return {
    count: points.length,
    x: Float64Array.from(points, ({ N }) => Math.log(N) - meanLogN),
    y: Float64Array.from(points, ({ D }) => Math.log(D) - meanLogD),
    z: Float64Array.from(points, ({ loss }) => Math.log(loss)),
    meanLogN,
    meanLogD,
    smallestLoss: Math.min(...points.map(({ loss }) => loss)),
  };
}
