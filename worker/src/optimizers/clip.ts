/**
 * Clipping by the global L2 norm, summed in blocks of a fixed size: the result does not depend on how many threads share
 * the work, since each block's sum and the order of the blocks stay the same.
 */
import { tf } from "../engine/tf.ts";
import { OptimizerError } from "./errors.ts";

/** Numbers in one block. Part of the result: another size rounds differently. */
export const normBlock = 8192;

/** PyTorch's guard against dividing by zero; kept so that clipped runs can be compared with it. */
const normGuard = 1e-6;

export function numBlocks(length: number): number {
  return Math.ceil(length / normBlock);
}

function sumOfSquares(vector: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = vector[i]!;
    sum += value * value;
  }
  return sum;
}

/**
 * Sum of squares of some blocks.
 *
 * @param sums float64 [numBlocks]; entries of the chosen blocks are overwritten
 * @param blocks half-open range of block numbers, default all: threads take a range each
 */
export function blockSquares(
  gradient: Float32Array,
  sums: Float64Array,
  blocks: { from: number; to: number } = { from: 0, to: numBlocks(gradient.length) },
): void {
  for (let block = blocks.from; block < blocks.to; block++) {
    const from = block * normBlock;
    sums[block] = sumOfSquares(gradient, from, Math.min(from + normBlock, gradient.length));
  }
}

/** Norm from the blocks' sums, added in order. */
export function normOfBlocks(sums: Float64Array): number {
  let total = 0;
  for (const sum of sums) total += sum;
  return Math.sqrt(total);
}

/** L2 norm of a gradient; squares are added in double precision, so it cannot overflow. */
export function globalNorm(gradient: Float32Array): number {
  const sums = new Float64Array(numBlocks(gradient.length));
  blockSquares(gradient, sums);
  return normOfBlocks(sums);
}

/**
 * The factor that brings a gradient of this norm within the limit; 1 if it is within already, or if the limit is 0.
 *
 * @throws OptimizerError E_GRADIENT_NOT_FINITE if the norm is not a number, whatever the limit
 */
export function clipScale(norm: number, limit: number): number {
  if (!Number.isFinite(norm)) {
    throw new OptimizerError(
      "E_GRADIENT_NOT_FINITE",
      `The gradient's norm is ${norm}: some of its entries are NaN or infinite. Nothing was updated; lower optimizer.learningRate or look at the batch of this step.`,
    );
  }
  return limit === 0 ? 1 : Math.min(1, limit / (norm + normGuard));
}

/** The norm as a recorded program: gradient float32 [n] → scalar. */
export function globalNormOf(gradient: tf.Tensor1D): tf.Scalar {
  return tf.sqrt(tf.sum(tf.square(gradient)));
}

/** The factor as a recorded program; `limit` must not be 0. */
export function clipScaleOf(norm: tf.Scalar, limit: number): tf.Scalar {
  return tf.minimum(tf.div(limit, tf.add(norm, normGuard)), 1);
}
