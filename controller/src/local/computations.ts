/** Computations that reconcilers may ask for, by name: each runs in a thread of its own. */
import { fitStudyInThread, type StudyFitInput } from "@plateau/scaling";
import type { Compute } from "../loop/computations.ts";
import type { Computation } from "../reconcile/reconciler.ts";

export const computations: Readonly<Record<Computation["name"], Compute>> = {
  "fit-study": (input, { signal }) => fitStudyInThread(input as StudyFitInput, { signal }),
};
