/**
 * Checks that every optimizer makes on its configuration and on the vectors that it is given.
 */
import { OptimizerError } from "./errors.ts";

/** @throws OptimizerError E_OPTIMIZER_CONFIG unless `from` ≤ value < `below` */
export function checkRange(
  name: string,
  value: number,
  { from, below }: { from: number; below: number },
): void {
  if (value >= from && value < below) return;
  const limit =
    below === Infinity ? `a finite number of at least ${from}` : `at least ${from} and below ${below}`;
  throw new OptimizerError("E_OPTIMIZER_CONFIG", `optimizer.${name} is ${value}; it must be ${limit}.`);
}

/** @throws OptimizerError E_OPTIMIZER_LENGTH unless each vector has `size` numbers */
export function checkLengths(
  size: number,
  vectors: Readonly<Record<string, Float32Array | undefined>>,
): void {
  for (const [name, vector] of Object.entries(vectors)) {
    if (vector?.length === size) continue;
    throw new OptimizerError(
      "E_OPTIMIZER_LENGTH",
      `The vector "${name}" has ${vector?.length ?? "no"} numbers but the model has ${size}; it belongs to another model or optimizer.`,
    );
  }
}
