/** Everything a study wants to know of its points, in one call: law, intervals, optimum, next point and the checks. */
import { bootstrap } from "./bootstrap.ts";
import { hideLargest } from "./extrapolate.ts";
import { fitScalingLaw } from "./fit-law.ts";
import { fitIsoFlop } from "./iso-flop.ts";
import { describeNext, nextPoint } from "./next-point.ts";
import { toTheta } from "./objective.ts";
import { interpolateCost, predictAtBudget, sixN } from "./optimum.ts";
import { checkStudyInput } from "./options.ts";
import { checkPoints, inOneOrder, toLogs } from "./points.ts";
import { intervalOf, predict, type FittedLaw } from "./predict.ts";
import type { FitProgress, FitResult, Law, NextPoint, StudyFit, StudyFitInput } from "./types.ts";

/** Without a budget, the optimum is told for this many times the costliest point. */
const budgetBeyondPoints = 10;

/**
 * Fits the law and its bootstrap, and reads off what follows from them. The result is plain data and a function of the input
 * alone, whatever the order of the points.
 *
 * @returns `identified: false` with a `reason` and no numbers if the points do not tell the constants apart
 * @throws ScalingError E_POINTS, E_FIT_OPTIONS
 */
export function fitStudy(input: StudyFitInput, onProgress?: (progress: FitProgress) => void): StudyFit {
  checkStudyInput(input);
  checkPoints(input.points);
  const report = (stage: FitProgress["stage"]) => (done: number, total: number) =>
    onProgress?.({ stage, done, total });
  const flopsPerToken = input.cost ? interpolateCost(input.cost) : sixN;
  const cost = (N: number, D: number): number => flopsPerToken(N) * D;
  const fit = fitScalingLaw(input.points, { huberDelta: input.huberDelta, onProgress: report("starts") });
  const approach2 = fitIsoFlop(input.points, cost);
  if (!fit.identified) return unidentified(fit, approach2, fit.reason);

  const { laws, redrawn, atBound } = bootstrap(input.points, fit.law, {
    ...input,
    onProgress: report("resamples"),
  });
  const shareAtBound = atBound / laws.length;
  if (shareAtBound > 1 - input.confidence) return unidentified(fit, approach2, looseEnds(shareAtBound));
  report("checks")(0, 2);
  const fitted: FittedLaw = { law: fit.law, laws, confidence: input.confidence };
  const flops =
    input.budgetFlops ?? budgetBeyondPoints * Math.max(...input.points.map(({ N, D }) => cost(N, D)));
  const optimum = predictAtBudget(fitted, flops, input.cost);
  const next = chooseNext(input, fitted, { cost, optimum });
  report("checks")(1, 2);
  const extrapolation = hideLargest(input.points, input.huberDelta);
  report("checks")(2, 2);
  return {
    identified: true,
    warnings: [...fit.warnings, ...warningsOf(shareAtBound, input.confidence)],
    parameters: parametersOf(fitted),
    law: fit.law,
    convergence: fit.convergence,
    residuals: fit.residuals,
    optimum,
    prediction: { flops, loss: optimum.loss },
    ...(next ? { next } : {}),
    approach2,
    extrapolation,
    bootstrap: { resamples: laws.length, redrawn, atBound: shareAtBound },
    ...(input.keepLaws ? { laws } : {}),
  };
}

function unidentified(fit: FitResult, approach2: StudyFit["approach2"], reason?: string): StudyFit {
  return {
    identified: false,
    reason: reason ?? "The points do not tell the constants apart; add sizes and horizons.",
    warnings: fit.warnings,
    parameters: [],
    residuals: [],
    approach2,
    extrapolation: { points: [], reason: "There is no law to test." },
  };
}

const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;

function looseEnds(share: number): string {
  return `In ${percent(share)} of the resamples alpha or beta ran to a bound: a few points more or less change the law altogether. Add sizes and horizons, spread more widely.`;
}

function warningsOf(shareAtBound: number, confidence: number): string[] {
  if (shareAtBound <= (1 - confidence) / 2) return [];
  return [
    `In ${percent(shareAtBound)} of the resamples alpha or beta ran to a bound, so some ends of intervals are bounds.`,
  ];
}

function parametersOf(fitted: FittedLaw): StudyFit["parameters"] {
  const of = {
    E: ({ E }: Law) => E,
    A: ({ A }: Law) => A,
    B: ({ B }: Law) => B,
    alpha: ({ alpha }: Law) => alpha,
    beta: ({ beta }: Law) => beta,
    a: exponentOfSize,
  } as const;
  return Object.entries(of).map(([name, quantity]) => ({
    name: name as keyof typeof of,
    ...intervalOf(fitted, quantity),
  }));
}

/** β/(α+β); half if both are 0. */
function exponentOfSize({ alpha, beta }: Law): number {
  return alpha + beta > 0 ? beta / (alpha + beta) : 0.5;
}

function chooseNext(
  input: StudyFitInput,
  fitted: FittedLaw,
  { cost, optimum }: { cost: (N: number, D: number) => number; optimum: StudyFit["optimum"] },
): NextPoint | undefined {
  const points = inOneOrder(input.points);
  const logs = toLogs(points);
  const atBudget = input.budgetFlops !== undefined && optimum !== undefined;
  const target = atBudget ? { N: optimum.N.value, D: optimum.D.value } : undefined;
  const theta = toTheta(fitted.law, logs);
  const chosen = nextPoint({ points, logs, theta, cost, ...(target ? { target } : {}) });
  if (!chosen) return undefined;
  const known = atBudget ? optimum.loss : intervalOf(fitted, exponentOfSize);
  return describeNext(chosen, {
    target: atBudget ? "loss at the budget" : "a",
    halfWidth: (known.high - known.low) / 2,
    loss: predict(fitted, chosen),
  });
}
