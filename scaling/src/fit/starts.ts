/** Starts of the fit: the grid of Hoffmann et al. 2022, appendix D.3, as θ of the uncentred law (ln A, α, ln B, β, ln E). */

export interface Start {
  logA: number;
  alpha: number;
  logB: number;
  beta: number;
  logE: number;
}

const grids = {
  /** 5² · 6² · 5 = 4 500 */
  full: { exponents: [0, 0.5, 1, 1.5, 2], logs: [0, 5, 10, 15, 20, 25], logE: [-1, -0.5, 0, 0.5, 1] },
  /** 3⁵ = 243 */
  coarse: { exponents: [0, 0.5, 1], logs: [0, 10, 20], logE: [-1, 0, 1] },
} as const;

export function gridOfStarts(which: keyof typeof grids): Start[] {
  const { exponents, logs, logE: levels } = grids[which];
  return exponents.flatMap((alpha) =>
    exponents.flatMap((beta) =>
      logs.flatMap((logA) =>
        logs.flatMap((logB) => levels.map((logE) => ({ logA, alpha, logB, beta, logE }))),
      ),
    ),
  );
}
