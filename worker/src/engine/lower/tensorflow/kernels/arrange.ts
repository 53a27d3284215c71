/**
 * Kernels that move, cut and join in TensorFlow.
 */
import type { GraphBuilder, Tensor } from "../builder.ts";
import { operand, output, type Call, type Lowering } from "./lowering.ts";

const index = { type: "int32" } as const;

/** Of the first operand's type, with lists of whole numbers as further operands. */
const listed =
  (operation: string, typeOfList: string, lists: (call: Call) => readonly (readonly number[])[]): Lowering =>
  (call, graph) => {
    const x = operand(call);
    const operands = lists(call).map((list) => graph.whole(...list));
    return graph.one(operation, [x, ...operands], { T: { type: x.type }, [typeOfList]: index }, output(call));
  };

const numbers = (call: Call, name: string): number[] => call.attributes[name] as number[];

/** Where a walk ends is said by a mask when it ends before the first element, whose number −1 means the last. */
const stridedSlice: Lowering = (call, graph) => {
  const { begin, size, strides } = call.attributes as { begin: number[]; size: number[]; strides: number[] };
  const x = operand(call);
  const end = begin.map((from, axis) =>
    size[axis] === 0 ? from : from + (size[axis]! - 1) * strides[axis]! + Math.sign(strides[axis]!),
  );
  const mask = end.reduce((bits, to, axis) => (to < 0 ? bits | (1 << axis) : bits), 0);
  const operands = [begin, end, strides].map((list) => graph.whole(...list));
  const walked = { shape: size, type: x.type };
  const attributes = { T: { type: x.type }, Index: index, end_mask: mask };
  return graph.reshape(graph.one("StridedSlice", [x, ...operands], attributes, walked), output(call).shape);
};

/** Widths before and after, axis by axis, as a matrix. */
function widths(call: Call, graph: GraphBuilder): Tensor {
  const paddings = call.attributes.paddings as number[][];
  return graph.constant(Int32Array.from(paddings.flat()), { shape: [paddings.length, 2], type: "int32" });
}

const pad: Lowering = (call, graph) => {
  const x = operand(call);
  const value = graph.scalar(call.attributes.constantValue as number, x.type);
  const attributes = { T: { type: x.type }, Tpaddings: index };
  return graph.one("PadV2", [x, widths(call, graph), value], attributes, output(call));
};

const mirrorPad: Lowering = (call, graph) => {
  const x = operand(call);
  const attributes = { T: { type: x.type }, Tpaddings: index, mode: "REFLECT" };
  return graph.one("MirrorPad", [x, widths(call, graph)], attributes, output(call));
};

const concat: Lowering = (call, graph) => {
  const axis = graph.scalar(call.attributes.axis as number, "int32");
  const { type } = output(call);
  const attributes = { N: call.list.length, T: { type }, Tidx: index };
  return call.list.length === 1
    ? operand(call)
    : graph.one("ConcatV2", [...call.list, axis], attributes, output(call));
};

const pack: Lowering = (call, graph) => {
  const { type } = output(call);
  const attributes = { N: call.list.length, T: { type }, axis: call.attributes.axis as number };
  return graph.one("Pack", call.list, attributes, output(call));
};

const split: Lowering = (call, graph) => {
  const { axis, sizes } = call.attributes as { axis: number; sizes: number[] };
  const x = operand(call);
  const attributes = { T: { type: x.type }, Tlen: index, num_split: sizes.length };
  return graph.many(
    "SplitV",
    [x, graph.whole(...sizes), graph.scalar(axis, "int32")],
    attributes,
    call.outputs,
  );
};

const unpack: Lowering = (call, graph) => {
  const x = operand(call);
  const attributes = { T: { type: x.type }, num: call.outputs.length, axis: call.attributes.axis as number };
  return graph.many("Unpack", [x], attributes, call.outputs);
};

export const arrangeLowerings: Readonly<Record<string, Lowering>> = {
  After: (call, graph) => graph.after(operand(call), call.list.slice(1)),
  BroadcastTo: listed("BroadcastTo", "Tidx", (call) => [output(call).shape]),
  Concat: concat,
  MirrorPad: mirrorPad,
  Pack: pack,
  PadV2: pad,
  Reshape: (call, graph) => graph.reshape(operand(call), output(call).shape),
  Reverse: listed("ReverseV2", "Tidx", (call) => [numbers(call, "axes")]),
  Slice: listed("Slice", "Index", (call) => [numbers(call, "begin"), numbers(call, "size")]),
  SplitV: split,
  StridedSlice: stridedSlice,
  Tile: listed("Tile", "Tmultiples", (call) => [numbers(call, "reps")]),
  Transpose: listed("Transpose", "Tperm", (call) => [numbers(call, "perm")]),
  Unpack: unpack,
};
