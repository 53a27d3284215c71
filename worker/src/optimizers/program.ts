/**
 * OptimizerProgram: the same update as one recorded program on tensors, for engines whose state stays on a device.
 *
 * On CPU engines the in-place loops are faster and copy nothing; the conformance suite holds both to the same numbers.
 */
import type { tf } from "../engine/tf.ts";
import type { UpdateScalars } from "./optimizer.ts";

export interface UpdateTensors {
  /** All float32 [n]. */
  parameters: tf.Tensor1D;
  gradient: tf.Tensor1D;
  /** One per slot, in slot order. */
  state: readonly tf.Tensor1D[];
  /** 1 where weight decay applies, else 0 (`decayMask`). */
  decays: tf.Tensor1D;
  /** What `scalars` gives: what changes from step to step is an input, never a number of the record. */
  scalars: tf.Tensor1D;
}

export interface OptimizerProgram {
  /** Length of the vector of scalars. */
  readonly numScalars: number;
  /** The numbers of one update, computed on the host in double precision. */
  scalars(scalars: UpdateScalars): Float32Array;
  /** New parameters and state, in slot order. */
  compute(tensors: UpdateTensors): { parameters: tf.Tensor1D; state: tf.Tensor1D[] };
}
