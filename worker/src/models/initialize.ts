/**
 * Initial weights: number i of parameter p is a pure function of (seed, name of p, i), so weights do not depend on which other
 * parameters the model has, on the order in which they are filled, or on how many processes fill them.
 */
import { normal, streamKey } from "@plateau/scaling";
import type { Model, Parameter } from "./model.ts";
import { splitParameters } from "./parameters.ts";

function fill(values: Float32Array, { name, init }: Parameter, seed: number): void {
  if (init.kind === "constant") {
    values.fill(init.value);
    return;
  }
  const key = streamKey(seed, ...Array.from(name, (letter) => letter.codePointAt(0) ?? 0));
  for (let i = 0; i < values.length; i++) values[i] = init.std * normal(key, i);
}

/**
 * The model's initial parameters.
 *
 * @param seed   the run's `seed`; two seeds give independent weights
 * @param target where to write them, e.g. on a SharedArrayBuffer; default a new vector
 * @returns `target`, flat float32 [model.size]
 */
export function initialize(
  model: Model,
  seed: number,
  target: Float32Array = new Float32Array(model.size),
): Float32Array {
  const views = splitParameters(model, target);
  model.parameters.forEach((parameter, index) => fill(views[index]!, parameter, seed));
  return target;
}
