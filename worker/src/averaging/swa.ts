/**
 * SWA: means of the weights over consecutive windows of steps (Izmailov et al. 2018; windows as Hägele et al. 2024).
 *
 * Differs from their code on purpose: windows are counted from the end of the warm-up, so the first one holds no warm-up
 * weights, and the open window's mean and count are part of the state, so a run resumed at any step goes on exactly.
 */
import { AveragingError } from "./errors.ts";
import { checkSettings, savedCounter, savedVector, type Average, type AverageState } from "./state.ts";

export interface SwaConfig {
  intervalSteps: number;
  windowSteps: number;
  keepWindows: number;
}

export interface AverageOptions {
  /** Numbers in the parameter vector. */
  size: number;
  /** Steps of warm-up, which no window holds. */
  warmupSteps: number;
  /** Updates applied before the first observation: 0, or the step at which averaging was switched on. */
  startStep: number;
}

interface Window {
  mean: Float32Array;
  /** Observations in the mean. */
  count: number;
}

/** mean ← mean + (values − mean) / count, float32 as stored. */
function fold({ mean, count }: Window, values: Float32Array): void {
  const share = 1 / count;
  for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + (values[i]! - mean[i]!) * share;
}

export class Swa implements Average {
  readonly #config: SwaConfig;
  readonly #options: AverageOptions;
  #open: Window;
  /** Whether the open window has been seen from its first step; otherwise it is dropped at its end. */
  #whole: boolean;
  /** Completed windows, latest first. */
  #completed: Window[] = [];

  constructor(config: SwaConfig, options: AverageOptions) {
    if (config.intervalSteps > config.windowSteps) {
      throw new AveragingError(
        "E_AVERAGING_CONFIG",
        `averaging.swa.intervalSteps is ${config.intervalSteps}, more than the window of ${config.windowSteps} steps, which would stay empty; use a smaller interval.`,
      );
    }
    this.#config = config;
    this.#options = options;
    this.#open = { mean: new Float32Array(options.size), count: 0 };
    const into = options.startStep - options.warmupSteps;
    this.#whole = into <= 0 || into % config.windowSteps === 0;
  }

  observe(step: number, parameters: Float32Array): void {
    const { intervalSteps, windowSteps, keepWindows } = this.#config;
    const steps = step - this.#options.warmupSteps;
    if (steps <= 0) return;
    if (steps % intervalSteps === 0) {
      this.#open.count += 1;
      fold(this.#open, parameters);
    }
    if (steps % windowSteps !== 0) return;
    const retired = this.#close(keepWindows);
    this.#open = { mean: retired?.mean.fill(0) ?? new Float32Array(this.#options.size), count: 0 };
    this.#whole = true;
  }

  /** Puts the open window among the completed ones; returns a window that is no longer needed. */
  #close(keepWindows: number): Window | undefined {
    if (!this.#whole) return this.#open;
    this.#completed.unshift(this.#open);
    return this.#completed.length > keepWindows ? this.#completed.pop() : undefined;
  }

  /**
   * Mean over the latest completed windows.
   *
   * @param windows how many to merge, at most; fewer if fewer are complete
   * @returns a new vector, or undefined before the first window is complete
   */
  weights(windows: number): Float32Array | undefined {
    const chosen = this.#completed.slice(0, windows);
    if (chosen.length === 0) return undefined;
    const merged: Window = { mean: new Float32Array(this.#options.size), count: 0 };
    const total = chosen.reduce((sum, { count }) => sum + count, 0);
    for (const { mean, count } of chosen) {
      const share = count / total;
      for (let i = 0; i < mean.length; i++) merged.mean[i] = merged.mean[i]! + mean[i]! * share;
    }
    return merged.mean;
  }

  state(): AverageState {
    const state: AverageState = {
      vectors: { "swa.open": this.#open.mean },
      counters: {
        ...this.#settings(),
        "swa.open.count": this.#open.count,
        "swa.open.whole": this.#whole ? 1 : 0,
        "swa.completed": this.#completed.length,
      },
    };
    this.#completed.forEach(({ mean, count }, age) => {
      state.vectors[`swa.completed.${age}`] = mean;
      state.counters[`swa.completed.${age}.count`] = count;
    });
    return state;
  }

  restore(state: AverageState): void {
    checkSettings(state, this.#settings());
    const window = (name: string): Window => ({
      mean: savedVector(state, name, this.#options.size),
      count: savedCounter(state, `${name}.count`),
    });
    // Read everything first, so that an incomplete state changes nothing.
    const open = window("swa.open");
    const completed = Array.from({ length: savedCounter(state, "swa.completed") }, (_, age) =>
      window(`swa.completed.${age}`),
    );
    this.#whole = savedCounter(state, "swa.open.whole") === 1;
    this.#open = open;
    this.#completed = completed.slice(0, this.#config.keepWindows);
  }

  /** `keepWindows` may change: it only says how many finished windows stay. */
  #settings(): Record<string, number> {
    const { intervalSteps, windowSteps } = this.#config;
    return {
      "swa.intervalSteps": intervalSteps,
      "swa.windowSteps": windowSteps,
      "swa.warmupSteps": this.#options.warmupSteps,
    };
  }
}
