/**
 * What the notes on Makkuva et al. 2024 measured on the digits, and the order of methods that follows from it. A statement about two
 * methods counts as met unless it comes out the other way round by more than two standard errors.
 */
import { mean, spread, type Cell } from "./cells.ts";
import type { MethodName } from "./methods.ts";

/** Test accuracy of the notes by power: 0.01 … 100 and none for the linear model, 1 … 256 and none for the MLP. */
export const noted: Record<"digits" | "mlp", Partial<Record<MethodName, readonly number[]>>> = {
  digits: {
    "z-sgd": [0.58, 0.89, 0.958, 0.973, 0.98, 0.983],
    laser: [0.59, 0.9, 0.97, 0.978, 0.981, 0.981],
    "random-k": [0.77, 0.94, 0.964, 0.976, 0.979, 0.983],
    sketch: [0.5, 0.86, 0.947, 0.974, 0.982, 0.983],
    signum: [0.38, 0.83, 0.94, 0.96, 0.96, 0.96],
  },
  mlp: {
    "z-sgd": [0.902, 0.937, 0.971, 0.98, 0.989, 0.989],
    laser: [0.912, 0.972, 0.98, 0.985, 0.99, 0.989],
  },
};

export interface Statement {
  better: MethodName;
  worse: MethodName;
  power: number;
}

/** Pairs of methods that the notes tell apart by 0.008 or more at a power. */
export function statements(task: "digits" | "mlp", powers: readonly number[]): Statement[] {
  const table = Object.entries(noted[task]) as [MethodName, readonly number[]][];
  return powers.flatMap((power, i) =>
    table.flatMap(([better, high]) =>
      table
        .filter(([, low]) => high[i]! - low[i]! >= 0.008)
        .map(([worse]): Statement => ({ better, worse, power })),
    ),
  );
}

export interface Verdict extends Statement {
  /** Share of mistakes less, and how much of it chance may be (two standard errors). */
  by: number;
  uncertain: number;
  verdict: "as expected" | "not told apart" | "the other way round";
}

/** By the differences seed by seed, since a seed has the same images, weights and order for all methods. */
export function judge(cells: readonly Cell[], statement: Statement): Verdict {
  const find = (method: MethodName): number[] =>
    cells.find((cell) => cell.method === method && cell.power === statement.power)!.scores;
  const better = find(statement.better);
  const differences = find(statement.worse).map((score, seed) => score - better[seed]!);
  const by = mean(differences);
  const uncertain = (2 * spread(differences)) / Math.sqrt(differences.length);
  const verdict = by > uncertain ? "as expected" : by < -uncertain ? "the other way round" : "not told apart";
  return { ...statement, by, uncertain, verdict };
}
