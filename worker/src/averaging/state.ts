/**
 * AverageState: what a checkpoint must hold so that a resumed run averages on as if it had never stopped.
 */
import { AveragingError } from "./errors.ts";

export interface AverageState {
  /** Float32 vectors of the model's size by name, for the checkpoint's tensors; live views, to be copied before the next step. */
  vectors: Record<string, Float32Array>;
  /** Whole numbers and settings by name, for the checkpoint's manifest. */
  counters: Record<string, number>;
}

/** One averaging method: sees the parameters after every update. */
export interface Average {
  observe(step: number, parameters: Float32Array): void;
  state(): AverageState;
  /** @throws AveragingError E_AVERAGING_STATE if the state is incomplete or of another configuration */
  restore(state: AverageState): void;
}

/** A vector of a saved state, copied. */
export function savedVector({ vectors }: AverageState, name: string, size: number): Float32Array {
  const vector = vectors[name];
  if (vector?.length === size) return vector.slice();
  throw new AveragingError(
    "E_AVERAGING_STATE",
    `The saved averages hold ${vector?.length ?? "no"} numbers for "${name}" but the model has ${size}; the checkpoint is of another model or of a run without this average.`,
  );
}

/** A counter of a saved state. */
export function savedCounter({ counters }: AverageState, name: string): number {
  const value = counters[name];
  if (value !== undefined) return value;
  throw new AveragingError(
    "E_AVERAGING_STATE",
    `The saved averages lack "${name}"; the checkpoint is of a run without this average.`,
  );
}

/** Settings that must not change within an average: with others the saved sums would mean something else. */
export function checkSettings(state: AverageState, settings: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(settings)) {
    const saved = savedCounter(state, name);
    if (saved === value) continue;
    throw new AveragingError(
      "E_AVERAGING_STATE",
      `The saved averages were made with ${name} ${saved} but averaging now says ${value}; keep the setting, or start a new run.`,
    );
  }
}
