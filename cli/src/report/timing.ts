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
      encode: mean(({ phaseMs }) => phaseMs.encode),
      wire: mean(({ phaseMs }) => phaseMs.wire),
      wait: mean(({ phaseMs }) => phaseMs.wait),
      decode: mean(({ phaseMs }) => phaseMs.decode),
      update: mean(({ phaseMs }) => phaseMs.update),
    },
    rawBytes: sum(({ rawBytes }) => rawBytes),
    payloadBytes: sum(({ payloadBytes }) => payloadBytes),
    sentBytes: sum(({ sentBytes }) => sentBytes),
    receivedBytes: sum(({ receivedBytes }) => receivedBytes),
    ...meanSnr(steps),
    ...lastResidual(steps),
    checkpoints: checkpoints.length,
    checkpointBytes: checkpoints.reduce((all, { bytes }) => all + bytes, 0),
    worstStallMs: Math.max(0, ...checkpoints.map(({ stallMs }) => stallMs)),
    ...(wallMs > 0 ? { wallMs } : {}),
  };
}

/** Over the steps that had noise; of decibels, as a run's SNR is read off a curve of them. */
function meanSnr(steps: readonly StepRecord[]): { snrDb?: number } {
  const values = steps.flatMap(({ snrDb }) => snrDb ?? []);
  return values.length === 0 ? {} : { snrDb: values.reduce((a, b) => a + b, 0) / values.length };
}

function lastResidual(steps: readonly StepRecord[]): { residualNorm?: number } {
  const residualNorm = steps.at(-1)?.residualNorm;
  return residualNorm === undefined ? {} : { residualNorm };
}
