/**
 * Markov chains with a known best possible loss (Makkuva et al. 2024): "did it learn?" becomes an equality test.
 *
 * binary: P(1|0) = p, P(0|1) = q, where the symbol looked at lies `lag` places back.
 * symmetric: V states, stay with probability 1 − p, else each other state with p/(V − 1).
 * order-k: over {0,1}, a table of P(1 | last k symbols), each drawn uniformly from [p, q].
 * All start from their stationary distribution, not from fair coins or π_0 as the official code does in places.
 */
import { streamKey, uniform } from "@plateau/scaling";
import { DataError } from "../errors.ts";

export interface Chain {
  states: number;
  lag: number;
  /** Symbols that the next one depends on. A context is their number in base `states`, the oldest most significant. */
  order: number;
  /** Row c: distribution of the next symbol after context c. */
  kernel: readonly (readonly number[])[];
}

export interface ChainConfig {
  chain: "binary" | "symmetric" | "order-k";
  p: number;
  q: number;
  lag: number;
  states: number;
  /** Of order-k: k, and the seed of the table. */
  order?: number | undefined;
  tableSeed?: number | undefined;
}

/** A table of probabilities has their square. */
const maxStates = 2048;

/** @throws DataError E_DATA_CONFIG if a probability lies outside [0, 1] or the table is impossible */
export function createChain(config: ChainConfig): Chain {
  const { chain, p, q, lag, states } = config;
  for (const [name, value] of Object.entries(chain === "symmetric" ? { p } : { p, q })) {
    if (!(value >= 0 && value <= 1)) {
      throw new DataError(
        "E_DATA_CONFIG",
        `data.markov.${name} is ${value}; it is a probability, use a number from 0 to 1.`,
      );
    }
  }
  if (states > maxStates) {
    throw new DataError(
      "E_DATA_CONFIG",
      `data.markov.states is ${states}; a chain holds a table of states × states, so use at most ${maxStates}.`,
    );
  }
  return { lag, ...kernels[chain](config, states) };
}

const kernels: Readonly<
  Record<ChainConfig["chain"], (config: ChainConfig, states: number) => Omit<Chain, "lag">>
> = {
  binary: ({ p, q }) => ({
    states: 2,
    order: 1,
    kernel: [
      [1 - p, p],
      [q, 1 - q],
    ],
  }),
  symmetric: ({ p }, states) => ({
    states,
    order: 1,
    kernel: Array.from({ length: states }, (_, i) =>
      Array.from({ length: states }, (__, j) => (i === j ? 1 - p : p / (states - 1))),
    ),
  }),
  "order-k": ({ p, q, lag, order = 1, tableSeed = 0 }) => {
    if (q < p || lag !== 1)
      throw new DataError(
        "E_DATA_CONFIG",
        "data.markov: an order-k chain draws its table from [p, q] and looks at the last k symbols; set p ≤ q and lag 1.",
      );
    const key = streamKey(tableSeed, order);
    const kernel = Array.from({ length: 2 ** order }, (_, context) => {
      const one = p + (q - p) * uniform(key, context);
      return [1 - one, one];
    });
    return { states: 2, order, kernel };
  },
};

/** The context that follows `context` and `symbol`. */
export function nextContext({ states, order }: Chain, context: number, symbol: number): number {
  return (context * states + symbol) % states ** order;
}

/**
 * Stationary distribution over contexts (symbols, at order 1) by power iteration on the lazy chain, which converges for periodic
 * kernels too.
 */
export function stationary(chain: Chain): number[] {
  const { states, kernel } = chain;
  const contexts = kernel.length;
  // At order 16 a round moves 131 072 weights, so the kernel is laid out flat for it.
  const flat = Float64Array.from(kernel.flat());
  let current = new Float64Array(contexts).fill(1 / contexts);
  let next = new Float64Array(contexts);
  for (let round = 0; round < 100_000; round++) {
    for (let context = 0; context < contexts; context++) next[context] = current[context]! / 2;
    for (let context = 0; context < contexts; context++) {
      // As `nextContext`, with states ** order = contexts.
      const first = (context * states) % contexts;
      for (let symbol = 0; symbol < states; symbol++)
        next[first + symbol]! += (current[context]! * flat[context * states + symbol]!) / 2;
    }
    let change = 0;
    for (let context = 0; context < contexts; context++)
      change = Math.max(change, Math.abs(next[context]! - current[context]!));
    [current, next] = [next, current];
    if (change < 1e-16) break;
  }
  return [...current];
}

/** Stationary distribution of one symbol: the last of the context. */
export function symbolDistribution(chain: Chain): number[] {
  const symbols = Array.from({ length: chain.states }, () => 0);
  for (const [context, weight] of stationary(chain).entries()) symbols[context % chain.states]! += weight;
  return symbols;
}

/** Entropy of a distribution, nats. */
export function entropy(distribution: readonly number[]): number {
  return -distribution.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0);
}

/** Best possible loss, nats per symbol: the mean entropy of the rows. The first `order` symbols of a sequence cost more. */
export function entropyRate(chain: Chain): number {
  return stationary(chain).reduce((sum, weight, i) => sum + weight * entropy(chain.kernel[i] ?? []), 0);
}

/** Loss of predicting the stationary distribution whatever came before, nats per symbol. */
export function stationaryEntropy(chain: Chain): number {
  return entropy(symbolDistribution(chain));
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
