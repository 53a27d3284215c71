/**
 * Averages: SWA and EMA of the weights along the plateau, next to training and without influence on it.
 *
 * The train loop calls `observe` after every update, evaluation asks for `weights`, checkpoints hold `state`.
 */
import type { AveragingConfig } from "@plateau/proto";
import { Ema } from "./ema.ts";
import { AveragingError } from "./errors.ts";
import { savedCounter, type AverageState } from "./state.ts";
import { Swa } from "./swa.ts";

export type { AverageState } from "./state.ts";

export type AverageKind = "swa" | "ema";

export interface Averages {
  /** The methods that the configuration asks for. */
  readonly kinds: readonly AverageKind[];
  /**
   * Take note of the parameters after `step` updates; most steps cost nothing.
   *
   * @throws AveragingError E_AVERAGING_STEP unless `step` follows the last one seen
   */
  observe(step: number, parameters: Float32Array): void;
  /**
   * Averaged weights.
   *
   * @param windows SWA: how many of the latest completed windows to merge, default 1
   * @returns a new vector; undefined if there is nothing yet, or if the configuration does not ask for this kind
   */
  weights(kind: AverageKind, windows?: number): Float32Array | undefined;
  /** Everything that `restore` needs; empty if nothing is averaged. Vectors are live: copy them before the next step. */
  state(): AverageState;
  /**
   * Continue exactly where `state` was taken.
   *
   * @throws AveragingError E_AVERAGING_STATE if the state is incomplete or of other settings
   */
  restore(state: AverageState): void;
}

/**
 * The averages that a run asks for.
 *
 * @param size        numbers in the parameter vector
 * @param warmupSteps steps that no SWA window holds
 * @param startStep   updates applied before the first observation, if averaging begins in the middle of a run; an SWA window that
 *                    began earlier is then left out
 * @throws AveragingError E_AVERAGING_CONFIG for numbers that do not fit together
 */
export function createAverages(
  config: AveragingConfig,
  size: number,
  warmupSteps: number,
  startStep = 0,
): Averages {
  const swa = config.swa && new Swa(config.swa, { size, warmupSteps, startStep });
  const ema = config.ema && new Ema(config.ema, size);
  const methods = [swa, ema].filter((method) => method !== undefined);
  const kinds = (["swa", "ema"] as const).filter((kind) => config[kind] !== undefined);
  let lastStep = startStep;
  return {
    kinds,
    observe(step, parameters) {
      if (methods.length === 0) return;
      checkNext({ step, lastStep, size }, parameters);
      for (const method of methods) method.observe(step, parameters);
      lastStep = step;
    },
    weights: (kind, windows = 1) => (kind === "swa" ? swa?.weights(windows) : ema?.weights()),
    state() {
      if (methods.length === 0) return { vectors: {}, counters: {} };
      const states = methods.map((method) => method.state());
      return {
        vectors: Object.assign({}, ...states.map(({ vectors }) => vectors)) as AverageState["vectors"],
        counters: Object.assign({ step: lastStep }, ...states.map(({ counters }) => counters)) as Record<
          string,
          number
        >,
      };
    },
    restore(state) {
      if (methods.length === 0) return;
      const step = savedCounter(state, "step");
      for (const method of methods) method.restore(state);
      lastStep = step;
    },
  };
}

interface Observation {
  step: number;
  lastStep: number;
  size: number;
}

function checkNext({ step, lastStep, size }: Observation, parameters: Float32Array): void {
  if (step !== lastStep + 1) {
    throw new AveragingError(
      "E_AVERAGING_STEP",
      `The averages were shown step ${step} after step ${lastStep}; a step left out or repeated would bias them. Restore their state together with the parameters.`,
    );
  }
  if (parameters.length !== size) {
    throw new AveragingError(
      "E_AVERAGING_STATE",
      `The averages are of ${size} numbers but were shown ${parameters.length}.`,
    );
  }
}
