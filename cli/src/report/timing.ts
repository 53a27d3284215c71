/** Where the time and the bytes of a run went, from its steps and checkpoints. Pure. */
import type { CheckpointRecord, StepRecord } from "@plateau/controller/progress/index.ts";
import type { TimingReport } from "./study-report.ts";

/** Undefined for a run without steps. */
export function timingOf(
  steps: readonly StepRecord[],
  checkpoints: readonly CheckpointRecord[],
  status: { startTime?: string | undefined; completionTime?: string | undefined } | undefined,
): TimingReport | undefined {
  if (steps.length === 0) return undefined;
  const sum = (of: (step: StepRecord) => number): number =>
    steps.reduce((all, step) => all + (of(step) || 0), 0);
  const mean = (of: (step: StepRecord) => number): number => sum(of) / steps.length;
  const wallMs = Date.parse(status?.completionTime ?? "") - Date.parse(status?.startTime ?? "");
  return {
    steps: steps.length,
    stepMs: mean(({ stepMs }) => stepMs),
    phaseMs: {
      compute: mean(({ phaseMs }) => phaseMs.compute),
      exchange: mean(({ phaseMs }) => phaseMs.exchange),
      update: mean(({ phaseMs }) => phaseMs.update),
      wait: mean(({ phaseMs }) => phaseMs.wait),
    },
    rawBytes: sum(({ rawBytes }) => rawBytes),
    sentBytes: sum(({ sentBytes }) => sentBytes),
    checkpoints: checkpoints.length,
    checkpointBytes: checkpoints.reduce((all, { bytes }) => all + bytes, 0),
    worstStallMs: Math.max(0, ...checkpoints.map(({ stallMs }) => stallMs)),
    ...(wallMs > 0 ? { wallMs } : {}),
  };
}
