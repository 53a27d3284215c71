/**
 * What goes into a fit of L(N, D) = E + A/N^α + B/D^β and what comes out: plain data, so that it passes through threads and JSON.
 */

/** Final loss of a cooled-down run. Losses of a plateau or of averaged weights are biased and do not belong here. */
export interface Point {
  /** Parameters. */
  N: number;
  /** Training tokens. */
  D: number;
  /** Nats per token. */
  loss: number;
}

export interface Law {
  /** Irreducible loss. */
  E: number;
  A: number;
  B: number;
  alpha: number;
  beta: number;
}

/** A point estimate with its percentile interval. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface FitOptions {
  /** Where the Huber loss of the log residuals turns linear; default 1e-3. */
  huberDelta?: number;
  /** The 4 500 starts of Hoffmann et al. (default) or the 243 of a coarser grid. */
  starts?: "full" | "coarse";
  /** Start here as well. */
  warmStart?: Law;
  /** Called now and then with starts done and in all. */
  onProgress?: (done: number, total: number) => void;
}

export interface Convergence {
  /** Σ Huber(ln predicted − ln observed), neither averaged nor scaled. */
  objective: number;
  /** Largest component of its gradient in (ln A, ln B, ln E, α, β). */
  gradientNorm: number;
  starts: number;
  /** Starts that ended at this optimum. */
  startsAtOptimum: number;
  /** Updates of all starts together. */
  iterations: number;
}

export interface Residual extends Point {
  predicted: number;
  /** predicted / loss − 1 */
  relativeError: number;
  /** |ln predicted − ln loss| > δ: the point pulls with constant force. */
  outlier: boolean;
}

export interface FitResult {
  law: Law;
  /** β/(α+β): the compute-optimal size grows as C to this power. */
  a: number;
  convergence: Convergence;
  /** In the order of the points given. */
  residuals: Residual[];
  /** Whether the points tell the five constants apart; if not, `law` must not be shown. */
  identified: boolean;
  /** If not identified: why, and what to add. */
  reason?: string;
  /** True but worth knowing, e.g. that E ran to 0. */
  warnings: string[];
}

/** FLOPs of training on one token at a few sizes; between them log-log linear. Serialisable form of a detailed cost model. */
export type CostTable = { N: number; flopsPerToken: number }[];

export interface StudyFitInput {
  points: Point[];
  huberDelta: number;
  /** Bootstrap resamples behind the intervals. */
  resamples: number;
  /** Coverage of the intervals, such as 0.9. */
  confidence: number;
  seed: number;
  /** Where `optimum` and `prediction` are wanted. Without it: at the largest 6ND of the points, times 10. */
  budgetFlops?: number;
  /** Cost of a point for the optimum and the next point; default 6ND. */
  cost?: CostTable;
  /** Include every resample's law, for predictions made later. */
  keepLaws?: boolean;
}

export interface Optimum {
  flops: number;
  N: Interval;
  D: Interval;
  loss: Interval;
  /** Which count of FLOPs this is; never compare across them. */
  cost: "6ND" | "detailed";
}

export interface NextPoint {
  N: number;
  D: number;
  flops: number;
  /** What the law expects there. */
  loss: Interval;
  /** What it would teach: the expected half width of the target's interval now and with the point. */
  target: "a" | "loss at the budget";
  halfWidth: { now: number; after: number };
}

export interface IsoFlop {
  /** Exponent of N* against C; compare with `a`. */
  a?: number;
  budgets: { flops: number; N: number; loss: number; sizes: number }[];
  /** If there is no exponent: why. */
  reason?: string;
}

export interface Extrapolation {
  /** The size that was hidden from a second fit. */
  hiddenN?: number;
  points: { N: number; D: number; loss: number; predicted: number; relativeError: number }[];
  /** Largest |relative error|. */
  worst?: number;
  reason?: string;
}

export type ParameterName = "E" | "A" | "B" | "alpha" | "beta" | "a";

export interface StudyFit {
  identified: boolean;
  reason?: string;
  warnings: string[];
  /** Empty if not identified. */
  parameters: ({ name: ParameterName } & Interval)[];
  law?: Law;
  convergence?: Convergence;
  residuals: Residual[];
  /** Compute-optimal size and data at the budget, with the loss expected there. */
  optimum?: Optimum;
  /** The loss expected at the budget: `optimum.loss`. */
  prediction?: { flops: number; loss: Interval };
  next?: NextPoint;
  /** Cross-check only: biased when α ≠ β or the sizes are off-centre. */
  approach2: IsoFlop;
  extrapolation: Extrapolation;
  bootstrap?: {
    resamples: number;
    /** Draws replaced because they held too few different points to be fitted. */
    redrawn: number;
    /** Share of resamples whose α or β ran to a bound. */
    atBound: number;
  };
  /** With `keepLaws`: one law a resample. */
  laws?: Law[];
}

export interface FitProgress {
  stage: "starts" | "resamples" | "checks";
  done: number;
  total: number;
}
