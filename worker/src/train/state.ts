/** Training state: everything that a checkpoint holds, and nothing else that changes. Vectors lie on shared memory. */
import type { CheckpointRef, EvaluationResult } from "@plateau/proto";
import type { ExchangeState } from "../exchange/state.ts";
import type { Averages } from "../averaging/averages.ts";

export interface TrainingState {
  /** Updates applied. */
  step: number;
  /** float32 [n] */
  parameters: Float32Array;
  /** Optimizer slots in slot order, float32 [n] each. */
  slots: Float32Array[];
  averages: Averages;
  /** Exponentially smoothed training loss; null before the first step. */
  smoothedLoss: number | null;
  /** Results at this step, if it has been evaluated. */
  evaluations: EvaluationResult[];
  /** Codec state: what all ranks share, and the memory of the shards hosted here. */
  exchange: ExchangeState;
  /** Vectors of a checkpoint that this program does not know: carried along. */
  extra: Record<string, Float32Array>;
  /** The checkpoint that this run branched off. */
  forkedFrom: CheckpointRef | undefined;
}

export { sharedVector } from "../exchange/shared-vector.ts";

/** Weight of the newest loss in the smoothed one. */
const smoothing = 0.05;

export function smoothLoss(smoothed: number | null, loss: number): number {
  return smoothed === null ? loss : smoothed + smoothing * (loss - smoothed);
}
