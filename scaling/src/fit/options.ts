/** Checks of the settings of a fit. */
import { ScalingError } from "../errors.ts";
import type { StudyFitInput } from "./types.ts";

/** @throws ScalingError E_FIT_OPTIONS */
export function checkDelta(delta: number): number {
  demand(delta > 0 && Number.isFinite(delta), `huberDelta is ${delta}; use a positive number such as 1e-3.`);
  return delta;
}

/** @throws ScalingError E_FIT_OPTIONS naming the first field that makes no sense */
export function checkStudyInput(input: StudyFitInput): void {
  const { resamples, confidence, seed, budgetFlops, cost } = input;
  checkDelta(input.huberDelta);
  demand(
    Number.isInteger(resamples) && resamples >= 10 && resamples <= 1_000_000,
    `resamples is ${resamples}; use a whole number from 10 to 1000000, such as 4000.`,
  );
  demand(
    confidence > 0 && confidence < 1,
    `confidence is ${confidence}; use a number between 0 and 1, such as 0.9.`,
  );
  demand(Number.isSafeInteger(seed) && seed >= 0, `seed is ${seed}; use a whole number from 0.`);
  demand(
    budgetFlops === undefined || (budgetFlops > 0 && budgetFlops <= 1e60),
    `budgetFlops is ${budgetFlops}; use a positive number of FLOPs.`,
  );
  const badRow = cost?.findIndex(({ N, flopsPerToken }) => !(N > 0 && flopsPerToken > 0)) ?? -1;
  demand(badRow < 0, `Row ${badRow + 1} of cost must hold a positive N and positive FLOPs per token.`);
  demand(cost === undefined || cost.length > 0, "cost is an empty table; leave it out to count 6ND.");
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new ScalingError("E_FIT_OPTIONS", message);
}
