/**
 * Kernels that read or write at indices. An index of several numbers becomes the number of a row first.
 */
import type { Operand, PlanBuilder } from "../builder.ts";
import { sizeOf, type View } from "../view.ts";
import { isFloat, named, operand, output, type Translation } from "./translation.ts";

const gather: Translation = (call, plan) => {
  const [x, indices] = [named(call, "x").view, named(call, "indices").view];
  const axis = call.attributes.axis as number;
  const outer = sizeOf(x.shape.slice(0, axis));
  const inner = sizeOf(x.shape.slice(axis + 1));
  const numbers = [outer, x.shape[axis]!, sizeOf(indices.shape), inner];
  return plan.other("gather", numbers, { from: [x, indices], shapes: [output(call).shape] });
};

/** [..., D] of positions in the first D dimensions of `shape` → [...] of rows, in whole numbers. */
function rowNumbers(indices: View, shape: readonly number[], plan: PlanBuilder): View {
  const depth = indices.shape.at(-1)!;
  const strides = shape.slice(0, depth).map((_, axis) => sizeOf(shape.slice(axis + 1, depth)));
  const row = Int32Array.from(strides);
  if (depth === 1) return plan.reshape(indices, indices.shape.slice(0, -1));
  return plan.rows("sumI", plan.map("mulI", [indices, plan.constant(row, [depth])]));
}

const gatherNd: Translation = (call, plan) => {
  const [params, indices] = [named(call, "params").view, named(call, "indices").view];
  const depth = indices.shape.at(-1)!;
  const rows = rowNumbers(indices, params.shape, plan);
  const length = sizeOf(params.shape.slice(0, depth));
  const numbers = [1, length, sizeOf(rows.shape), sizeOf(params.shape.slice(depth))];
  return plan.other("gather", numbers, { from: [params, rows], shapes: [output(call).shape] });
};

const flag = (value: boolean): number => Number(value);

interface Addition {
  updates: Operand;
  rows: View;
  /** Leaves out rows whose index is outside. */
  skips: boolean;
}

/** Rows added up at their places in `shape`, whose first `depth` dimensions the places number. */
function scatterAdd(
  { updates, rows, skips }: Addition,
  { shape, depth }: { shape: readonly number[]; depth: number },
  plan: PlanBuilder,
): View {
  const length = sizeOf(shape.slice(0, depth));
  const inner = sizeOf(shape.slice(depth));
  const numbers = [length, sizeOf(rows.shape), inner, flag(skips), flag(!isFloat(updates))];
  return plan.other("scatterAdd", numbers, { from: [updates.view, rows], shapes: [shape] })[0]!;
}

const scatterNd: Translation = (call, plan) => {
  const { shape } = output(call);
  const indices = named(call, "indices").view;
  const rows = rowNumbers(indices, shape, plan);
  const depth = indices.shape.at(-1)!;
  return scatterAdd({ updates: named(call, "updates"), rows, skips: false }, { shape, depth }, plan);
};

const unsortedSegmentSum: Translation = (call, plan) => {
  const rows = named(call, "segmentIds").view;
  const updates = named(call, "x");
  // What follows the ids' dimensions are rows; the ids number the first dimension of the result.
  return scatterAdd({ updates, rows, skips: true }, { shape: output(call).shape, depth: 1 }, plan);
};

const tensorScatterUpdate: Translation = (call, plan) => {
  const { shape } = output(call);
  const indices = named(call, "indices").view;
  const depth = indices.shape.at(-1)!;
  const rows = rowNumbers(indices, shape, plan);
  const numbers = [sizeOf(shape.slice(0, depth)), sizeOf(rows.shape), sizeOf(shape.slice(depth))];
  const from = [named(call, "tensor").view, named(call, "updates").view, rows];
  return plan.other("scatterSet", numbers, { from, shapes: [shape] });
};

/** Compared with every class, so that an index outside gives a row without a one. */
const oneHot: Translation = (call, plan) => {
  const { depth, onValue, offValue } = call.attributes as {
    depth: number;
    onValue: number;
    offValue: number;
  };
  const { view } = operand(call);
  const { shape, dtype } = output(call);
  const classes = plan.constant(
    Int32Array.from({ length: depth }, (_, index) => index),
    [depth],
  );
  const hit = plan.map("equalI", [plan.reshape(view, [...view.shape, 1]), classes], { shape });
  const [on, off] = [onValue, offValue].map((value) => plan.scalar(value, dtype !== "float32"));
  return plan.map("select", [hit, on!, off!], { shape });
};

export const lookupTranslations: Readonly<Record<string, Translation>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
