/** What the live view shows, as plain data: filled from the cluster and the history, drawn by `draw.ts`, compared by `news.ts`. */

export type RunState =
  "waiting" | "starting" | "training" | "holding" | "finishing" | "suspended" | "done" | "failed" | "skipped";

export interface RunView {
  /** Name of its TrainingRun or Cooldown. */
  name: string;
  /** Short name within the view: the size, or the horizon of a cooldown. */
  label: string;
  kind: "plateau" | "cooldown";
  state: RunState;
  /** Where its own way begins: 0, or the fork. */
  fromStep: number;
  step: number;
  /** Undefined: it trains on without end. */
  toStep?: number;
  /** Smoothed training loss; of a finished cooldown its final validation loss. Nats per token. */
  loss?: number;
  tokensPerSecond?: number;
  secondsLeft?: number;
  workers?: { ready: number; wanted: number };
  /** Gang number; above 1 it has been started again. */
  attempt: number;
  /** Gangs lost to failures. */
  failures: number;
  /** Steps of fork points that are committed. */
  forks: number[];
  /** Why it failed or waits, as its condition says. */
  message?: string;
}

export interface GroupView {
  plateau?: RunView;
  cooldowns: RunView[];
}

export interface View {
  /** "ScalingStudy brown" */
  title: string;
  groups: GroupView[];
  points?: { done: number; planned: number };
  flops?: { spent: number; planned: number; independentRuns: number };
  /** Share of the planned steps that is done, 0 … 1. */
  share: number;
  fitting: boolean;
  elapsedMs: number;
  leftMs?: number;
}

export const isActive = ({ state }: RunView): boolean =>
  state === "starting" || state === "training" || state === "holding" || state === "finishing";

export const isOver = ({ state }: RunView): boolean =>
  state === "done" || state === "failed" || state === "skipped";

/** Share of its own way, 0 … 1. */
export function shareOf({ fromStep, step, toStep, state }: RunView): number {
  if (state === "done") return 1;
  if (toStep === undefined || toStep <= fromStep) return 0;
  return Math.min(1, Math.max(0, (step - fromStep) / (toStep - fromStep)));
}
