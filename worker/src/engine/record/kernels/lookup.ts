/**
 * Rules of kernels that read or write at indices.
 */
import { EngineError } from "../../errors.ts";
import type { DataType } from "../graph.ts";
import { atCaller } from "../place.ts";
import { axesOf, input, result, type KernelRule } from "./rule.ts";

const gather: KernelRule = (inputs, { axis, batchDims }) => {
  const x = input(inputs, "x");
  if (batchDims !== undefined && batchDims !== 0) {
    throw new EngineError(
      "E_KERNEL",
      `gather with batchDims, used${atCaller()}, cannot be recorded; use gatherND or oneHot.`,
    );
  }
  const [normal] = axesOf(axis, x.shape) as [number];
  return result(x.shape.toSpliced(normal, 1, ...input(inputs, "indices").shape), x.dtype, { axis: normal });
};

const gatherNd: KernelRule = (inputs) => {
  const x = input(inputs, "params");
  const { shape } = input(inputs, "indices");
  return result([...shape.slice(0, -1), ...x.shape.slice(shape.at(-1)!)], x.dtype, {});
};

const scatterNd: KernelRule = (inputs, { shape }) =>
  result(shape as number[], input(inputs, "updates").dtype, {});

const tensorScatterUpdate: KernelRule = (inputs) => {
  const { shape, dtype } = input(inputs, "tensor");
  return result(shape, dtype, {});
};

const oneHot: KernelRule = (inputs, { depth, onValue, offValue, dtype }) =>
  result([...input(inputs, "indices").shape, depth as number], (dtype as DataType | undefined) ?? "int32", {
    depth,
    onValue,
    offValue,
  });

/** Rows of `x` are added up by their segment; ids outside [0, numSegments) are dropped. */
const unsortedSegmentSum: KernelRule = (inputs, { numSegments }) => {
  const x = input(inputs, "x");
  const { shape } = input(inputs, "segmentIds");
  return result([numSegments as number, ...x.shape.slice(shape.length)], x.dtype, { numSegments });
};

export const lookupRules: Readonly<Record<string, KernelRule>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
