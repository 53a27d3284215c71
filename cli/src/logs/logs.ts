/** What is asked for of a run's logs, and what comes: lines, each of a rank. */

export interface LogLine {
  rank: number;
  /** Without its line end. */
  text: string;
}

export interface LogsRequest {
  namespace: string;
  /** NAME of a TrainingRun or Cooldown, or KIND/NAME. */
  run: string;
  ranks: readonly number[] | "all";
  follow: boolean;
  signal: AbortSignal;
  /** A sentence for people, beside the lines: a pod that has not started, a connection that broke. */
  note: (text: string) => void;
}

export const isWanted = (ranks: LogsRequest["ranks"], rank: number): boolean =>
  ranks === "all" || ranks.includes(rank);
