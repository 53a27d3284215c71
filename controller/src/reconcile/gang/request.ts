/** What a reconciler asks of its gang. */
import type { RunConfig } from "@plateau/proto";
import type { Cooldown, TrainingRun } from "../../api/index.ts";
import type { Snapshot } from "../reconciler.ts";

export interface GangRequest {
  snapshot: Snapshot<TrainingRun | Cooldown>;
  /** Config that a gang started now would get. */
  config(): RunConfig;
  ranks: number;
  /** The last state is committed and everything that the run is for has been told. */
  resultReady: boolean;
  /** What is missing as long as `resultReady` is false; completes "The workers ended without …". */
  result: string;
}

/** Ranks below which the run waits. */
export function minOf({ snapshot, ranks }: GangRequest): number {
  return Math.min(snapshot.object.spec.workers.min ?? ranks, ranks);
}
