/**
 * Kernel model: many kernel cases as one model, so that a single program checks a family.
 *
 * Each case's result is multiplied by a parameter of its own shape and added to the loss. The gradient of that
 * parameter is the result itself, element by element; the gradients of the arguments are the kernel's gradient.
 */
import { gpt2Config } from "@plateau/proto";
import type { Model, Parameter } from "../../models/model.ts";
import { tf } from "../tf.ts";
import type { Drawn, KernelCase } from "./kernel-cases.ts";

/** Two sequences of three tokens. */
export const kernelShape = { batch: 2, time: 3 };

export interface KernelModel {
  model: Model;
  /** Values for the parameters. */
  values: Float32Array;
  /** The case that an element of the flat vector belongs to. */
  caseAt: (index: number) => string;
}

interface Placed {
  title: string;
  drawn: Drawn;
  /** Values of arguments that are data. */
  data: Float32Array[] | undefined;
  resultShape: number[];
}

const config = gpt2Config.parse({
  family: "gpt2",
  layers: 1,
  width: 1,
  heads: 1,
  feedForward: 1,
  context: 3,
  vocabulary: 5,
  tieEmbeddings: true,
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * @param random uniform numbers in [0, 1)
 * @returns the model of all cases with shapes and values drawn by `random`
 */
export function kernelModel(cases: readonly KernelCase[], random: () => number): KernelModel {
  const placed: Placed[] = [];
  const parameters: Parameter[] = [];
  const values: number[] = [];
  const owners: string[] = [];
  const declare = (title: string, shape: readonly number[], numbers: ArrayLike<number>): void => {
    parameters.push({ name: title, shape, init: { kind: "constant", value: 0 }, decay: false });
    for (let index = 0; index < numbers.length; index++) {
      values.push(numbers[index]!);
      owners.push(title);
    }
  };
  const fill = (shape: readonly number[], [low, high]: readonly [number, number]): Float32Array =>
    Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random());

  cases.forEach(({ kernel, smooth, draw }, index) => {
    const drawn = draw(() => 2 + Math.floor(random() * 3));
    const title = `${kernel} (case ${index}, shapes ${drawn.shapes.map((shape) => `[${shape.join()}]`).join(" ")})`;
    const inputs = drawn.shapes.map((shape) => fill(shape, drawn.range ?? [-2, 2]));
    const resultShape = tf.tidy(
      () => drawn.apply(...inputs.map((numbers, i) => tf.tensor(numbers, drawn.shapes[i]))).shape,
    );
    placed.push({ title, drawn, data: smooth ? undefined : inputs, resultShape });
    if (smooth) inputs.forEach((numbers, i) => declare(`${title} argument ${i}`, drawn.shapes[i]!, numbers));
    declare(`${title} result`, resultShape, fill(resultShape, [-1, 1]));
  });

  const model: Model = {
    config,
    parameters,
    size: values.length,
    losses(tensors, { tokens_BT }) {
      let next = 0;
      const terms = placed.map(({ drawn, data }) => {
        const args =
          data === undefined
            ? drawn.shapes.map(() => tensors[next++]!)
            : // Not a constant, which would be folded away: data that depend on an input.
              data.map((numbers, i) => {
                const zero = tf.cast(tf.sum(tf.mul(tokens_BT, tf.scalar(0, "int32"))), "float32");
                return tf.add(tf.tensor(numbers, drawn.shapes[i]), zero);
              });
        const weight = tensors[next++]!;
        return tf.sum(tf.mul(tf.cast(drawn.apply(...args), "float32"), weight));
      });
      const total = terms.reduce((sum, term) => tf.add(sum, term));
      return tf.mul(tf.ones([kernelShape.batch, kernelShape.time]), total) as tf.Tensor2D;
    },
    weightedLoss(tensors, inputs, weights_BT) {
      return tf.sum(tf.mul(model.losses(tensors, inputs), weights_BT));
    },
  };
  return { model, values: Float32Array.from(values), caseAt: (index) => owners[index] ?? "nothing" };
}
