/**
 * Data source: sequences by number, nothing else. Which sequence a sample reads is decided by `scaling`'s data order, a pure
 * function of (seed, step, sample), so any rank can read any shard's samples and a branch reads the trunk's batches.
 */
import type { TokenBatch } from "../engine/engine.ts";

export interface DataSource {
  /** sha256 hex of what the data are (manifest bytes, chain parameters): part of a checkpoint's identity. */
  readonly identity: string;
  readonly vocabulary: number;
  /** Tokens of the training split; Infinity for generated data. Beyond it sequences repeat (a new epoch, another order). */
  readonly trainTokens: number;
  /**
   * Fill a microbatch with training samples.
   *
   * @param step    updates applied so far
   * @param samples global sample numbers within the step, 0 … batch.sequences − 1; one row each
   * @param batch   B rows of T ids; overwritten
   */
  fill(step: number, samples: readonly number[], batch: TokenBatch): Promise<void>;
  /** Sequences of the fixed validation set, in order. */
  readonly validationSequences: number;
  /** Row `index` of the validation set into row `row` of `batch`. Returns its domain, "" if none. */
  fillValidation(index: number, row: number, batch: TokenBatch): Promise<string>;
  close(): Promise<void>;
}

export interface DataSourceOptions {
  seed: number;
  sequenceLength: number;
  /** Global batch of one step, in sequences. */
  sequencesPerStep: number;
  /** V of the model: data with ids beyond it are refused. Raw `.bin` files know no vocabulary of their own. */
  vocabulary?: number;
}
