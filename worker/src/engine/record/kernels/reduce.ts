/**
 * Rules of kernels that run along axes: reductions, softmax, cumulative sums, sorting.
 */
import { tf } from "../../tf.ts";
import type { DataType } from "../graph.ts";
import { axesOf, input, result, type KernelRule } from "./rule.ts";

/** Normal form of the attributes: `axes`, ascending and non-negative, and `keepDims`. */
function reduction(dtypeOf: (dtype: DataType) => DataType): KernelRule {
  return (inputs, attributes) => {
    const x = input(inputs, "x");
    const axes = axesOf(attributes.axis ?? attributes.reductionIndices, x.shape).toSorted((a, b) => a - b);
    const [reduced] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const keepDims = attributes.keepDims === true;
    const shape = keepDims ? tf.backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
    return result(shape, dtypeOf(x.dtype), { axes, keepDims });
  };
}

const sameType = reduction((dtype) => dtype);
const countingType = reduction((dtype) => (dtype === "bool" ? "int32" : dtype));
const floatType = reduction(() => "float32");

const argument: KernelRule = (inputs, { axis }) => {
  const { shape } = input(inputs, "x");
  const [normal] = axesOf(axis, shape) as [number];
  return result(shape.toSpliced(normal, 1), "int32", { axis: normal });
};

const alongLastAxis: KernelRule = (inputs) => result(input(inputs, "logits").shape, "float32", {});

const cumulative: KernelRule = (inputs, { axis, exclusive, reverse }) => {
  const x = input(inputs, "x");
  return result(x.shape, x.dtype === "bool" ? "int32" : x.dtype, {
    axis: axesOf(axis, x.shape)[0],
    exclusive: exclusive === true,
    reverse: reverse === true,
  });
};

const topK: KernelRule = (inputs, { k, sorted }) => {
  const x = input(inputs, "x");
  const shape = [...x.shape.slice(0, -1), k as number];
  return {
    outputs: [
      { shape, dtype: x.dtype },
      { shape, dtype: "int32" },
    ],
    attributes: { k, sorted },
  };
};

export const reduceRules: Readonly<Record<string, KernelRule>> = {
  All: sameType,
  Any: sameType,
  ArgMax: argument,
  ArgMin: argument,
  Cumsum: cumulative,
  LogSoftmax: alongLastAxis,
  Max: sameType,
  Mean: floatType,
  Min: sameType,
  Prod: countingType,
  Softmax: alongLastAxis,
  Sum: countingType,
  TopK: topK,
};
