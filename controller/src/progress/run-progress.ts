/** The state of a run as a reconciler sees it, worked out from its history alone: the same after any restart. */
import type { EngineNews, LifecycleEvent } from "@plateau/proto";
import type { RunProgress } from "../reconcile/reconciler.ts";
import type { SqliteHistory } from "./history.ts";

export type { RunProgress };

/** Steps that go into the smoothed loss: beyond these a weight is below 2 %. */
const window = 200;
/** Steps whose median time is told: long enough for an evaluation in between not to count, short enough to follow a change. */
const medianWindow = 50;
/** Weight of the past in the running mean. */
const decay = 0.98;

export function readProgress(history: SqliteHistory, runUid: string): RunProgress {
  const { db } = history;
  const last = history.lastStep(runUid);
  const times = db.one("SELECT firstStepAtMs, lastStepAtMs FROM runs WHERE run = ?", runUid);
  const ranks = lastOfRanks(history, runUid);
  const recent = last ? recentSteps(history, runUid) : { losses: [], stepMs: [] };
  const smoothedLoss = smooth(recent.losses);
  const checkpoints = history.checkpoints(runUid);
  const step = ({ atMs: _atMs, ...rest }: NonNullable<typeof last>) => ({ type: "step" as const, ...rest });
  return {
    ...(last ? { lastStep: step(last) } : {}),
    ...(smoothedLoss === undefined ? {} : { smoothedLoss }),
    ...(recent.stepMs.length > 0 ? { medianStepMs: medianOf(recent.stepMs) } : {}),
    ...(checkpoints.length > 0 ? { lastCheckpointAtMs: checkpoints.at(-1)!.atMs } : {}),
    checkpoints: checkpoints.map(({ stallMs: _s, atMs: _a, ...checkpoint }) => checkpoint),
    evaluations: history.evaluations(runUid).map(({ atMs: _atMs, ...result }) => result),
    ranks,
    finished: ranks[0]?.state === "finished",
    ...lastEngine(history, runUid),
    ...(times
      ? { firstStepAtMs: Number(times.firstStepAtMs), lastStepAtMs: Number(times.lastStepAtMs) }
      : {}),
  };
}

/** Exponential mean of the last losses in the order of steps, corrected for its start. Losses that are no numbers count not. */
function smooth(losses: readonly (number | null)[]): number | undefined {
  let sum = 0;
  let weight = 0;
  for (const loss of losses) {
    if (loss === null) continue;
    sum = decay * sum + (1 - decay) * loss;
    weight = decay * weight + (1 - decay);
  }
  return weight === 0 ? undefined : sum / weight;
}

interface Recent {
  losses: (number | null)[];
  stepMs: number[];
}

/** In the order of steps. */
function recentSteps(history: SqliteHistory, runUid: string): Recent {
  const rows = history.db.all(
    "SELECT loss, stepMs FROM (SELECT step, loss, stepMs FROM steps WHERE run = ? ORDER BY step DESC LIMIT ?) ORDER BY step",
    runUid,
    window,
  );
  return {
    losses: rows.map(({ loss }) => (loss === null ? null : Number(loss))),
    stepMs: rows.slice(-medianWindow).map(({ stepMs }) => Number(stepMs)),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function lastOfRanks(history: SqliteHistory, runUid: string): Record<number, LifecycleEvent> {
  const rows = history.db.all(
    "SELECT rank, event FROM lifecycle WHERE id IN (SELECT max(id) FROM lifecycle WHERE run = ? AND late = 0 GROUP BY rank)",
    runUid,
  );
  return Object.fromEntries(
    rows.map((row) => [
      Number(row.rank),
      {
        type: "lifecycle" as const,
        ...history.db.parse<Omit<LifecycleEvent, "type">>(row.event, "a rank's news"),
      },
    ]),
  );
}

/** Not every event names it: a process that starts does not know it yet. */
function lastEngine(history: SqliteHistory, runUid: string): { engine?: EngineNews } {
  const row = history.db.one(
    "SELECT json_extract(event, '$.engine') AS engine FROM lifecycle WHERE run = ? AND late = 0 AND json_extract(event, '$.engine') IS NOT NULL ORDER BY id DESC LIMIT 1",
    runUid,
  );
  return row ? { engine: history.db.parse<EngineNews>(row.engine, "a rank's news") } : {};
}
