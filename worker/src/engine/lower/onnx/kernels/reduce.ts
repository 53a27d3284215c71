/**
 * Kernels along axes in ONNX operators.
 */
import { elementType } from "../model.ts";
import { direct, names, operand, type Lowering } from "./lowering.ts";

const reduce =
  (operator: string): Lowering =>
  (call, onnx) => {
    const { axes, keepDims } = call.attributes as { axes: number[]; keepDims: boolean };
    const { name, dtype } = operand(call);
    const x = dtype === "bool" ? onnx.cast(name, elementType.int32) : name;
    // Without axes ONNX would reduce all of them.
    if (axes.length === 0) return onnx.emit("Identity", [x]);
    return onnx.emit(operator, [x, onnx.integers(axes)], { attributes: { keepdims: keepDims ? 1 : 0 } });
  };

/**
 * Column sums of a matrix are a product with a row of ones: onnxruntime's ReduceSum down the columns reads memory against its
 * grain and gains nothing from threads (0.29 ms against 0.05 on [512, 512] with two).
 */
const sum: Lowering = (call, onnx) => {
  const { axes, keepDims } = call.attributes as { axes: number[]; keepDims: boolean };
  const { name, dtype, shape } = operand(call);
  const [rows, columns] = shape;
  if (dtype !== "float32" || shape.length !== 2 || axes.join() !== "0") return plainSum(call, onnx);
  const ones = onnx.tensor("float32", [1, rows!], new Float32Array(rows!).fill(1));
  const sums = onnx.emit("MatMul", [ones, name]);
  return keepDims ? sums : onnx.reshape(sums, [columns!]);
};
const plainSum = reduce("ReduceSum");

/** Truth values are reduced as 0 and 1. */
const reduceBool = (operator: string): Lowering => {
  const lowering = reduce(operator);
  return (call, onnx) => onnx.cast(lowering(call, onnx) as string, elementType.bool);
};

const argument =
  (operator: string): Lowering =>
  (call, onnx) => {
    const attributes = { axis: call.attributes.axis as number, keepdims: 0 };
    return onnx.cast(onnx.emit(operator, names(call), { attributes }), elementType.int32);
  };

const cumsum: Lowering = (call, onnx) => {
  const { axis, exclusive, reverse } = call.attributes as {
    axis: number;
    exclusive: boolean;
    reverse: boolean;
  };
  const { name, dtype } = operand(call);
  const x = dtype === "bool" ? onnx.cast(name, elementType.int32) : name;
  return onnx.emit("CumSum", [x, onnx.integer(axis)], {
    attributes: { exclusive: Number(exclusive), reverse: Number(reverse) },
  });
};

const topK: Lowering = (call, onnx) => {
  const { k, sorted } = call.attributes as { k: number; sorted: boolean };
  const attributes = { axis: -1, sorted: Number(sorted) };
  const [values, indices] = onnx.emitMany(2, "TopK", [operand(call).name, onnx.integers([k])], attributes);
  return [values!, onnx.cast(indices!, elementType.int32)];
};

export const reduceLowerings: Readonly<Record<string, Lowering>> = {
  All: reduceBool("ReduceMin"),
  Any: reduceBool("ReduceMax"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  Cumsum: cumsum,
  LogSoftmax: direct("LogSoftmax", { axis: -1 }),
  Max: reduce("ReduceMax"),
  Mean: reduce("ReduceMean"),
  Min: reduce("ReduceMin"),
  Prod: reduce("ReduceProd"),
  Softmax: direct("Softmax", { axis: -1 }),
  Sum: sum,
  TopK: topK,
};
