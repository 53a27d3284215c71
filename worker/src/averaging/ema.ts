/**
 * EMA: exponential mean of the weights, one fold every few steps, kept in float32 whatever the evaluation uses.
 */
import { AveragingError } from "./errors.ts";
import { checkSettings, savedCounter, savedVector, type Average, type AverageState } from "./state.ts";

export interface EmaConfig {
  intervalSteps: number;
  decay: number;
  /** Step of the first fold, which copies the weights. */
  startStep: number;
}

export class Ema implements Average {
  readonly #config: EmaConfig;
  readonly #mean: Float32Array;
  /** Folds so far. */
  #count = 0;

  constructor(config: EmaConfig, size: number) {
    if (!(config.decay >= 0 && config.decay < 1)) {
      throw new AveragingError(
        "E_AVERAGING_CONFIG",
        `averaging.ema.decay is ${config.decay}; it must be at least 0 and below 1.`,
      );
    }
    this.#config = config;
    this.#mean = new Float32Array(size);
  }

  observe(step: number, parameters: Float32Array): void {
    const { intervalSteps, decay, startStep } = this.#config;
    if (step < startStep || (step - startStep) % intervalSteps !== 0) return;
    const mean = this.#mean;
    const share = this.#count === 0 ? 1 : 1 - decay;
    const kept = 1 - share;
    for (let i = 0; i < mean.length; i++) mean[i] = kept * mean[i]! + share * parameters[i]!;
    this.#count += 1;
  }

  /** A new vector, or undefined before the first fold. */
  weights(): Float32Array | undefined {
    return this.#count === 0 ? undefined : this.#mean.slice();
  }

  state(): AverageState {
    return { vectors: { ema: this.#mean }, counters: { ...this.#settings(), "ema.count": this.#count } };
  }

  restore(state: AverageState): void {
    checkSettings(state, this.#settings());
    const count = savedCounter(state, "ema.count");
    this.#mean.set(savedVector(state, "ema", this.#mean.length));
    this.#count = count;
  }

  #settings(): Record<string, number> {
    const { intervalSteps, decay, startStep } = this.#config;
    return { "ema.intervalSteps": intervalSteps, "ema.decay": decay, "ema.startStep": startStep };
  }
}
