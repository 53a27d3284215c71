/**
 * Markov chains with a known best possible loss (Makkuva et al. 2024): "did it learn?" becomes an equality test.
 *
 * binary: P(1|0) = p, P(0|1) = q, where the symbol looked at lies `lag` places back; started from its stationary distribution.
 * symmetric: V states, stay with probability 1 − p, else each other state with p/(V − 1).
 */
import { DataError } from "../errors.ts";

export interface Chain {
  states: number;
  lag: number;
  /** Row i: distribution of the next symbol after symbol i. */
  kernel: readonly (readonly number[])[];
}

export interface ChainConfig {
  chain: "binary" | "symmetric";
  p: number;
  q: number;
  lag: number;
  states: number;
}

/** @throws DataError E_DATA_CONFIG if a probability lies outside [0, 1] */
export function createChain({ chain, p, q, lag, states }: ChainConfig): Chain {
  for (const [name, value] of Object.entries(chain === "binary" ? { p, q } : { p })) {
    if (!(value >= 0 && value <= 1)) {
      throw new DataError(
        "E_DATA_CONFIG",
        `data.markov.${name} is ${value}; it is a probability, use a number from 0 to 1.`,
      );
    }
  }
  if (chain === "binary") {
    return {
      states: 2,
      lag,
      kernel: [
        [1 - p, p],
        [q, 1 - q],
      ],
    };
  }
  const kernel = Array.from({ length: states }, (_, i) =>
    Array.from({ length: states }, (__, j) => (i === j ? 1 - p : p / (states - 1))),
  );
  return { states, lag, kernel };
}

/** Stationary distribution π = πP by power iteration on the lazy chain, which converges for periodic kernels too. */
export function stationary({ kernel, states }: Chain): number[] {
  let current = Array.from({ length: states }, () => 1 / states);
  for (let round = 0; round < 100_000; round++) {
    const next = current.map(
      (value, j) =>
        value / 2 + current.reduce((sum, weight, i) => sum + weight * (kernel[i]?.[j] ?? 0), 0) / 2,
    );
    const change = Math.max(...next.map((value, i) => Math.abs(value - (current[i] ?? 0))));
    current = next;
    if (change < 1e-16) break;
  }
  return current;
}

/** Entropy of a distribution, nats. */
export function entropy(distribution: readonly number[]): number {
  return -distribution.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
}

/** Best possible loss, nats per symbol: the mean entropy of the rows. */
export function entropyRate(chain: Chain): number {
  return stationary(chain).reduce((sum, weight, i) => sum + weight * entropy(chain.kernel[i] ?? []), 0);
}

/** Loss of predicting the stationary distribution whatever came before, nats per symbol. */
export function stationaryEntropy(chain: Chain): number {
  return entropy(stationary(chain));
}

/** 0 at the unigram loss, 1 at the entropy rate. */
export function gapClosed(chain: Chain, loss: number): number {
  const unigram = stationaryEntropy(chain);
  return (unigram - loss) / (unigram - entropyRate(chain));
}

/** Index of the first cumulative weight above `u`. */
export function draw(distribution: readonly number[], u: number): number {
  let cumulative = 0;
  for (let i = 0; i < distribution.length - 1; i++) {
    cumulative += distribution[i] ?? 0;
    if (u < cumulative) return i;
  }
  return distribution.length - 1;
}
