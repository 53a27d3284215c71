/**
 * Kernel attributes: from the normal form of a record back to what TensorFlow.js's kernels are called with. A kernel that has no row here
 * was recorded with its own attributes.
 */
import type { Attributes, GraphNode, Value } from "../record/graph.ts";

type Row = (attributes: Attributes, output: Value) => Attributes;

const numbers = (attributes: Attributes, name: string): number[] => attributes[name] as number[];

const reduction: Row = ({ axes, keepDims }) => ({ axis: axes, keepDims });
/** Along the last axis, the only one that kernels know. */
const alongLast =
  (name: string): Row =>
  (_, { shape }) => ({ [name]: shape.length - 1 });
const shaped: Row = (_, { shape }) => ({ shape: [...shape] });

/** Where a walk ends is beyond its last element; before the first one that can only be said by a mask, as −1 is the last. */
const stridedSlice: Row = (attributes) => {
  const [begin, size, strides] = ["begin", "size", "strides"].map((name) => numbers(attributes, name)) as [
    number[],
    number[],
    number[],
  ];
  const end = begin.map((from, axis) =>
    size[axis] === 0 ? from : from + (size[axis]! - 1) * strides[axis]! + Math.sign(strides[axis]!),
  );
  const endMask = end.reduce((bits, to, axis) => (to < 0 ? bits | (1 << axis) : bits), 0);
  return {
    begin,
    end,
    strides,
    beginMask: 0,
    endMask,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: 0,
  };
};

const rows: Readonly<Record<string, Row>> = {
  All: reduction,
  Any: reduction,
  BroadcastTo: shaped,
  GatherV2: ({ axis }) => ({ axis, batchDims: 0 }),
  LogSoftmax: alongLast("axis"),
  Max: ({ axes, keepDims }) => ({ reductionIndices: axes, keepDims }),
  Mean: reduction,
  Min: reduction,
  MirrorPad: ({ paddings }) => ({ paddings, mode: "reflect" }),
  OneHot: (attributes, { dtype }) => ({ ...attributes, dtype }),
  Prod: reduction,
  Reshape: shaped,
  Reverse: ({ axes }) => ({ dims: axes }),
  ScatterNd: shaped,
  Softmax: alongLast("dim"),
  SplitV: ({ axis, sizes }) => ({ axis, numOrSizeSplits: sizes }),
  Step: (attributes) => ({ alpha: 0, ...attributes }),
  StridedSlice: stridedSlice,
  Sum: reduction,
};

/** The attributes of a recorded call, for the kernel. @param output the first one */
export function kernelAttributes({ kernel, attributes }: GraphNode, output: Value): Attributes {
  return rows[kernel]?.(attributes, output) ?? attributes;
}

/** The name of an operand, for the kernel: ExpandDims calls its own otherwise, and is recorded as Reshape. */
export function operandName(kernel: string, name: string): string {
  return kernel === "Reshape" ? "x" : name;
}
