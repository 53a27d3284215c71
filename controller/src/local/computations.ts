/** Computations that reconcilers may ask for, by name: each runs in a thread of its own. */
import * as scaling from "@plateau/scaling";
import type { Compute } from "../loop/computations.ts";
import type { Computation } from "../reconcile/reconciler.ts";

/** `scaling` exports it once the fit is in; until then the study says why there is none. */
const { fitStudyInThread } = scaling as unknown as { fitStudyInThread?: Compute };

export const computations: Readonly<Record<Computation["name"], Compute>> = {
  "fit-study": (input, options) => {
    if (!fitStudyInThread) throw new Error("This build of @plateau/scaling has no fitStudyInThread.");
    return fitStudyInThread(input, options);
  },
};
