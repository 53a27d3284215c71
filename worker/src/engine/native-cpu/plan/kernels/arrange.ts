/**
 * Kernels that move, cut and join: views where that is possible, copies where numbers have to lie elsewhere.
 */
import type { Operand, PlanBuilder } from "../builder.ts";
import { broadcast, cut, transposed, type View } from "../view.ts";
import { isFloat, operand, output, type Translation } from "./translation.ts";

const reshape: Translation = (call, plan) => plan.reshape(operand(call).view, output(call).shape);

const after: Translation = (call) => {
  const [{ view }, ...earlier] = call.list as readonly [Operand, ...Operand[]];
  return { ...view, after: [...(view.after ?? []), ...earlier.map(({ view: { base } }) => base)] };
};

const slice: Translation = (call) =>
  cut(operand(call).view, call.attributes as unknown as { begin: number[]; size: number[] });

const stridedSlice: Translation = (call, plan) => {
  const piece = cut(
    operand(call).view,
    call.attributes as unknown as { begin: number[]; size: number[]; strides: number[] },
  );
  return plan.reshape(piece, output(call).shape);
};

function reversed(view: View, axes: readonly number[]): View {
  return cut(view, {
    begin: view.shape.map((size, axis) => (axes.includes(axis) ? size - 1 : 0)),
    size: view.shape,
    strides: view.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1)),
  });
}

type Widths = readonly (readonly [before: number, after: number])[];

const pad: Translation = (call, plan) => {
  const { view } = operand(call);
  const widths = call.attributes.paddings as Widths;
  if (widths.every(([before, after]) => before === 0 && after === 0)) return view;
  const value = plan.scalar(call.attributes.constantValue as number, !isFloat(operand(call)));
  const whole = plan.map("copy", [value], { shape: output(call).shape });
  plan.copyInto(cut(whole, { begin: widths.map(([before]) => before), size: view.shape }), view);
  return whole;
};

/** Along one axis: the numbers beside the edge, backwards, without the edge itself. */
function mirrored(view: View, [axis, [before, after]]: [number, Widths[number]], plan: PlanBuilder): View {
  if (before === 0 && after === 0) return view;
  const length = view.shape[axis]!;
  const piece = (from: number, size: number): View =>
    reversed(
      cut(view, {
        begin: view.shape.map((_, i) => (i === axis ? from : 0)),
        size: view.shape.with(axis, size),
      }),
      [axis],
    );
  const pieces = [piece(1, before), view, piece(length - 1 - after, after)];
  return plan.concat(
    pieces.filter(({ shape }) => shape[axis]! > 0),
    axis,
  );
}

const mirrorPad: Translation = (call, plan) =>
  (call.attributes.paddings as Widths).reduce(
    (view, widths, axis) => mirrored(view, [axis, widths], plan),
    operand(call).view,
  );

/** [n] as [1, n], repeated to [r, n], as [r · n]; so for every axis. */
const tile: Translation = (call, plan) => {
  const { view } = operand(call);
  const repeats = call.attributes.reps as number[];
  const apart = plan.reshape(
    view,
    view.shape.flatMap((size) => [1, size]),
  );
  const repeated = broadcast(
    apart,
    view.shape.flatMap((size, axis) => [repeats[axis]!, size]),
  );
  return plan.reshape(repeated, output(call).shape);
};

const concat: Translation = (call, plan) =>
  plan.concat(
    call.list.map(({ view }) => view),
    call.attributes.axis as number,
  );

const pack: Translation = (call, plan) => {
  const axis = call.attributes.axis as number;
  const pieces = call.list.map(({ view }) => plan.reshape(view, view.shape.toSpliced(axis, 0, 1)));
  return plan.concat(pieces, axis);
};

function split(view: View, axis: number, sizes: readonly number[]): View[] {
  let from = 0;
  return sizes.map((size) => {
    const begin = view.shape.map((_, i) => (i === axis ? from : 0));
    from += size;
    return cut(view, { begin, size: view.shape.with(axis, size) });
  });
}

const unpack: Translation = (call, plan) => {
  const { view } = operand(call);
  const pieces = split(
    view,
    call.attributes.axis as number,
    call.outputs.map(() => 1),
  );
  return pieces.map((piece) => plan.reshape(piece, output(call).shape));
};

export const arrangeTranslations: Readonly<Record<string, Translation>> = {
  After: after,
  BroadcastTo: (call) => broadcast(operand(call).view, output(call).shape),
  Concat: concat,
  MirrorPad: mirrorPad,
  Pack: pack,
  PadV2: pad,
  Reshape: reshape,
  Reverse: (call) => reversed(operand(call).view, call.attributes.axes as number[]),
  Slice: slice,
  SplitV: (call) =>
    split(operand(call).view, call.attributes.axis as number, call.attributes.sizes as number[]),
  StridedSlice: stridedSlice,
  Tile: tile,
  Transpose: (call) => transposed(operand(call).view, call.attributes.perm as number[]),
  Unpack: unpack,
};
