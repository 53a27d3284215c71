/**
 * Kernels that move, cut and join in ONNX operators.
 */
import type { OnnxBuilder } from "../builder.ts";
import { names, operand, output, type Call, type Lowering, type Operand } from "./lowering.ts";

const reshape: Lowering = (call, onnx) => onnx.reshape(operand(call).name, output(call).shape);

const transpose: Lowering = (call, onnx) =>
  onnx.emit("Transpose", names(call), { attributes: { perm: call.attributes.perm as number[] } });

interface Cut {
  begin: readonly number[];
  size: readonly number[];
  strides: readonly number[];
}

/** A stop before the first element cannot be −1, which would mean the last one. */
const beforeFirst = -(2 ** 31);

function emitSlice(name: string, { begin, size, strides }: Cut, onnx: OnnxBuilder): string {
  const end = begin.map((from, axis) => {
    const to = from + size[axis]! * strides[axis]!;
    return to < 0 ? beforeFirst : to;
  });
  const axes = begin.map((_, axis) => axis);
  return onnx.emit("Slice", [name, ...[begin, end, axes, strides].map((list) => onnx.integers(list))]);
}

const slice: Lowering = (call, onnx) => {
  const { begin, size } = call.attributes as { begin: number[]; size: number[] };
  const { name, shape } = operand(call);
  if (shape.length === 0) return onnx.emit("Identity", [name]);
  return emitSlice(name, { begin, size, strides: begin.map(() => 1) }, onnx);
};

const stridedSlice: Lowering = (call, onnx) =>
  onnx.reshape(emitSlice(operand(call).name, call.attributes as unknown as Cut, onnx), output(call).shape);

const reverse: Lowering = (call, onnx) => {
  const { name, shape } = operand(call);
  const axes = call.attributes.axes as number[];
  const cut = shape.map((size, axis) =>
    axes.includes(axis) ? { begin: size - 1, stride: -1 } : { begin: 0, stride: 1 },
  );
  return emitSlice(
    name,
    { begin: cut.map(({ begin }) => begin), size: shape, strides: cut.map(({ stride }) => stride) },
    onnx,
  );
};

function padWidths(call: Call, onnx: OnnxBuilder): string {
  const pairs = call.attributes.paddings as [number, number][];
  return onnx.integers([...pairs.map(([before]) => before), ...pairs.map(([, after]) => after)]);
}

const pad: Lowering = (call, onnx) => {
  const { name, dtype } = operand(call);
  const value = onnx.scalar(call.attributes.constantValue as number, dtype);
  return onnx.emit("Pad", [name, padWidths(call, onnx), value], { attributes: { mode: "constant" } });
};

const mirrorPad: Lowering = (call, onnx) =>
  onnx.emit("Pad", [operand(call).name, padWidths(call, onnx)], { attributes: { mode: "reflect" } });

const tile: Lowering = (call, onnx) =>
  onnx.emit("Tile", [operand(call).name, onnx.integers(call.attributes.reps as number[])]);

const broadcastTo: Lowering = (call, onnx) =>
  onnx.emit("Expand", [operand(call).name, onnx.integers(output(call).shape)]);

const concat: Lowering = (call, onnx) =>
  onnx.emit("Concat", names(call), { attributes: { axis: call.attributes.axis as number } });

const pack: Lowering = (call, onnx) => {
  const axis = call.attributes.axis as number;
  const rows = call.list.map(({ name, shape }) => onnx.reshape(name, shape.toSpliced(axis, 0, 1)));
  return onnx.emit("Concat", rows, { attributes: { axis } });
};

const split: Lowering = (call, onnx) => {
  const { axis, sizes } = call.attributes as { axis: number; sizes: number[] };
  return onnx.emitMany(sizes.length, "Split", [operand(call).name, onnx.integers(sizes)], { axis });
};

const unpack: Lowering = (call, onnx) => {
  const axis = call.attributes.axis as number;
  const sizes = call.outputs.map(() => 1);
  const rows = onnx.emitMany(sizes.length, "Split", [operand(call).name, onnx.integers(sizes)], { axis });
  return rows.map((name) => onnx.reshape(name, output(call).shape));
};

/**
 * A reshape to its own shape, which is computed from the values waited for: the index of the largest of one number is 0, whatever
 * the number. Nothing is copied.
 */
const after: Lowering = (call, onnx) => {
  const [x, ...earlier] = call.list as [Operand, ...Operand[]];
  const own = onnx.integers(x.shape);
  const shape = earlier.reduce((sum, { name }) => {
    const flat = onnx.reshape(name, [-1]);
    const one = onnx.emit("Slice", [flat, ...[[0], [1], [0]].map((list) => onnx.integers(list))]);
    const zero = onnx.emit("ArgMax", [one], { attributes: { axis: 0, keepdims: 1 } });
    return onnx.emit("Add", [sum, zero]);
  }, own);
  return onnx.describe(onnx.emit("Reshape", [x.name, shape]), x.dtype, x.shape);
};

/** Kernels without inputs are constants in the record; here only ones that depend on shapes alone remain. */
export const arrangeLowerings: Readonly<Record<string, Lowering>> = {
  After: after,
  BroadcastTo: broadcastTo,
  Concat: concat,
  MirrorPad: mirrorPad,
  Pack: pack,
  PadV2: pad,
  Reshape: reshape,
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
};
