/**
 * Rules of matrix products.
 */
import { EngineError } from "../../errors.ts";
import { tf } from "../../tf.ts";
import { atCaller } from "../place.ts";
import { input, result, type KernelInputs, type KernelRule } from "./rule.ts";

/** Einsum's result shape: the size of each letter, in the order of the output term. */
const einsum: KernelRule = (inputs, { equation }) => {
  const list = Object.values(inputs);
  const { allDims, summedDims, idDims } = tf.backend_util.decodeEinsumEquation(
    equation as string,
    list.length,
  );
  const sizes = new Map<number, number>();
  idDims.forEach((dims, operand) => dims.forEach((dim, axis) => sizes.set(dim, list[operand]!.shape[axis]!)));
  const shape = allDims.flatMap((_, dim) => (summedDims.includes(dim) ? [] : [sizes.get(dim)!]));
  return result(shape, list[0]!.dtype, { equation });
};

function productShape(inputs: KernelInputs, attributes: Record<string, unknown>): number[] {
  const a = input(inputs, "a").shape;
  const b = input(inputs, "b").shape;
  const rows = a.at(attributes.transposeA === true ? -1 : -2)!;
  const columns = b.at(attributes.transposeB === true ? -2 : -1)!;
  const batch = tf.backend_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  return [...batch, rows, columns];
}

const batchMatMul: KernelRule = (inputs, attributes) =>
  result(productShape(inputs, attributes), "float32", {
    transposeA: attributes.transposeA === true,
    transposeB: attributes.transposeB === true,
  });

/** What a lowering applies to a product; each has all of them. */
const fusedActivations = ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const;
export type FusedActivation = (typeof fusedActivations)[number];

const fusedMatMul: KernelRule = (inputs, attributes) => {
  const { activation = "linear" } = attributes;
  if (!fusedActivations.includes(activation as FusedActivation)) {
    throw new EngineError(
      "E_KERNEL",
      `fused.matMul with the activation ${String(activation)}, used${atCaller()}, cannot be recorded; apply it apart, or use ${fusedActivations.join(", ")}.`,
    );
  }
  return result(productShape(inputs, attributes), "float32", {
    transposeA: attributes.transposeA === true,
    transposeB: attributes.transposeB === true,
    activation,
    leakyreluAlpha: attributes.leakyreluAlpha,
  });
};

export const matrixRules: Readonly<Record<string, KernelRule>> = {
  BatchMatMul: batchMatMul,
  Einsum: einsum,
  _FusedMatMul: fusedMatMul,
};
