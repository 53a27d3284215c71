/** Operands of a recorded kernel, as every lowering finds them. `T` is what a value is in its target. */

export interface Operands<T> {
  /** By TensorFlow.js's names for them. */
  readonly inputs: Readonly<Record<string, T>>;
  /** The same in order, for kernels of any number of operands. */
  readonly list: readonly T[];
}

/** The i-th operand, which the recording rule has made sure of. */
export function operand<T>({ list }: Operands<T>, index = 0): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`A recorded kernel has no operand ${index}.`);
  return found;
}

/** An operand by TensorFlow.js's name for it. */
export function named<T>({ inputs }: Operands<T>, name: string): T {
  const found = inputs[name];
  if (found === undefined) throw new RangeError(`A recorded kernel has no operand ${name}.`);
  return found;
}
