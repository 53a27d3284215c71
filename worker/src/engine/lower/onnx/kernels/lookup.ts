/**
 * Kernels that read or write at indices in ONNX operators.
 */
import { sizeOf } from "../../../record/graph.ts";
import type { OnnxBuilder } from "../builder.ts";
import { elementType } from "../model.ts";
import { names, operand, output, type Call, type Lowering } from "./lowering.ts";

const gather: Lowering = (call, onnx) =>
  onnx.emit("Gather", names(call), { attributes: { axis: call.attributes.axis as number } });

const wideIndices = (name: string, onnx: OnnxBuilder): string => onnx.cast(name, elementType.int64);

const gatherNd: Lowering = (call, onnx) =>
  onnx.emit("GatherND", [operand(call, 0).name, wideIndices(operand(call, 1).name, onnx)]);

function zeros(call: Call, onnx: OnnxBuilder): string {
  const { shape, dtype } = output(call);
  const size = sizeOf(shape);
  return onnx.tensor(dtype, shape, dtype === "float32" ? new Float32Array(size) : new Int32Array(size));
}

const scatterNd: Lowering = (call, onnx) => {
  const { indices, updates } = call.inputs;
  return onnx.emit("ScatterND", [zeros(call, onnx), wideIndices(indices!.name, onnx), updates!.name], {
    attributes: { reduction: "add" },
  });
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
  const rows = onnx.reshape(wideIndices(safe, onnx), [...segmentIds!.shape, 1]);
  const wider = [segments + 1, ...shape.slice(1)];
  const size = sizeOf(wider);
  const start = onnx.tensor(
    dtype,
    wider,
    dtype === "float32" ? new Float32Array(size) : new Int32Array(size),
  );
  const sums = onnx.emit("ScatterND", [start, rows, x!.name], { attributes: { reduction: "add" } });
  return onnx.emit("Slice", [sums, onnx.integers([0]), onnx.integers([segments]), onnx.integers([0])]);
};

export const lookupLowerings: Readonly<Record<string, Lowering>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
