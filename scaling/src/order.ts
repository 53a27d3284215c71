/**
 * Data order: which sequence of the training split a sample reads, as a pure function of (seed, step, sample).
 *
 * Every epoch is a keyed permutation of the sequences, computed per element in constant memory: a four-round Feistel network on
 * the smallest even number of bits that holds the range, walked until the value falls inside it. So a branch reads the very
 * batches its trunk would have read, whoever hosts the shard, and nothing about the position has to be saved.
 */
import { mix32 } from "./random.ts";

export interface SamplePosition {
  seed: number;
  /** Sequences in the training split. */
  sequences: number;
  /** Updates applied so far. */
  step: number;
  /** Number of the sample within the step's global batch. */
  sample: number;
  /** Global batch, in sequences. */
  sequencesPerStep: number;
}

/** Passes over the data so far, and the sequence to read: 0 ≤ index < sequences. */
export function sampleIndex({ seed, sequences, step, sample, sequencesPerStep }: SamplePosition): {
  epoch: number;
  index: number;
} {
  const position = step * sequencesPerStep + sample;
  const epoch = Math.floor(position / sequences);
  return { epoch, index: permute(position - epoch * sequences, sequences, mix32(mix32(seed) ^ epoch)) };
}

/** Image of `value` under the permutation of [0, size) that `key` names. */
export function permute(value: number, size: number, key: number): number {
  if (size <= 1) return 0;
  // Two equal halves: the domain is at most 4 times the range, so the walk takes under 4 turns on average.
  const halfBits = Math.max(1, Math.ceil(Math.log2(size) / 2));
  const mask = 2 ** halfBits - 1;
  let current = value;
  do {
    let left = Math.floor(current / (mask + 1));
    let right = current % (mask + 1);
    for (let round = 0; round < 4; round++) {
      const next = (left ^ mix32(Math.imul(right, 0x9e3779b1) ^ mix32(key + round))) & mask;
      left = right;
      right = next;
    }
    current = left * (mask + 1) + right;
  } while (current >= size);
  return current;
}
