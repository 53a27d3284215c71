/**
 * Matrix products in TensorFlow: of two matrices, of batches, and of letters.
 */
import { sizeOf } from "../../../record/graph.ts";
import type { FusedActivation } from "../../../record/kernels/matrix.ts";
import type { GraphBuilder, Tensor } from "../builder.ts";
import { operand, output, type Call, type Lowering } from "./lowering.ts";

/** Leading dimensions of 1, which TensorFlow.js's older operations add, do not make a batch. */
const asMatrix = (x: Tensor, graph: GraphBuilder): Tensor =>
  sizeOf(x.shape.slice(0, -2)) === 1 ? graph.reshape(x, x.shape.slice(-2)) : x;

function product(call: Call, graph: GraphBuilder): Tensor {
  const { transposeA, transposeB } = call.attributes as { transposeA: boolean; transposeB: boolean };
  const b = asMatrix(operand(call, 1), graph);
  let a = asMatrix(operand(call, 0), graph);
  const { shape, type } = output(call);
  // Rows of every batch against one matrix need no batch, unless they are columns.
  if (b.shape.length === 2 && !transposeA)
    a = graph.reshape(a, [sizeOf(a.shape.slice(0, -1)), a.shape.at(-1)!]);
  if (a.shape.length === 2 && b.shape.length === 2) {
    const rows = a.shape[transposeA ? 1 : 0]!;
    const columns = b.shape[transposeB ? 0 : 1]!;
    const attributes = { T: { type }, transpose_a: transposeA, transpose_b: transposeB };
    return graph.reshape(graph.one("MatMul", [a, b], attributes, { shape: [rows, columns], type }), shape);
  }
  const attributes = { T: { type }, adj_x: transposeA, adj_y: transposeB };
  const batched = graph.one("BatchMatMulV2", [a, b], attributes, output(call));
  return graph.reshape(batched, shape);
}

type Activation = (x: Tensor, graph: GraphBuilder, slope: number) => Tensor;

const activation =
  (operation: string): Activation =>
  (x, graph) =>
    graph.uniform(operation, [x], x.shape);

/** What a fused product may end with, by TensorFlow.js's names. */
const activations: Readonly<Record<FusedActivation, Activation>> = {
  linear: (x) => x,
  relu: activation("Relu"),
  relu6: activation("Relu6"),
  elu: activation("Elu"),
  sigmoid: activation("Sigmoid"),
  leakyrelu: (x, graph, slope) =>
    graph.one("LeakyRelu", [x], { T: { type: x.type }, alpha: { float: slope } }, x),
};

const fusedMatMul: Lowering = (call, graph) => {
  const { bias } = call.inputs;
  const sum = product(call, graph);
  const biased = bias === undefined ? sum : graph.uniform("AddV2", [sum, bias], sum.shape);
  return activations[call.attributes.activation as FusedActivation](
    biased,
    graph,
    (call.attributes.leakyreluAlpha as number | undefined) ?? 0.2,
  );
};

const einsum: Lowering = (call, graph) => {
  const equation = (call.attributes.equation as string).replaceAll(" ", "");
  const attributes = { N: call.list.length, T: { type: output(call).type }, equation };
  return graph.one("Einsum", call.list, attributes, output(call));
};

export const matrixLowerings: Readonly<Record<string, Lowering>> = {
  BatchMatMul: product,
  Einsum: einsum,
  _FusedMatMul: fusedMatMul,
};
