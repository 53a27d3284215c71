/**
 * Kernels that move, cut and join in StableHLO.
 */
import type { HloBuilder } from "../builder.ts";
import { typeText, type Tensor } from "../types.ts";
import { operand, output, type Lowering } from "./lowering.ts";

const reshape: Lowering = (call, hlo) => hlo.reshape(operand(call), output(call).shape);

const transpose: Lowering = (call, hlo) => hlo.transpose(operand(call), call.attributes.perm as number[]);

const slice: Lowering = (call, hlo) => {
  const { begin, size } = call.attributes as { begin: number[]; size: number[] };
  return hlo.slice(operand(call), { from: begin, to: begin.map((from, axis) => from + size[axis]!) });
};

/** StableHLO walks forwards only: axes with a negative stride are turned round first. */
const stridedSlice: Lowering = (call, hlo) => {
  const { begin, size, strides } = call.attributes as { begin: number[]; size: number[]; strides: number[] };
  const x = operand(call);
  const backward = strides.flatMap((stride, axis) => (stride < 0 ? [axis] : []));
  const from = begin.map((first, axis) => (strides[axis]! < 0 ? x.shape[axis]! - 1 - first : first));
  const forward = strides.map(Math.abs);
  const to = from.map((first, axis) =>
    size[axis] === 0 ? first : first + (size[axis]! - 1) * forward[axis]! + 1,
  );
  return hlo.reshape(hlo.slice(hlo.reverse(x, backward), { from, to, strides: forward }), output(call).shape);
};

const reverse: Lowering = (call, hlo) => hlo.reverse(operand(call), call.attributes.axes as number[]);

type Widths = [before: number, after: number][];

const pad: Lowering = (call, hlo) => {
  const x = operand(call);
  const value = hlo.scalar(call.attributes.constantValue as number, x.type);
  return hlo.pad(x, call.attributes.paddings as Widths, value);
};

/** A piece of one axis. */
function piece(x: Tensor, [axis, from, to]: readonly [number, number, number], hlo: HloBuilder): Tensor {
  return hlo.slice(x, { from: x.shape.map(() => 0).with(axis, from), to: x.shape.with(axis, to) });
}

/** What lies beside the edge, which itself is not repeated, turned round. */
function reflect(x: Tensor, axis: number, [before, after]: Widths[number], hlo: HloBuilder): Tensor {
  const size = x.shape[axis]!;
  const turned = (from: number, to: number): Tensor[] =>
    from === to ? [] : [hlo.reverse(piece(x, [axis, from, to], hlo), [axis])];
  const parts = [...turned(1, before + 1), x, ...turned(size - 1 - after, size - 1)];
  return parts.length === 1 ? x : hlo.concatenate(parts, axis);
}

const mirrorPad: Lowering = (call, hlo) =>
  (call.attributes.paddings as Widths).reduce(
    (x, widths, axis) => reflect(x, axis, widths, hlo),
    operand(call),
  );

/** Each axis is preceded by its repetitions. */
const tile: Lowering = (call, hlo) => {
  const x = operand(call);
  const repetitions = call.attributes.reps as number[];
  const shape = x.shape.flatMap((size, axis) => [repetitions[axis]!, size]);
  const dimensions = x.shape.map((_, axis) => 2 * axis + 1);
  return hlo.reshape(hlo.broadcast(x, shape, dimensions), output(call).shape);
};

const broadcastTo: Lowering = (call, hlo) => hlo.broadcast(operand(call), output(call).shape);

const concat: Lowering = (call, hlo) => hlo.concatenate(call.list, call.attributes.axis as number);

const pack: Lowering = (call, hlo) => {
  const axis = call.attributes.axis as number;
  const rows = call.list.map((x) => hlo.reshape(x, x.shape.toSpliced(axis, 0, 1)));
  return hlo.concatenate(rows, axis);
};

const split: Lowering = (call, hlo) => {
  const { axis, sizes } = call.attributes as { axis: number; sizes: number[] };
  let from = 0;
  return sizes.map((size) => piece(operand(call), [axis, from, (from += size)], hlo));
};

const unpack: Lowering = (call, hlo) => {
  const axis = call.attributes.axis as number;
  return call.outputs.map(({ shape }, index) =>
    hlo.reshape(piece(operand(call), [axis, index, index + 1], hlo), shape),
  );
};

/** The first operand once the others have been computed: nothing moves across a barrier. */
const after: Lowering = (call, hlo) => {
  const names = call.list.map(({ name }) => name).join(", ");
  const types = call.list.map(typeText).join(", ");
  return hlo.emitMany(`stablehlo.optimization_barrier ${names} : ${types}`, call.list)[0]!;
};

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
