/**
 * Building a model's parameter list: order is the order of declaration, and the same list gives sizes, initial values and the
 * tensors of a forward pass by name.
 */
import { normal, streamKey } from "@plateau/scaling";
import type { tf } from "../engine/tf.ts";
import type { Model, Parameter } from "./model.ts";

export class ParameterList {
  readonly parameters: Parameter[] = [];

  /** A weight matrix, decayed. */
  matrix(name: string, shape: readonly number[], std: number): void {
    this.parameters.push({ name, shape, init: { kind: "normal", std }, decay: true });
  }

  /** An embedding: drawn like a matrix, not decayed. */
  embedding(name: string, shape: readonly number[], std: number): void {
    this.parameters.push({ name, shape, init: { kind: "normal", std }, decay: false });
  }

  /** A gain or bias: constant at first, not decayed. */
  vector(name: string, length: number, value: number): void {
    this.parameters.push({ name, shape: [length], init: { kind: "constant", value }, decay: false });
  }

  get size(): number {
    return this.parameters.reduce((sum, { shape }) => sum + elements(shape), 0);
  }
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The tensors of one forward pass, by parameter name. */
export function byName(
  parameters: readonly Parameter[],
  tensors: readonly tf.Tensor[],
): Map<string, tf.Tensor> {
  if (tensors.length !== parameters.length) {
    throw new RangeError(`a model of ${parameters.length} parameters was given ${tensors.length} tensors`);
  }
  return new Map(parameters.map(({ name }, i) => [name, tensors[i] as tf.Tensor]));
}

/**
 * Initial parameters as one flat float32 vector.
 *
 * Every number is a function of (seed, parameter name, position), so it depends neither on the order of declaration nor on
 * other parameters' shapes.
 */
export function initialize(model: Model, seed: number, target = new Float32Array(model.size)): Float32Array {
  let offset = 0;
  for (const { name, shape, init } of model.parameters) {
    const length = elements(shape);
    if (init.kind === "constant") target.fill(init.value, offset, offset + length);
    else {
      const key = streamKey(seed, ...Buffer.from(name, "utf8"));
      for (let i = 0; i < length; i++) target[offset + i] = init.std * normal(key, i);
    }
    offset += length;
  }
  return target;
}

/** Views of the flat vector, one per parameter, in parameter order. */
export function splitParameters(model: Model, flat: Float32Array): Float32Array[] {
  let offset = 0;
  return model.parameters.map(({ shape }) => flat.subarray(offset, (offset += elements(shape))));
}
