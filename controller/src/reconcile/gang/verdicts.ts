/** Conditions of a run that follow from its gang alone. */
import type { Verdict } from "../conditions.ts";
import type { GangDecision, GangState } from "./decide.ts";

export const nothingFailed: Verdict = {
  status: "False",
  reason: "NoFailure",
  message: "Nothing has failed for good.",
};

const atWork: ReadonlySet<GangState> = new Set(["Starting", "Training", "Holding"]);

/** WorkersReady, Progressing, Succeeded and Failed. */
export function gangVerdicts(gang: GangDecision, ranks: number): Record<string, Verdict> {
  return { WorkersReady: workersReady(gang, ranks), ...(ends[gang.state]?.(gang) ?? underWay(gang)) };
}

function workersReady({ state, view }: GangDecision, ranks: number): Verdict {
  const { readyWorkers } = view;
  if (state === "Complete" || state === "Failed") {
    return { status: "False", reason: "NotNeeded", message: "The run is over." };
  }
  if (readyWorkers >= ranks && atWork.has(state)) {
    return { status: "True", reason: "GroupFormed", message: `All ${ranks} ranks have joined.` };
  }
  const reason = state === "Finishing" ? "Leaving" : "RanksMissing";
  return { status: "False", reason, message: `${readyWorkers} of ${ranks} ranks have joined.` };
}

const ends: Partial<Record<GangState, (gang: GangDecision) => Record<string, Verdict>>> = {
  Complete: ({ message }) => ({
    Progressing: { status: "False", reason: "Completed", message },
    Succeeded: { status: "True", reason: "Completed", message },
    Failed: nothingFailed,
  }),
  Failed: ({ reason, message }) => ({
    Progressing: { status: "False", reason: "Failed", message },
    Succeeded: { status: "False", reason, message },
    Failed: { status: "True", reason, message },
  }),
};

function underWay({ state, reason, message }: GangDecision): Record<string, Verdict> {
  return {
    Progressing: { status: state === "Suspended" ? "False" : "True", reason, message },
    Succeeded: { status: "Unknown", reason: "NotFinished", message },
    Failed: nothingFailed,
  };
}
