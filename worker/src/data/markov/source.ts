/**
 * Markov data source: fresh sequences for every (seed, step, sample), drawn from a counter-based stream of their own, so that
 * they depend neither on the number of ranks nor on what was drawn before. The validation set is a stream of its own.
 */
import { createHash } from "node:crypto";
import { mix32, streamKey } from "@plateau/scaling";
import type { TokenBatch } from "../../engine/engine.ts";
import type { DataSource, DataSourceOptions } from "../source.ts";
import { createChain, draw, nextContext, stationary, type Chain, type ChainConfig } from "./chain.ts";

/** Separates the two splits' streams. */
const trainSplit = 0;
const validationSplit = 1;

export interface MarkovConfig extends ChainConfig {
  validationSequences: number;
}

export function createMarkovSource(config: MarkovConfig, options: DataSourceOptions): DataSource {
  const chain = createChain(config);
  const start = stationary(chain);
  const { seed, sequenceLength } = options;
  const row = (place: readonly number[], batch: TokenBatch, at: number): void =>
    writeSequence({ chain, start, uniform: stream(seed, ...place), length: sequenceLength }, batch, at);
  return {
    identity: createHash("sha256")
      .update(JSON.stringify({ chain, validationSequences: config.validationSequences }))
      .digest("hex"),
    vocabulary: chain.states,
    trainTokens: Infinity,
    validationSequences: config.validationSequences,
    fill(step, samples, batch) {
      samples.forEach((sample, i) => row([trainSplit, step, sample], batch, i));
      return Promise.resolve();
    },
    fillValidation(index, at, batch) {
      row([validationSplit, index], batch, at);
      return Promise.resolve("");
    },
    close: () => Promise.resolve(),
  };
}

/**
 * The uniform numbers of one sequence. Two keys of 32 bits: with one, a run of a million sequences would meet some of them twice,
 * and a few of the validation set among them.
 */
function stream(...place: readonly number[]): (counter: number) => number {
  const outer = streamKey(...place);
  const inner = streamKey(0x5bd1e995, ...place);
  return (counter) => mix32(outer ^ mix32(counter ^ inner)) / 2 ** 32;
}

interface Sequence {
  chain: Chain;
  start: readonly number[];
  uniform: (counter: number) => number;
  /** T */
  length: number;
}

/**
 * T + 1 symbols from the stationary start. With a lag, the sequence is `lag` interleaved chains, each with a start of its own;
 * at order k the first k symbols are one draw of a whole context.
 */
function writeSequence({ chain, start, uniform, length }: Sequence, batch: TokenBatch, row: number): void {
  const { lag, order, states } = chain;
  const offset = row * length;
  const first = draw(start, uniform(0));
  const contexts = Array.from({ length: lag }, (_, i) => (i === 0 ? first : draw(start, uniform(i))));
  for (let t = 0; t <= length; t++) {
    const way = t % lag;
    const context = contexts[way] ?? 0;
    const known = order === 1 ? t < lag : t < order;
    // While the start is being spelled out the context stands; afterwards each symbol moves it.
    const symbol = known
      ? Math.floor(context / states ** (order === 1 ? 0 : order - 1 - t)) % states
      : draw(chain.kernel[context] ?? [], uniform(t));
    if (!known) contexts[way] = nextContext(chain, context, symbol);
    if (t < length) batch.inputs[offset + t] = symbol;
    if (t > 0) batch.targets[offset + t - 1] = symbol;
  }
}
