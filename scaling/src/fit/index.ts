/** The fit of a scaling law: what is public of this folder. */
export * from "./types.ts";
export { fitScalingLaw } from "./fit-law.ts";
export { bootstrap, type Bootstrap } from "./bootstrap.ts";
export { predict, predictLoss, intervalOf, type FittedLaw } from "./predict.ts";
export {
  interpolateCost,
  optimumAt,
  optimumAt6ND,
  predictAtBudget,
  type Allocation,
  type FlopsPerToken,
} from "./optimum.ts";
export { fitIsoFlop } from "./iso-flop.ts";
export { hideLargest } from "./extrapolate.ts";
export { nextPoint, rankCandidates, type Candidate, type NextPointInput } from "./next-point.ts";
export { fitStudy } from "./study.ts";
export { fitStudyInThread } from "./in-thread.ts";
