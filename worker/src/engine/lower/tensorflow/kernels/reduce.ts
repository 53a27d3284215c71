/**
 * Kernels along axes in TensorFlow.
 */
import { operand, output, type Lowering } from "./lowering.ts";

const index = { type: "int32" } as const;

const reduce =
  (operation: string): Lowering =>
  (call, graph) => {
    const { axes } = call.attributes as { axes: number[] };
    const { shape, type } = output(call);
    const x = graph.cast(operand(call), type);
    const left = x.shape.filter((_, axis) => !axes.includes(axis));
    const logical = operation === "All" || operation === "Any";
    const attributes = { Tidx: index, keep_dims: false, ...(logical ? {} : { T: { type } }) };
    return graph.reshape(
      graph.one(operation, [x, graph.whole(...axes)], attributes, { shape: left, type }),
      shape,
    );
  };

const argument =
  (operation: string): Lowering =>
  (call, graph) => {
    const { axis } = call.attributes as { axis: number };
    const x = operand(call).type === "bool" ? graph.cast(operand(call), "int32") : operand(call);
    const attributes = { T: { type: x.type }, Tidx: index, output_type: index };
    return graph.one(operation, [x, graph.scalar(axis, "int32")], attributes, output(call));
  };

const cumsum: Lowering = (call, graph) => {
  const { axis, exclusive, reverse } = call.attributes as {
    axis: number;
    exclusive: boolean;
    reverse: boolean;
  };
  const { type } = output(call);
  const x = graph.cast(operand(call), type);
  return graph.one(
    "Cumsum",
    [x, graph.scalar(axis, "int32")],
    { T: { type }, Tidx: index, exclusive, reverse },
    x,
  );
};

const alongLast =
  (operation: string): Lowering =>
  (call, graph) => {
    const x = graph.cast(operand(call), "float32");
    return graph.uniform(operation, [x], x.shape);
  };

/** Sorted whether asked for or not. */
const topK: Lowering = (call, graph) => {
  const x = operand(call);
  const k = graph.scalar(call.attributes.k as number, "int32");
  return graph.many(
    "TopKV2",
    [x, k],
    { T: { type: x.type }, sorted: true, Tk: index, index_type: index },
    call.outputs,
  );
};

export const reduceLowerings: Readonly<Record<string, Lowering>> = {
  All: reduce("All"),
  Any: reduce("Any"),
  ArgMax: argument("ArgMax"),
  ArgMin: argument("ArgMin"),
  Cumsum: cumsum,
  LogSoftmax: alongLast("LogSoftmax"),
  Max: reduce("Max"),
  Mean: reduce("Mean"),
  Min: reduce("Min"),
  Prod: reduce("Prod"),
  Softmax: alongLast("Softmax"),
  Sum: reduce("Sum"),
  TopK: topK,
};
