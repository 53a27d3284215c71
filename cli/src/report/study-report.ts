/**
 * A study as plain data: everything that the report shows, gathered in one place (`gather.ts`) and drawn in another (`page.ts`,
 * `plots/`). Serialisable; units in the names.
 */
import type { PhaseMs } from "@plateau/proto";

export interface StudyReport {
  /** When it was gathered, RFC 3339. */
  generatedAt: string;
  version: string;
  study: {
    name: string;
    namespace: string;
    uid: string;
    startedAt?: string;
    completedAt?: string;
    conditions: ConditionReport[];
  };
  /** In the order of the plan: ascending as a rule. */
  sizes: SizeReport[];
  flops: { spent: number; planned: number; independentRuns: number };
  steps: { planned: number; independentRuns: number };
  /** Share of a horizon's steps that its cooldown takes. */
  cooldownFraction: number;
  /** Absent before there are enough points. */
  fit?: FitReport;
  /** Oldest first. */
  events: { at: string; type: string; reason: string; object: string; message: string }[];
}

export interface ConditionReport {
  type: string;
  status: string;
  reason: string;
  message: string;
  since: string;
}

export interface SizeReport {
  name: string;
  /** "4 layers × 64" */
  shape: string;
  /** N */
  parameters: number;
  /** By the detailed count. */
  flopsPerToken: number;
  plateau: RunReport;
  branches: BranchReport[];
}

export interface RunReport {
  name: string;
  state: string;
  /** Smoothed training loss along its own steps. */
  curve: CurvePoint[];
  timing?: TimingReport;
}

export interface BranchReport extends RunReport {
  /** Horizon in tokens, as asked for: "400k". */
  label: string;
  forkTokens: number;
  /** D */
  tokens: number;
  /** C of the whole horizon as a run of its own, by the detailed count. */
  flops: number;
  /** Validation loss of the cooled state, nats per token. */
  finalLoss?: number;
  /** By document domain, where documents have one. */
  domains: { name: string; loss: number; tokens: number }[];
}

export interface CurvePoint {
  tokens: number;
  /** Nats per token. */
  loss: number;
}

export interface TimingReport {
  steps: number;
  /** Means over the steps, milliseconds. */
  stepMs: number;
  phaseMs: PhaseMs;
  /** Sums over the steps, of rank 0: gradients as they are, as the codec made them, and what went through its sockets. */
  rawBytes: number;
  payloadBytes: number;
  sentBytes: number;
  receivedBytes: number;
  /** Mean over the steps, dB, and of the last step; absent where there is none. */
  snrDb?: number;
  residualNorm?: number;
  checkpoints: number;
  checkpointBytes: number;
  /** Longest wait of the step path for a snapshot. */
  worstStallMs: number;
  /** Wall clock from its first to its last worker, all attempts. */
  wallMs?: number;
}

export type ConstantName = "E" | "A" | "B" | "alpha" | "beta" | "a";

export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface FitReport {
  identified: boolean;
  /** If not: what to add. */
  reason?: string;
  /** Coverage of the intervals, such as 0.9. */
  confidence: number;
  resamples: number;
  /** Empty unless identified. */
  constants: ({ name: ConstantName } & Interval)[];
  points: FitPoint[];
  /** The point that would teach most per FLOP. */
  next?: { N: number; D: number; flops: number } & Interval;
}

export interface FitPoint {
  size: string;
  N: number;
  D: number;
  /** By the detailed count. */
  flops: number;
  loss: number;
  /** ln(loss) − ln(law). Absent unless identified. */
  residual?: number;
}
