/**
 * Models of the digits, recorded by the engine like any other: images of 8 × 8 are drawn out to 24 × 24 (bilinear), then one linear
 * layer, or three with ReLU. Shape suffixes: B batch, T pixels of the file, I pixels drawn out, C classes.
 */
import { gpt2Config } from "@plateau/proto";
import { tf } from "@plateau/worker/engine/tf.ts";
import {
  crossEntropy,
  weightedCrossEntropy,
  type Head,
} from "@plateau/worker/models/blocks/cross-entropy.ts";
import { linear } from "@plateau/worker/models/blocks/linear.ts";
import type { LossInputs, Model, Parameter } from "@plateau/worker/models/model.ts";
import { totalSize } from "@plateau/worker/models/parameters.ts";
import { classes, pixels, shades } from "./digits-file.ts";

const side = 24;
/** Of all pixels of the file. */
const [meanShade, spreadOfShades] = [4.9, 6];
const drawnSide = 8;

/** Of all this an engine looks at the vocabulary alone. */
const config = gpt2Config.parse({
  family: "gpt2",
  layers: 1,
  width: 1,
  heads: 1,
  feedForward: 1,
  context: pixels,
  vocabulary: shades,
  tieEmbeddings: true,
});

/** Weight of each of the 8 pixels in one of the 24, corner on corner. */
function weights(at: number): number[] {
  const place = (at * (drawnSide - 1)) / (side - 1);
  return Array.from({ length: drawnSide }, (_, i) => Math.max(0, 1 - Math.abs(place - i)));
}

/** [T, I] */
const upsampling = Float32Array.from({ length: pixels * side * side }, (_, k) => {
  const [from, to] = [Math.floor(k / side ** 2), k % side ** 2];
  const row = weights(Math.floor(to / side))[Math.floor(from / drawnSide)]!;
  return row * weights(to % side)[from % drawnSide]!;
});

/** @param hidden widths of the hidden layers; none for the linear model */
function parametersOf(hidden: readonly number[]): Parameter[] {
  const widths = [side ** 2, ...hidden, classes];
  return widths.slice(1).flatMap((outputs, i): Parameter[] => {
    const inputs = widths[i]!;
    // He et al. 2015 before a ReLU.
    const std = Math.sqrt((i < hidden.length ? 2 : 1) / inputs);
    const named = (part: string): string => `layers.${i}.${part}`;
    return [
      { name: named("weight"), shape: [outputs, inputs], init: { kind: "normal", std }, decay: false },
      { name: named("bias"), shape: [outputs], init: { kind: "constant", value: 0 }, decay: false },
    ];
  });
}

interface Network {
  x_BD: tf.Tensor2D;
  head: Head;
}

function network(parameters: readonly tf.Tensor[], tokens_BT: tf.Tensor2D): Network {
  const image_BT = tf.div(tf.sub(tf.cast(tokens_BT, "float32"), meanShade), spreadOfShades);
  let x: tf.Tensor2D = tf.matMul(image_BT as tf.Tensor2D, tf.tensor2d(upsampling, [pixels, side * side]));
  for (let i = 0; i + 2 < parameters.length; i += 2) {
    x = tf.relu(linear(x, parameters[i] as tf.Tensor2D, parameters[i + 1]));
  }
  return { x_BD: x, head: { weight_VD: parameters.at(-2) as tf.Tensor2D, bias_V: parameters.at(-1) } };
}

/** A loss by row, at the first position, where the target is. */
function atFirst(loss_B: tf.Tensor1D, targets_BT: tf.Tensor2D): tf.Tensor2D {
  const scored_BT = tf.cast(tf.notEqual(targets_BT, tf.scalar(-1, "int32")), "float32");
  return tf.mul(scored_BT, tf.expandDims(loss_B, 1));
}

function firstOf(x_BT: tf.Tensor2D): tf.Tensor1D {
  const [batch] = x_BT.shape;
  return tf.reshape(tf.slice(x_BT, [0, 0], [batch, 1]), [batch]);
}

function mistakes(tensors: readonly tf.Tensor[], { tokens_BT, targets_BT }: LossInputs): tf.Tensor2D {
  const { x_BD, head } = network(tensors, tokens_BT);
  const guesses_B = tf.argMax(linear(x_BD, head.weight_VD, head.bias_V), 1);
  const wrong_B = tf.cast(tf.notEqual(guesses_B, firstOf(targets_BT)), "float32") as tf.Tensor1D;
  return atFirst(wrong_B, targets_BT);
}

export interface DigitsModels {
  trained: Model;
  /** The same parameters; its loss is 1 for an image that is taken for another digit. */
  mistakes: Model;
}

export function digitsModels(hidden: readonly number[]): DigitsModels {
  const parameters = parametersOf(hidden);
  const base = { config, parameters, size: totalSize(parameters) };
  return {
    trained: {
      ...base,
      losses(tensors, { tokens_BT, targets_BT }) {
        const { x_BD, head } = network(tensors, tokens_BT);
        return atFirst(crossEntropy(x_BD, head, firstOf(targets_BT)), targets_BT);
      },
      weightedLoss(tensors, { tokens_BT, targets_BT }, weights_BT) {
        const { x_BD, head } = network(tensors, tokens_BT);
        const at = { targets_N: firstOf(targets_BT), weights_N: firstOf(weights_BT) };
        return weightedCrossEntropy(x_BD, head, at);
      },
    },
    mistakes: {
      ...base,
      losses: mistakes,
      weightedLoss: (tensors, inputs, weights_BT) =>
        tf.sum(tf.mul(mistakes(tensors, inputs), weights_BT)) as tf.Scalar,
    },
  };
}
