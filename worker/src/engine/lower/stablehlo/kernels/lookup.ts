/**
 * Kernels that read or write at indices in StableHLO. Reads outside are moved to the nearest place, writes outside dropped.
 */
import { sizeOf } from "../../../record/graph.ts";
import type { HloBuilder } from "../builder.ts";
import { typeText, type Tensor } from "../types.ts";
import { named, operand, output, outputType, type Lowering } from "./lowering.ts";

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
const list = (values: readonly number[]): string => `[${values.join(", ")}]`;

interface Reading {
  /** Axes of x that an index says; each is read at one place. */
  axes: readonly number[];
  /** Axes of the result that come from x. */
  offsets: readonly number[];
  /** Axis of the indices along which the numbers of one index lie; their rank if an index is a single number. */
  vectorAxis: number;
}

function emitGather(
  x: Tensor,
  indices: Tensor,
  { axes, offsets, vectorAxis }: Reading,
  [hlo, shape]: readonly [HloBuilder, readonly number[]],
): Tensor {
  const numbers = [
    ...(offsets.length === 0 ? [] : [`offset_dims = ${list(offsets)}`]),
    `collapsed_slice_dims = ${list(axes)}`,
    `start_index_map = ${list(axes)}`,
    `index_vector_dim = ${vectorAxis}`,
  ];
  const sizes = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const result = { shape, type: x.type };
  return hlo.emit(
    `"stablehlo.gather"(${x.name}, ${indices.name}) {dimension_numbers = #stablehlo.gather<${numbers.join(", ")}>, indices_are_sorted = false, slice_sizes = array<i64: ${sizes.join(", ")}>} : (${typeText(x)}, ${typeText(indices)}) -> ${typeText(result)}`,
    result,
  );
}

const gather: Lowering = (call, hlo) => {
  const [x, indices] = [operand(call, 0), operand(call, 1)];
  const { axis } = call.attributes as { axis: number };
  const rank = indices.shape.length;
  const offsets = [...upTo(0, axis), ...upTo(axis + rank, x.shape.length - 1 + rank)];
  return emitGather(x, indices, { axes: [axis], offsets, vectorAxis: rank }, [hlo, output(call).shape]);
};

const gatherNd: Lowering = (call, hlo) => {
  const [x, indices] = [operand(call, 0), operand(call, 1)];
  const { shape } = output(call);
  const places = indices.shape.length - 1;
  const reading = {
    axes: upTo(0, indices.shape.at(-1)!),
    offsets: upTo(places, shape.length),
    vectorAxis: places,
  };
  return emitGather(x, indices, reading, [hlo, shape]);
};

/** Rows of `updates` are put to their places in `target`: added to what is there, or instead of it. */
interface Writing {
  target: Tensor;
  indices: Tensor;
  updates: Tensor;
  /** How many axes of the target an index says; 1 if it is a single number. */
  depth: number;
  combine: "add" | "replace";
}

function emitScatter({ target, indices, updates, depth, combine }: Writing, hlo: HloBuilder): Tensor {
  const window = target.shape.length - depth;
  const rank = updates.shape.length;
  const axes = list(upTo(0, depth));
  const vectorAxis = rank - window;
  const numbers = [
    ...(window === 0 ? [] : [`update_window_dims = ${list(upTo(rank - window, rank))}`]),
    `inserted_window_dims = ${axes}`,
    `scatter_dims_to_operand_dims = ${axes}`,
    `index_vector_dim = ${vectorAxis}`,
  ];
  const element = typeText({ shape: [], type: target.type });
  const [sum, result] = combine === "add" ? [`%s = stablehlo.add %a, %b : ${element} `, "%s"] : ["", "%b"];
  const body = `^bb0(%a: ${element}, %b: ${element}): ${sum}stablehlo.return ${result} : ${element}`;
  return hlo.emit(
    `"stablehlo.scatter"(${target.name}, ${indices.name}, ${updates.name}) ({ ${body} }) {scatter_dimension_numbers = #stablehlo.scatter<${numbers.join(", ")}>, indices_are_sorted = false, unique_indices = false} : (${typeText(target)}, ${typeText(indices)}, ${typeText(updates)}) -> ${typeText(target)}`,
    target,
  );
}

const scatterNd: Lowering = (call, hlo) => {
  const [indices, updates] = [named(call, "indices"), named(call, "updates")];
  const target = hlo.filled(0, updates.type, output(call).shape);
  return emitScatter({ target, indices, updates, depth: indices.shape.at(-1)!, combine: "add" }, hlo);
};

const tensorScatterUpdate: Lowering = (call, hlo) => {
  const [target, indices, updates] = [named(call, "tensor"), named(call, "indices"), named(call, "updates")];
  return emitScatter({ target, indices, updates, depth: indices.shape.at(-1)!, combine: "replace" }, hlo);
};

/** For an embedding's gradient: ids are the tokens. */
const unsortedSegmentSum: Lowering = (call, hlo) => {
  const [x, ids] = [named(call, "x"), named(call, "segmentIds")];
  const target = hlo.filled(0, x.type, output(call).shape);
  const count = sizeOf(ids.shape);
  return emitScatter(
    {
      target,
      indices: hlo.reshape(ids, [count]),
      updates: hlo.reshape(x, [count, ...x.shape.slice(ids.shape.length)]),
      depth: 1,
      combine: "add",
    },
    hlo,
  );
};

const oneHot: Lowering = (call, hlo) => {
  const { onValue, offValue } = call.attributes as { onValue: number; offValue: number };
  const { shape } = output(call);
  const ids = operand(call);
  const spread = hlo.broadcast(ids, shape, upTo(0, ids.shape.length));
  const hit = hlo.compare("EQ", hlo.iota(shape, shape.length - 1), spread);
  const type = outputType(call);
  return hlo.select(hit, hlo.filled(onValue, type, shape), hlo.filled(offValue, type, shape));
};

export const lookupLowerings: Readonly<Record<string, Lowering>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
