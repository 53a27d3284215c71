/**
 * Parameter lists: how a model declares its parameters, finds them by name, and lays them out in the flat vector.
 */
import type * as tf from "@tensorflow/tfjs";
import { ModelError } from "./errors.ts";
import type { Model, Parameter } from "./model.ts";

/** Standard deviation of weights at the start (GPT-2; Hägele et al. 2024). */
const weightStd = 0.02;

/** A matrix of a block: decays. */
export function matrix(name: string, shape: readonly [number, number], std: number = weightStd): Parameter {
  return { name, shape, init: { kind: "normal", std }, decay: true };
}

/** A table that tokens or positions look up: does not decay, tied to the head or not. */
export function table(name: string, shape: readonly [number, number]): Parameter {
  return { name, shape, init: { kind: "normal", std: weightStd }, decay: false };
}

/** A vector that starts at one value, such as a bias (0) or a norm's gain (1): does not decay. */
export function constant(name: string, length: number, value: number): Parameter {
  return { name, shape: [length], init: { kind: "constant", value }, decay: false };
}

/**
 * Standard deviation of the projections that add to the residual stream: there are two in a layer, so dividing by √(2L)
 * keeps the stream's variance independent of the depth (GPT-2).
 */
export function residualStd(layers: number): number {
  return weightStd / Math.sqrt(2 * layers);
}

/** Numbers in one parameter. */
export function sizeOf({ shape }: Pick<Parameter, "shape">): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Length of the flat vector. */
export function totalSize(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, parameter) => sum + sizeOf(parameter), 0);
}

/** A model's tensors by name; undefined for a parameter that this model does not have. */
export type Lookup = (name: string) => tf.Tensor | undefined;

/**
 * Find tensors by the names of their parameters.
 *
 * @throws ModelError E_MODEL_PARAMETERS if there are not as many tensors as parameters
 */
export function lookup(parameters: readonly Parameter[], tensors: readonly tf.Tensor[]): Lookup {
  if (tensors.length !== parameters.length) {
    throw new ModelError(
      "E_MODEL_PARAMETERS",
      `The model has ${parameters.length} parameters but was given ${tensors.length} tensors; pass one for each, in the model's order.`,
    );
  }
  const byName = new Map(parameters.map(({ name }, index) => [name, tensors[index]!]));
  return (name) => byName.get(name);
}

/** A tensor that the model is sure to have. */
export function required<T extends tf.Tensor>(find: Lookup, name: string): T {
  const tensor = find(name);
  if (tensor === undefined) throw new ModelError("E_MODEL_PARAMETERS", `There is no parameter "${name}".`);
  return tensor as T;
}

/**
 * Views of a flat vector, one per parameter, in parameter order; they share its memory.
 *
 * @throws ModelError E_MODEL_PARAMETERS if the vector's length is not the model's size
 */
export function splitParameters(model: Model, flat: Float32Array): Float32Array[] {
  if (flat.length !== model.size) {
    throw new ModelError(
      "E_MODEL_PARAMETERS",
      `The flat vector has ${flat.length} numbers but the model has ${model.size}; was it made for another configuration?`,
    );
  }
  let from = 0;
  return model.parameters.map((parameter) => {
    const view = flat.subarray(from, from + sizeOf(parameter));
    from += view.length;
    return view;
  });
}
