/**
 * Kernels that read or write at indices in TensorFlow.
 */
import { named, operand, output, type Lowering } from "./lowering.ts";

const index = { type: "int32" } as const;

const gather: Lowering = (call, graph) => {
  const [x, indices] = [operand(call, 0), operand(call, 1)];
  const axis = graph.scalar(call.attributes.axis as number, "int32");
  const attributes = { Tparams: { type: x.type }, Tindices: index, Taxis: index, batch_dims: 0 };
  return graph.one("GatherV2", [x, indices, axis], attributes, output(call));
};

const gatherNd: Lowering = (call, graph) => {
  const [x, indices] = [operand(call, 0), operand(call, 1)];
  return graph.one("GatherNd", [x, indices], { Tparams: { type: x.type }, Tindices: index }, output(call));
};

const scatterNd: Lowering = (call, graph) => {
  const [indices, updates] = [named(call, "indices"), named(call, "updates")];
  const shape = graph.whole(...output(call).shape);
  const attributes = { T: { type: updates.type }, Tindices: index };
  return graph.one("ScatterNd", [indices, updates, shape], attributes, output(call));
};

const tensorScatterUpdate: Lowering = (call, graph) => {
  const operands = ["tensor", "indices", "updates"].map((name) => named(call, name));
  const attributes = { T: { type: output(call).type }, Tindices: index };
  return graph.one("TensorScatterUpdate", operands, attributes, output(call));
};

/** For an embedding's gradient: ids are the tokens. */
const unsortedSegmentSum: Lowering = (call, graph) => {
  const [x, ids] = [named(call, "x"), named(call, "segmentIds")];
  const segments = graph.scalar(output(call).shape[0]!, "int32");
  const attributes = { T: { type: x.type }, Tindices: index, Tnumsegments: index };
  return graph.one("UnsortedSegmentSum", [x, ids, segments], attributes, output(call));
};

const oneHot: Lowering = (call, graph) => {
  const { onValue, offValue } = call.attributes as { onValue: number; offValue: number };
  const { shape, type } = output(call);
  const operands = [
    graph.scalar(shape.at(-1)!, "int32"),
    graph.scalar(onValue, type),
    graph.scalar(offValue, type),
  ];
  return graph.one(
    "OneHot",
    [operand(call), ...operands],
    { T: { type }, TI: index, axis: -1 },
    { shape, type },
  );
};

export const lookupLowerings: Readonly<Record<string, Lowering>> = {
  GatherNd: gatherNd,
  GatherV2: gather,
  OneHot: oneHot,
  ScatterNd: scatterNd,
  TensorScatterUpdate: tensorScatterUpdate,
  UnsortedSegmentSum: unsortedSegmentSum,
};
