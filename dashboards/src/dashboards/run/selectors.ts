/** The chosen run, and its ranks. */
import { series } from "../../kit/query.ts";

export const run = { namespace: "$namespace", kind: "~$kind", run: "$run" } as const;

/** Ranks that there should be: none of a run that is over, or suspended. */
export const ranksWanted = `${series("plateau_run_workers_wanted", run)} unless on (namespace, kind, run) ${series("plateau_run_state", { ...run, state: "~succeeded|failed|suspended" })} == 1`;
