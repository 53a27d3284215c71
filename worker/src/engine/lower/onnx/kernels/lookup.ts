/**
 * Kernels that read or write at indices in ONNX operators.
 */
import { sizeOf, type Value } from "../../../record/graph.ts";
import type { OnnxBuilder } from "../builder.ts";
import { elementType } from "../model.ts";
import { names, operand, output, type Lowering } from "./lowering.ts";

const gather: Lowering = (call, onnx) =>
  onnx.emit("Gather", names(call), { attributes: { axis: call.attributes.axis as number } });

const wideIndices = (name: string, onnx: OnnxBuilder): string => onnx.cast(name, elementType.int64);

const gatherNd: Lowering = (call, onnx) =>
  onnx.emit("GatherND", [operand(call, 0).name, wideIndices(operand(call, 1).name, onnx)]);

/**
 * Rows added up at their places, in the order of the rows.
 *
 * Not ScatterND: with `reduction: add` it lets threads add to the same row at once and loses additions (seen with
 * onnxruntime 1.30 at 2 048 rows of 384). ScatterElements adds one element after the other.
 */
function scatterAdd(
  rows: { ids: string; count: number; updates: string },
  { shape, dtype }: Value,
  onnx: OnnxBuilder,
): string {
  const width = sizeOf(shape.slice(1));
  const start = onnx.emit("ConstantOfShape", [onnx.integers([shape[0]!, width])]);
  const typed = dtype === "float32" ? start : onnx.cast(start, elementType[dtype]);
  const places = onnx.emit("Expand", [
    onnx.reshape(rows.ids, [rows.count, 1]),
    onnx.integers([rows.count, width]),
  ]);
  const updates = onnx.reshape(rows.updates, [rows.count, width]);
  return onnx.emit("ScatterElements", [typed, places, updates], {
    attributes: { axis: 0, reduction: "add" },
  });
}

/** Positions of several dimensions become row numbers. */
const scatterNd: Lowering = (call, onnx) => {
  const { indices, updates } = call.inputs;
  const { shape, dtype } = output(call);
  const depth = indices!.shape.at(-1)!;
  const strides = shape.slice(0, depth).map((_, axis) => sizeOf(shape.slice(axis + 1, depth)));
  const weighted = onnx.emit("Mul", [wideIndices(indices!.name, onnx), onnx.integers(strides)]);
  const ids = onnx.emit("ReduceSum", [weighted, onnx.integers([-1])], { attributes: { keepdims: 0 } });
  const rows = sizeOf(shape.slice(0, depth));
  const sums = scatterAdd(
    { ids, count: sizeOf(indices!.shape.slice(0, -1)), updates: updates!.name },
    { shape: [rows, ...shape.slice(depth)], dtype },
    onnx,
  );
  return onnx.reshape(sums, shape);
};

const tensorScatterUpdate: Lowering = (call, onnx) => {
  const { tensor, indices, updates } = call.inputs;
  return onnx.emit("ScatterND", [tensor!.name, wideIndices(indices!.name, onnx), updates!.name]);
};

/** Compared with every class, so that an index outside gives a row without a one (ONNX's OneHot would wrap −1). */
const oneHot: Lowering = (call, onnx) => {
  const { depth, onValue, offValue } = call.attributes as {
    depth: number;
    onValue: number;
    offValue: number;
  };
  const { name, shape } = operand(call);
  const { dtype } = output(call);
  const classes = onnx.tensor(
    "int32",
    [depth],
    Int32Array.from({ length: depth }, (_, index) => index),
  );
  const hit = onnx.emit("Equal", [onnx.reshape(name, [...shape, 1]), classes]);
  if (onValue === 1 && offValue === 0) return onnx.cast(hit, elementType[dtype]);
  return onnx.emit("Where", [hit, onnx.scalar(onValue, dtype), onnx.scalar(offValue, dtype)]);
};

/**
 * Ids outside the segments are sent to one more row, which is cut off. For an embedding's gradient, ids are the tokens.
 */
const unsortedSegmentSum: Lowering = (call, onnx) => {
  const { x, segmentIds } = call.inputs;
  const { shape, dtype } = output(call);
  const segments = call.attributes.numSegments as number;
  const ids = segmentIds!.name;
  const inside = onnx.emit("And", [
    onnx.emit("GreaterOrEqual", [ids, onnx.scalar(0, "int32")]),
    onnx.emit("Less", [ids, onnx.scalar(segments, "int32")]),
  ]);
  const safe = onnx.emit("Where", [inside, ids, onnx.scalar(segments, "int32")]);
  const sums = scatterAdd(
    { ids: wideIndices(safe, onnx), count: sizeOf(segmentIds!.shape), updates: x!.name },
    { shape: [segments + 1, ...shape.slice(1)], dtype },
    onnx,
  );
  const kept = onnx.emit("Slice", [sums, onnx.integers([0]), onnx.integers([segments]), onnx.integers([0])]);
  return onnx.reshape(kept, shape);
};

export const lookupLowerings: Readonly<Record<string, Lowering>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
