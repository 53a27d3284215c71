/**
 * Matrix products in ONNX operators: Gemm for two dimensions, MatMul or FusedMatMul for batches.
 */
import { sizeOf } from "../../../record/graph.ts";
import type { FusedActivation } from "../../../record/kernels/matrix.ts";
import type { OnnxBuilder } from "../builder.ts";
import { names, operand, output, type Call, type Lowering } from "./lowering.ts";

/** Leading dimensions of 1, which TensorFlow.js's older operations add, do not make a batch. */
function asMatrix(shape: readonly number[]): readonly number[] | undefined {
  return shape.slice(0, -2).every((size) => size === 1) ? shape.slice(-2) : undefined;
}

/**
 * Multiplications above which turning the left matrix beforehand pays: Gemm reads a transposed one in small pieces (22 ms against
 * 18 on [2048, 1536]ᵀ·[2048, 384] with two threads), but on small ones the extra pass costs as much.
 */
const turnAbove = 2 ** 29;

/** `scale` and the input `sum` come from fuse-products.ts. */
function product(call: Call, onnx: OnnxBuilder): string {
  const [a, b] = [operand(call, 0), operand(call, 1)];
  const { sum } = call.inputs;
  const transA = Number(call.attributes.transposeA === true);
  const transB = Number(call.attributes.transposeB === true);
  const scale = (call.attributes.scale as number | undefined) ?? 1;
  const attributes = { transA, transB, alpha: { float: scale } };
  if (asMatrix(a.shape) !== undefined && asMatrix(b.shape) !== undefined) {
    const matrices = [a, b].map(({ name, shape }) =>
      shape.length === 2 ? name : onnx.reshape(name, shape.slice(-2)),
    ) as [string, string];
    if (transA === 1 && sizeOf(a.shape) * output(call).shape.at(-1)! > turnAbove) {
      matrices[0] = onnx.emit("Transpose", [matrices[0]], { attributes: { perm: [1, 0] } });
      attributes.transA = 0;
    }
    const result = onnx.emit("Gemm", sum === undefined ? matrices : [...matrices, sum.name], { attributes });
    return output(call).shape.length === 2 ? result : onnx.reshape(result, output(call).shape);
  }
  if (transA === 0 && transB === 0 && scale === 1) return onnx.emit("MatMul", [a.name, b.name]);
  return onnx.emit("FusedMatMul", [a.name, b.name], { attributes, domain: "com.microsoft" });
}

const activations: Readonly<Record<FusedActivation, (x: string, call: Call, onnx: OnnxBuilder) => string>> = {
  linear: (x) => x,
  relu: (x, _, onnx) => onnx.emit("Relu", [x]),
  relu6: (x, _, onnx) => onnx.emit("Clip", [x, onnx.scalar(0), onnx.scalar(6)]),
  elu: (x, _, onnx) => onnx.emit("Elu", [x]),
  sigmoid: (x, _, onnx) => onnx.emit("Sigmoid", [x]),
  leakyrelu: (x, { attributes }, onnx) =>
    onnx.emit("LeakyRelu", [x], {
      attributes: { alpha: { float: (attributes.leakyreluAlpha as number | undefined) ?? 0.2 } },
    }),
};

const fusedMatMul: Lowering = (call, onnx) => {
  const { bias } = call.inputs;
  const sum = product(call, onnx);
  const biased = bias === undefined ? sum : onnx.emit("Add", [sum, bias.name]);
  return activations[call.attributes.activation as FusedActivation](biased, call, onnx);
};

const einsum: Lowering = (call, onnx) =>
  onnx.emit("Einsum", names(call), { attributes: { equation: call.attributes.equation as string } });

export const matrixLowerings: Readonly<Record<string, Lowering>> = {
  BatchMatMul: product,
  Einsum: einsum,
  _FusedMatMul: fusedMatMul,
};
