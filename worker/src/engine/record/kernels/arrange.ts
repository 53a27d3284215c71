/**
 * Rules of kernels that move, cut, join and make values without computing on them.
 */
import { EngineError } from "../../errors.ts";
import { tf } from "../../tf.ts";
import type { ConstantData, DataType } from "../graph.ts";
import { sizeOf } from "../graph.ts";
import { atCaller } from "../place.ts";
import { axesOf, input, inputList, result, type KernelRule, type Recorded } from "./rule.ts";

const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** A constant filled by a function of the element's index. */
function filled(shape: readonly number[], dtype: DataType, valueAt: (index: number) => number): Recorded {
  const constant: ConstantData = new arrayOf[dtype](sizeOf(shape));
  for (let index = 0; index < constant.length; index++) constant[index] = valueAt(index);
  return { constant, shape, dtype };
}

const reshape: KernelRule = (inputs, { shape }) => {
  const x = input(inputs, "x");
  return result(tf.util.inferFromImplicitShape(shape as number[], sizeOf(x.shape)), x.dtype, {});
};

/** Becomes a Reshape: a lowering needs to know one of the two. */
const expandDims: KernelRule = (inputs, { dim }) => {
  const x = input(inputs, "input");
  const at = (dim as number) < 0 ? x.shape.length + (dim as number) + 1 : (dim as number);
  return { ...result(x.shape.toSpliced(at, 0, 1), x.dtype, {}), kernel: "Reshape" };
};

const transpose: KernelRule = (inputs, { perm }) => {
  const x = input(inputs, "x");
  return result(
    (perm as number[]).map((axis) => x.shape[axis]!),
    x.dtype,
    { perm },
  );
};

const slice: KernelRule = (inputs, attributes) => {
  const x = input(inputs, "x");
  const [begin, size] = tf.slice_util.parseSliceParams(
    x,
    attributes.begin as number[],
    attributes.size as number[],
  ) as [number[], number[]];
  tf.slice_util.assertParamsValid(x, begin, size);
  return result(size, x.dtype, { begin, size });
};

/** Masks are resolved here: `begin`, `strides` and `size` before new axes are added or old ones dropped. */
const stridedSlice: KernelRule = (inputs, attributes) => {
  const x = input(inputs, "x");
  const number = (name: string): number => attributes[name] as number;
  const info = tf.slice_util.sliceInfo(
    x.shape,
    attributes.begin as number[],
    attributes.end as number[],
    attributes.strides as number[],
    number("beginMask"),
    number("endMask"),
    number("ellipsisMask"),
    number("newAxisMask"),
    number("shrinkAxisMask"),
  );
  const size = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
  return result(info.finalShape, x.dtype, { begin: info.begin, strides: info.strides, size });
};

const pad: KernelRule = (inputs, { paddings, constantValue }) => {
  const x = input(inputs, "x");
  const pairs = paddings as [number, number][];
  return result(
    x.shape.map((size, axis) => size + pairs[axis]![0] + pairs[axis]![1]),
    x.dtype,
    { paddings, constantValue: constantValue ?? 0 },
  );
};

const mirrorPad: KernelRule = (inputs, { paddings, mode }) => {
  if (mode !== "reflect") {
    throw new EngineError(
      "E_KERNEL",
      `mirrorPad with mode ${String(mode)}, used${atCaller()}, cannot be recorded; use reflect.`,
    );
  }
  const x = input(inputs, "x");
  const pairs = paddings as [number, number][];
  return result(
    x.shape.map((size, axis) => size + pairs[axis]![0] + pairs[axis]![1]),
    x.dtype,
    { paddings },
  );
};

const tile: KernelRule = (inputs, { reps }) => {
  const x = input(inputs, "x");
  return result(
    x.shape.map((size, axis) => size * (reps as number[])[axis]!),
    x.dtype,
    { reps },
  );
};

const broadcastTo: KernelRule = (inputs, { shape }) => {
  const x = input(inputs, "x");
  return result(shape as number[], x.dtype, {});
};

const concat: KernelRule = (inputs, { axis }) => {
  const list = inputList(inputs);
  const [normal] = axesOf(axis, list[0]!.shape) as [number];
  const shapes = list.map(({ shape }) => shape);
  tf.backend_util.assertParamsConsistent(shapes, normal);
  return result(tf.backend_util.computeOutShape(shapes, normal), list[0]!.dtype, { axis: normal });
};

const pack: KernelRule = (inputs, { axis }) => {
  const list = inputList(inputs);
  const { shape, dtype } = list[0]!;
  const at = (axis as number) < 0 ? shape.length + 1 + (axis as number) : (axis as number);
  return result(shape.toSpliced(at, 0, list.length), dtype, { axis: at });
};

const unpack: KernelRule = (inputs, { axis }) => {
  const x = input(inputs, "value");
  const [normal] = axesOf(axis, x.shape) as [number];
  const shape = x.shape.toSpliced(normal, 1);
  const outputs = Array.from({ length: x.shape[normal]! }, () => ({ shape, dtype: x.dtype }));
  return { outputs, attributes: { axis: normal }, list: true };
};

const split: KernelRule = (inputs, { numOrSizeSplits, axis }) => {
  const x = input(inputs, "x");
  const [normal] = axesOf(axis, x.shape) as [number];
  const sizes = tf.backend_util.prepareSplitSize(x, numOrSizeSplits as number[], normal);
  const outputs = sizes.map((size) => ({ shape: x.shape.with(normal, size), dtype: x.dtype }));
  return { outputs, attributes: { axis: normal, sizes }, list: true };
};

const reverse: KernelRule = (inputs, { dims }) => {
  const x = input(inputs, "x");
  return result(x.shape, x.dtype, { axes: axesOf(dims, x.shape) });
};

const like =
  (value: number): KernelRule =>
  (inputs) => {
    const x = input(inputs, "x");
    return filled(x.shape, x.dtype, () => value);
  };

const fill: KernelRule = (_, { shape, value, dtype }) =>
  filled(shape as number[], (dtype as DataType | undefined) ?? "float32", () => value as number);

const range: KernelRule = (_, { start, stop, step, dtype }) => {
  const [from, to, by] = [start as number, stop as number, step as number];
  const length =
    from === to || (from < to && by < 0) || (to < from && by > 1) ? 0 : Math.ceil(Math.abs((to - from) / by));
  const stride = to < from && by === 1 ? -1 : by;
  return filled([length], (dtype as DataType | undefined) ?? "float32", (index) => from + index * stride);
};

const linSpace: KernelRule = (_, { start, stop, num }) => {
  const [from, to, count] = [start as number, stop as number, num as number];
  return filled([count], "float32", (index) => from + (index * (to - from)) / (count - 1));
};

/** See after.ts: the first input, once the others have been computed. */
const after: KernelRule = (inputs) => {
  const { shape, dtype } = input(inputs, "x");
  return result(shape, dtype, {});
};

export const arrangeRules: Readonly<Record<string, KernelRule>> = {
  After: after,
  BroadcastTo: broadcastTo,
  Concat: concat,
  ExpandDims: expandDims,
  Fill: fill,
  LinSpace: linSpace,
  MirrorPad: mirrorPad,
  OnesLike: like(1),
  Pack: pack,
  PadV2: pad,
  Range: range,
  Reshape: reshape,
  Reverse: reverse,
  Slice: slice,
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: transpose,
  Unpack: unpack,
  ZerosLike: like(0),
};
